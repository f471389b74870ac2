"""Settings as they hold here: each with its value and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.config import Config
from evenhand.messages import in_both
from evenhand.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured(Result):
    """The settings in force."""

    config: Config

    def data(self) -> Mapping[str, object]:
        return {
            "settings": [
                {
                    "key": one.key,
                    "value": list(one.value) if isinstance(one.value, tuple) else one.value,
                    "origin": in_both(one.origin),
                }
                for one in self.config.settings()
            ]
        }
