"""Customers of the command line: a profile file, single values, or both."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from evenhand.cli.words import Option, complete_path
from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evenhand.api import Policy, Profile
    from evenhand.loading.library import Setup


def customer_options() -> list[Option]:
    """``--profile`` and ``--set``: one customer, told by a file, by single values, or by both."""
    return [
        Option(
            ["--profile"], key="cli.option.profile", metavar="FILE", shell_complete=complete_path
        ),
        Option(["--set", "settings"], key="cli.option.set", metavar="ATTR=VALUE", multiple=True),
    ]


def given_customer(
    profile: str | None, settings: tuple[str, ...], policy: Policy, setup: Setup
) -> Profile:
    """The customer of ``--profile`` (``-``: the standard input) with the values of ``--set``.

    Raises as ``load_profile``, and UsageError for a value that is not written ``ATTR=VALUE``.
    """
    from evenhand import api

    given = given_profile(profile, policy, setup) or api.Profile()
    return given.with_values(policy, dict(_setting(one) for one in settings))


def given_profile(
    profile: str | None, policies: Policy | Sequence[Policy], setup: Setup
) -> Profile | None:
    """The customer of a profile file (``-``: the standard input), where one is named."""
    from evenhand import api

    if not profile:
        return None
    text = sys.stdin.buffer.read() if profile == "-" else None
    return api.load_profile(profile, policies, text=text, setup=setup)


def _setting(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.strip():
        raise UsageError(message("usage.setting", value=written))
    return name.strip(), value.strip()
