"""Conditions in plain form: definitions followed, negations at the tests, readings taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from evenhand.analysis.uses import turned
from evenhand.location import Location
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    ScoreIs,
)
from evenhand.model.policy import Policy


def plain(
    policy: Policy,
    condition: Condition,
    negated: bool = False,
    *,
    void: list[tuple[Condition, OpenCondition]] | None = None,
) -> Condition:
    """A condition without definitions, negations inside, and wording that the policy reads.

    Always is ``All(())``, never is ``AnyOf(())``. Tests that stand as an alternative to wording
    read as met are added to ``void`` with that wording.
    """
    match condition:
        case Not(part):
            return plain(policy, part, not negated, void=void)
        case Meets(name):
            return plain(policy, policy.definitions[name].means, negated, void=void)
        case All(parts) | AnyOf(parts):
            of_all = isinstance(condition, All) is not negated
            inner = [plain(policy, part, negated, void=void) for part in parts]
            if not of_all and void is not None and not negated:
                void.extend(_voided(parts, inner))
            return _joined(of_all, inner, condition.location)
        case CountOf(needed, parts):
            return _counted(policy, condition, needed, parts, negated)
        case OpenCondition(_, read_as) | Discretion(read_as=read_as):
            if read_as is None:
                return Not(condition, condition.location) if negated else condition
            return _fixed(read_as is not negated, condition.location)
        case Compare() | OneOf() | Includes() | Known():
            return turned(condition) if negated else condition
        case ScoreIs():
            return Not(condition, condition.location) if negated else condition
        case _:
            assert_never(condition)


def _voided(
    parts: Sequence[Condition], inner: Sequence[Condition]
) -> Iterator[tuple[Condition, OpenCondition]]:
    for part in parts:
        if isinstance(part, OpenCondition) and part.read_as:
            for other in inner:
                if not _is(other, True) and not _is(other, False):
                    yield other, part
            return


def _fixed(holds: bool, location: Location) -> Condition:
    return All((), location) if holds else AnyOf((), location)


def _is(condition: Condition, holds: bool) -> bool:
    return isinstance(condition, All if holds else AnyOf) and not condition.parts


def _joined(of_all: bool, parts: Sequence[Condition], location: Location) -> Condition:
    """Parts joined; what is joined the same way inside is taken in, what never matters left out."""
    if any(_is(part, not of_all) for part in parts):
        return _fixed(not of_all, location)
    kind = All if of_all else AnyOf
    kept: list[Condition] = []
    for part in parts:
        kept.extend(part.parts if isinstance(part, kind) else (part,))
    return kept[0] if len(kept) == 1 else kind(tuple(kept), location)


def _counted(
    policy: Policy, condition: CountOf, needed: int, parts: Sequence[Condition], negated: bool
) -> Condition:
    if needed not in (1, len(parts)):
        return Not(condition, condition.location) if negated else condition
    kind = All if needed == len(parts) else AnyOf
    return plain(policy, kind(tuple(parts), condition.location), negated)
