"""Elements aligned by id, and fields compared so that none can be missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Final, Protocol, TypeAlias, TypeVar

from evenhand.analysis.diff.change import Change, Site
from evenhand.location import Location
from evenhand.messages import message


class HasId(Protocol):
    """What elements have in common: an id and a place."""

    @property
    def id(self) -> str: ...
    @property
    def location(self) -> Location: ...


Item = TypeVar("Item", bound=HasId)

Rule: TypeAlias = Callable[[Site, Any, Any], Iterable[Change]]
"""How a field of both sides is compared; called only where they differ."""


def field_changes(
    site: Site,
    old: object,
    new: object,
    rules: Mapping[str, Rule],
    elsewhere: frozenset[str] = frozenset(),
) -> Iterator[Change]:
    """The changes of all fields of two objects of one class.

    A field that differs without a rule, or whose rule finds nothing, is ``other-change``: nothing
    is passed over in silence. Fields that are compared ``elsewhere`` are left out.
    """
    for field in fields(old):  # type: ignore[arg-type]
        if not field.compare or field.name in elsewhere:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after and field.name not in _LOOSE:
            continue
        found = list(rules[field.name](site, before, after)) if field.name in rules else []
        if not found and before != after:
            name = message("diff.field", name=field.name)
            found = [site.detail(name).moved("other-change", 0, None, None)]
        yield from found


_LOOSE: Final = frozenset(
    {"about", "approved", "benefits", "characteristics", "declared", "definitions", "header"}
    | {"knockouts", "membership", "paths", "scorecards", "sections", "tiers", "ties"}
)
"""Fields that hold declared settings, in which Python takes ``1`` and ``true`` for equal."""


def pairs(
    old: Iterable[Item], new: Iterable[Item]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Elements with the same id, those only in old, and those only in new, each in file order."""
    left = {one.id: one for one in old}
    right = {one.id: one for one in new}
    both = [(left[name], right[name]) for name in left if name in right]
    gone = [one for name, one in left.items() if name not in right]
    come = [one for name, one in right.items() if name not in left]
    return both, gone, come


def order_changed(old: Iterable[HasId], new: Iterable[HasId]) -> bool:
    """Whether the elements that both sides have stand in another order."""
    left, right = [one.id for one in old], [one.id for one in new]
    return [n for n in left if n in right] != [n for n in right if n in left]
