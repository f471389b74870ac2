"""Somebody decides, and nothing says by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject
from evenhand.model.conditions import Discretion, every_part
from evenhand.model.element import Declaration
from evenhand.model.mentions import policy_conditions


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Discretions without criteria, and overrides that lack one of the ``bounds``."""
    for element, condition in policy_conditions(subject.policy):
        for part in every_part(condition):
            if isinstance(part, Discretion) and part.criteria is None:
                yield Hit(element, part.location, (part.id,), {"who": part.who}, "condition")
    listed = subject.policy.declared.get("overrides")
    for number, override in enumerate(listed.items() if listed is not None else (), start=1):
        lacking = [name for name in parameters.texts("bounds") if _lacks(override, name)]
        who = _text(override, "role")
        if lacking:
            yield Hit(
                f"overrides/{_text(override, 'id') or number}",
                override.location,
                (who, *lacking),
                {"who": who, "lacking": ", ".join(f"`{name}`" for name in lacking)},
                "override",
            )


def _lacks(override: Declaration, name: str) -> bool:
    found = override.at(name)
    return found is None or found.value in (None, False, "", ())


def _text(override: Declaration, name: str) -> str:
    found = override.at(name)
    return found.value if found is not None and isinstance(found.value, str) else ""


CHECK: Final = Check(
    "unbounded-discretion",
    find,
    {"condition": frozenset({"who"}), "override": frozenset({"who", "lacking"})},
    frozenset({"bounds"}),
)
