"""Customers of the command line: a profile file, single values, or both."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from evenhand.api import Policy, Profile
    from evenhand.loading.library import Setup


def given_customer(
    profile: str | None, settings: tuple[str, ...], policy: Policy, setup: Setup
) -> Profile:
    """The customer of ``--profile`` (``-``: the standard input) with the values of ``--set``.

    Raises as ``load_profile``, and UsageError for a value that is not written ``ATTR=VALUE``.
    """
    from evenhand import api

    text = sys.stdin.buffer.read() if profile == "-" else None
    given = api.load_profile(profile, policy, text=text, setup=setup) if profile else api.Profile()
    return given.with_values(policy, dict(_setting(one) for one in settings))


def _setting(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.strip():
        raise UsageError(message("usage.setting", value=written))
    return name.strip(), value.strip()
