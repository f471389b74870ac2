"""Two judged conditions side by side, and the part that makes one true and the other not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from evenhand.analysis.diff.conditions import aligned
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.trace import Decision, Judgement
from evenhand.model.conditions import All, AnyOf, Condition, CountOf, Not
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T, Truth, U

RANK: Final = {F: 0, U: 1, T: 2}

Parts: TypeAlias = tuple[Judgement | None, Judgement | None]
"""A part of each side that belongs to the other; None where one side has none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One policy with a customer and its decision about her.

    ``roots`` are the addresses of elements by the identity of their conditions, ``changed`` those
    of elements that changed.
    """

    policy: Policy
    customer: Customer
    decision: Decision
    roots: Mapping[int, str]
    changed: frozenset[str]

    def owner(self, condition: Condition, owner: str) -> str:
        """The element that a condition stands in, known the owner of what is around it."""
        return self.roots.get(id(condition), owner)

    def judged(self, condition: Condition) -> Judgement:
        """A condition of the policy, judged for the customer."""
        return judge(Case(self.policy, self.customer), condition)


def roots_of(policy: Policy) -> Mapping[int, str]:
    """The addresses of elements by the identity of their conditions."""
    return {id(condition): address for condition, address in elements_of(policy)}


def elements_of(policy: Policy) -> list[tuple[Condition, str]]:
    """The conditions of elements with their addresses."""
    found: list[tuple[Condition | None, str]] = [(policy.applies_to, "applies_to")]
    found += [(one.when, f"knockouts/{one.id}") for one in policy.knockouts]
    found += [(one.means, f"definitions/{one.id}") for one in policy.definitions.values()]
    for tier in policy.tiers:
        found.append((tier.when, f"tiers/{tier.id}"))
        found += [(path.when, f"tiers/{tier.id}/paths/{path.id}") for path in tier.paths]
    return [(condition, address) for condition, address in found if condition is not None]


def truth_or(judged: Judgement | None, absent: Truth) -> Truth:
    """The truth of a condition, or that of having none."""
    return absent if judged is None else judged.truth


def moved_part(left: Side, right: Side, was: Judgement, now: Judgement) -> Parts | None:
    """The pair of parts that best explains why two junctions differ; None for single conditions."""
    kind = _junction(was.condition, now.condition)
    if kind is None:
        return None
    sign = RANK[now.truth] - RANK[was.truth]
    if kind is Not:
        return was.parts[0], now.parts[0]
    empty = T if kind is All else F

    def weight(pair: Parts) -> tuple[bool, bool, bool]:
        one, two = pair
        falls = (kind is All) is (sign < 0)
        ends = (truth_or(two, empty), now.truth) if falls else (truth_or(one, empty), was.truth)
        same = one is not None and two is not None and one.condition == two.condition
        names = {side.owner(j.condition, "") for side, j in ((left, one), (right, two)) if j}
        return ends[0] is not ends[1], same and not names & left.changed, None in pair

    moved = [
        (one, two)
        for one, two in _paired(left, right, was, now, kind)
        if (RANK[truth_or(two, empty)] - RANK[truth_or(one, empty)]) * sign > 0
    ]
    return min(moved, key=weight, default=None)


def _junction(old: Condition, new: Condition) -> type | None:
    """How two conditions are put beside each other; a single one stands for a list of one."""
    match old, new:
        case (All(), All()) | (AnyOf(), AnyOf()) | (CountOf(), CountOf()) | (Not(), Not()):
            return type(new)
        case (Not() | CountOf(), _) | (_, Not() | CountOf()) | (All(), AnyOf()) | (AnyOf(), All()):
            return None
        case (All(), _) | (_, All()):
            return All
        case (AnyOf(), _) | (_, AnyOf()):
            return AnyOf
        case _:
            return None


def _paired(left: Side, right: Side, was: Judgement, now: Judgement, kind: type) -> Iterator[Parts]:
    """Parts that belong together: elements by their ids, then conditions by what they ask."""
    named_old, loose_old = _apart(left, was, kind)
    named_new, loose_new = _apart(right, now, kind)
    for key in dict.fromkeys([*named_old, *named_new]):
        yield named_old.get(key), named_new.get(key)
    pairs, gone, come = aligned(
        [part.condition for part in loose_old], [part.condition for part in loose_new]
    )
    one, two = _by_identity(loose_old), _by_identity(loose_new)
    yield from ((one[id(a)], two[id(b)]) for a, b in pairs)
    yield from ((one[id(a)], two[id(b)]) for a in gone for b in come)
    yield from ((one[id(a)], None) for a in gone)
    yield from ((None, two[id(b)]) for b in come)


def _apart(
    side: Side, whole: Judgement, kind: type
) -> tuple[dict[str, Judgement], list[Judgement]]:
    """The parts of a junction that are elements, by name, and the others.

    A single condition stands for a list of itself.
    """
    if not isinstance(whole.condition, kind):
        return {}, [whole]
    named: dict[str, Judgement] = {}
    loose = []
    for part in whole.parts:
        key = _key(side, part)
        if key is None:
            loose.append(part)
        else:
            named[key] = part
    return named, loose


def _key(side: Side, part: Judgement) -> str | None:
    """What an entry's own parts are: elements, caps turned round, and the list of paths."""
    condition = part.condition
    own = side.roots.get(id(condition))
    if own is not None:
        return own
    if isinstance(condition, Not):
        inner = side.roots.get(id(condition.part))
        return None if inner is None else f"not {inner}"
    if isinstance(condition, AnyOf) and condition.parts:
        first = side.roots.get(id(condition.parts[0]), "")
        return first.rpartition("/")[0] if "/paths/" in first else None
    return None


def _by_identity(parts: Sequence[Judgement]) -> dict[int, Judgement]:
    return {id(part.condition): part for part in parts}
