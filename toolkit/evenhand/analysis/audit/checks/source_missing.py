"""A part of the policy that says nowhere where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import Role, places
from evenhand.messages import message


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Parts without a source of their own or of what they stand in; the scope needs none."""
    del parameters
    for name, definition in subject.policy.definitions.items():
        if not definition.about.source:
            title = message("audit.place.definition", title=definition.about.title or name)
            yield Hit(f"definitions/{name}", definition.location, (), {"place": title})
    for place in places(subject.policy):
        if place.role is not Role.SCOPE and not place.sources:
            yield Hit(place.element, place.location, (), {"place": place.title})


CHECK: Final = Check("source-missing", find, {FOUND: frozenset({"place"})})
