"""What a policy declares of how it is run; declared, not evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evenhand.messages import Bilingual, Message, message
from evenhand.model.element import Declaration
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, listed, number_words
from evenhand.reporting.dossier.codes import CODES, coded


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What the policy declares about its own process; None where it declares nothing."""

    name: Words
    declared: Words | None


PERIODS: Final = ("years", "months", "days", "hours")


def safeguards(policy: Policy) -> tuple[Safeguard, ...]:
    """What the policy declares of how it is run, and what it leaves undeclared."""
    found = []
    for name in CODES["safeguard"]:
        if name == "overrides":
            setting = policy.declared.get("overrides")
        else:
            setting = policy.setting(f"process.{name.replace('-', '_')}")
        declared = None if setting is None else _declared(setting)
        found.append(Safeguard(coded("safeguard", name), declared))
    return tuple(found)


def _declared(setting: Declaration) -> Words:
    value = setting.value
    if value is None:
        return message("dossier.unstated")
    if isinstance(value, bool):
        return message("describe.yes") if value else message("describe.no")
    if isinstance(value, Fraction):
        return number_words(value)
    if isinstance(value, str):
        return coded("decision", value)
    if isinstance(value, tuple):
        return listed([_declared(one) for one in value], "describe.comma")
    texts = {key: one.value for key, one in value.items()}
    if set(texts) == {"en", "zh"}:
        return Bilingual(str(texts["en"]), str(texts["zh"]))
    return listed(list(_settings(value.items())), "describe.semicolon")


def _settings(pairs: Iterable[tuple[str, Declaration]]) -> Iterator[Words]:
    for key, one in pairs:
        if key in ("source", "because", "note"):
            continue
        if key in PERIODS and isinstance(one.value, Fraction):
            yield _period(key, one.value)
        else:
            name = coded("setting", key)
            yield message("dossier.setting", name=name, value=_declared(one))


def _period(unit: str, count: Fraction) -> Message:
    key = f"dossier.period-one.{unit}" if count == 1 else f"dossier.period.{unit}"
    return message(key, number=number_words(count))
