"""What ``rule list --changes`` gives: the published kinds of change as a result of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.analysis.diff.kinds import AREAS, KINDS, Kind
from evenhand.errors import UsageError
from evenhand.messages import in_both, message
from evenhand.result import Result
from evenhand.suggest import closest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds(Result):
    """Some of the published kinds of change."""

    kinds: tuple[Kind, ...]

    def data(self) -> Mapping[str, object]:
        return {"items": [kind_data(kind) for kind in self.kinds]}


def kind_data(kind: Kind) -> Mapping[str, object]:
    """A kind as plain data, both languages side by side."""
    return {
        "id": kind.id,
        "area": kind.area,
        "part": kind.part,
        "action": kind.action,
        "direction": kind.direction.value,
        "evaluated": kind.evaluated.value,
        "mirror": kind.mirror,
        "title": in_both(kind.sentence),
    }


def chosen(names: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds that are named by id or area, none meaning all; in the order of the list.

    Raises UsageError for a name that is neither.
    """
    for name in names:
        if name not in KINDS and name not in AREAS:
            near = closest(name, (*KINDS, *AREAS))
            known = ", ".join(AREAS)
            if near:
                raise UsageError(message("usage.no-such-change-near", name=name, near=near))
            raise UsageError(message("usage.no-such-change", name=name, known=known))
    return tuple(
        kind for kind in KINDS.values() if not names or kind.id in names or kind.area in names
    )
