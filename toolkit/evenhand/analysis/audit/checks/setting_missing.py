"""Something that a policy should state about itself and does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.location import Location
from evenhand.model.policy import Policy

HEADER: Final = "policy"
"""The block of the header; all others are declared blocks."""


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Settings of ``settings`` that are absent, empty or say no.

    Of a block that is absent only the block is told, where it is listed too. ``when``: only if
    these settings have one of the values.
    """
    policy = subject.policy
    for setting, values in parameters.lists("when").items():
        if stated(policy, setting) not in values:
            return
    missing: list[str] = []
    for setting in parameters.texts("settings"):
        if any(setting.startswith(f"{above}.") for above in missing):
            continue
        if stated(policy, setting) is None:
            missing.append(setting)
            yield Hit(
                setting.replace(".", "/"), _nearest(policy, setting), (), {"setting": setting}
            )


def stated(policy: Policy, setting: str) -> str | None:
    """What a setting says, as text; None where it is absent, empty, unstated or says no."""
    block, _, rest = setting.partition(".")
    if block == HEADER:
        return _header(policy, rest)
    found = policy.setting(setting)
    value = None if found is None else found.value
    match value:
        case None | False | "" | "unstated" | ():
            return None
        case True:
            return "true"
        case str():
            return value
        case _:
            return "stated"


def _header(policy: Policy, setting: str) -> str | None:
    header = policy.header
    name, _, rest = setting.partition(".")
    match name:
        case "owner":
            return None if header.owner is None else "stated"
        case "approved":
            found = header.approved
            inner = found.at(rest) if found is not None and rest else found
            return None if inner is None else "stated"
        case _:
            raise KeyError(setting)


def _nearest(policy: Policy, setting: str) -> Location:
    """The innermost block that is there, else the header."""
    block, *steps = setting.split(".")
    found = policy.header.approved if steps[:1] == ["approved"] else policy.declared.get(block)
    rest = steps[1:] if block == HEADER else steps
    here = found
    for step in rest:
        inner = None if found is None else found.at(step)
        if inner is None:
            break
        found = here = inner
    return policy.header.location if here is None else here.location


CHECK: Final = Check(
    "setting-missing",
    find,
    {FOUND: frozenset({"setting"})},
    frozenset({"settings", "when"}),
)
