"""Effects: which elements of a policy a change of the customer turns, and by how much."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evenhand.analysis.steps import deciding_atoms
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.trace import CharacteristicScore, Decision, Judgement
from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.conditions import Condition, ScoreIs
from evenhand.model.customer import Customer
from evenhand.model.mentions import element_of
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one element.

    ``kind`` is ``points`` (a characteristic gives more or fewer), ``knockout`` (it no longer
    holds), ``scope``, ``tier`` or ``path`` (a condition of it is met). ``condition`` is the one
    that turned; ``points`` by how many they differ, None where one side is unknown.
    """

    kind: str
    element: str
    title: Bilingual | None
    location: Location
    condition: Condition | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that stands between a customer and a tier; ``wanted`` is what it should be."""

    kind: str
    element: str
    title: Bilingual | None
    condition: Condition
    wanted: bool
    location: Location


def effects(
    policy: Policy, goal: Collection[str], reading: Reading, before: Customer, after: Customer
) -> tuple[Effect, ...]:
    """What stands differently for two customers, as far as it speaks for an outcome of the goal."""
    turned = [*_turned_gates(policy, goal, reading, before, after)]
    first, second = (decide(policy, one, reading) for one in (before, after))
    return (*turned, *_changed_points(first, second))


def gates(policy: Policy, goal: Collection[str]) -> Iterator[Gate]:
    """All conditions that decide whether somebody gets a tier of the goal, in file order."""
    if policy.applies_to is not None:
        scope = policy.applies_to
        yield Gate("scope", "applies_to", None, scope, True, scope.location)
    for knockout in policy.knockouts:
        address = f"knockouts/{knockout.id}"
        title = knockout.about.title
        yield Gate("knockout", address, title, knockout.when, False, knockout.location)
    for tier in policy.tiers:
        if tier.id not in goal:
            continue
        address = f"tiers/{tier.id}"
        if tier.when is not None:
            yield Gate("tier", address, tier.title, tier.when, True, tier.when.location)
        for path in tier.paths:
            place = f"{address}/paths/{path.id}"
            yield Gate("path", place, path.about.title, path.when, True, path.location)


def _turned_gates(
    policy: Policy, goal: Collection[str], reading: Reading, before: Customer, after: Customer
) -> Iterator[Effect]:
    cases = Case(policy, before, reading), Case(policy, after, reading)
    for gate in gates(policy, goal):
        first, second = (judge(case, gate.condition) for case in cases)
        wanted = T if gate.wanted else F
        if second.truth is not wanted:
            continue
        earlier = _atoms(first)
        for atom in deciding_atoms(second):
            same = earlier.get(id(atom.judged.condition))
            if same is None or same.truth is atom.judged.truth:
                continue
            if not isinstance(atom.judged.condition, ScoreIs):
                place = gate.location if gate.kind == "knockout" else atom.condition.location
                yield Effect(gate.kind, gate.element, gate.title, place, atom.condition)


def _atoms(judged: Judgement) -> Mapping[int, Judgement]:
    return {id(atom.condition): atom for atom in judged.atoms()}


def _changed_points(before: Decision, after: Decision) -> Iterator[Effect]:
    earlier = dict(_scores(before))
    for address, one in _scores(after):
        other = earlier[address]
        if other.points == one.points:
            continue
        known = one.points is not None and other.points is not None
        difference = one.points - other.points if known else None  # type: ignore[operator]
        title = one.characteristic.about.title
        yield Effect("points", address, title, one.row, None, difference)


def _scores(decision: Decision) -> Iterator[tuple[str, CharacteristicScore]]:
    for card in decision.cards.values():
        for section in card.sections:
            for one in section.characteristics:
                yield element_of(card.card, section.section.id, one.characteristic.id), one
