"""How a policy differs from the version before it, for reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.diff.result import Diff
from evenhand.messages import message
from evenhand.model.wording import Words
from evenhand.reporting.dossier.words import place


@dataclass(frozen=True, slots=True)
class Moved:
    """One change: what kind, of what, and both sides with their places."""

    element: str
    kind: Words
    about: Words | None
    old: Words | None
    old_at: str | None
    new: Words | None
    new_at: str | None


@dataclass(frozen=True, slots=True)
class Class:
    """Changes that do the same for customers.

    Of changes that are not evaluated only the number is shown.
    """

    title: Words
    count: int
    changes: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The comparison with the version before."""

    old: str
    old_title: Words
    verdict: Words
    classes: tuple[Class, ...]


def earlier(found: Diff) -> Earlier:
    """A comparison as it is shown."""
    return Earlier(
        found.old.policy, found.old.title, found.explanation, tuple(_classes(found.changes))
    )


def _classes(changes: tuple[Change, ...]) -> Iterator[Class]:
    order = ("tightening", "loosening", "neutral", "declared", "text")
    ordered = sorted(changes, key=lambda change: order.index(_class_of(change)))
    for name, ours in groupby(ordered, key=_class_of):
        listed = tuple(ours)
        shown = () if name in ("declared", "text") else tuple(_moved(change) for change in listed)
        yield Class(message(f"diff.class.{name}"), len(listed), shown)


def _class_of(change: Change) -> str:
    if change.effect is Effect.NEUTRAL and not change.evaluated:
        return "declared"
    return change.effect.value


def _moved(change: Change) -> Moved:
    return Moved(
        change.element,
        KINDS[change.kind].sentence,
        change.about,
        change.old,
        None if change.old_at is None or change.old is None else place(change.old_at),
        change.new,
        None if change.new_at is None or change.new is None else place(change.new_at),
    )
