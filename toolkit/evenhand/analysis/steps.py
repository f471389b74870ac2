"""Steps: the entries of the decision list that were considered, with what decided each.

A trace holds every condition that was judged. Here only those are kept that settled the matter: of
conditions that must all hold, those that failed; of conditions of which one is enough, those that
held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from evenhand.engines.trace import Considered, Judgement
from evenhand.location import Location
from evenhand.messages import Bilingual
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
from evenhand.model.truth import F, T, Truth, negation


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the policy that a condition belongs to.

    ``kind`` is scope, knockout, tier or path; ``address`` names it by ids.
    """

    kind: str
    address: str
    title: Bilingual | None
    location: Location


@dataclass(frozen=True, slots=True)
class Atom:
    """A single condition as it counts within its element: turned round below a ``not``."""

    judged: Judgement
    negated: bool

    @property
    def truth(self) -> Truth:
        """Whether it speaks for the element: the opposite of its own truth where turned round."""
        return negation(self.judged.truth) if self.negated else self.judged.truth

    @property
    def condition(self) -> Condition:
        """The condition in the form in which it counts."""
        own = self.judged.condition
        return Not(own, own.location) if self.negated else own


@dataclass(frozen=True, slots=True)
class Ground:
    """An element that decided a step, and the atoms that decided the element.

    ``judged`` is the element's own condition: a knockout that is true stands in the way of a tier.
    """

    element: Element
    judged: Judgement
    atoms: tuple[Atom, ...]

    @property
    def truth(self) -> Truth:
        return self.judged.truth


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the decision list that was considered, in the order of the list."""

    outcome: str
    truth: Truth
    location: Location
    grounds: tuple[Ground, ...]


def steps_of(policy: Policy, considered: tuple[Considered, ...]) -> tuple[Step, ...]:
    """The entries considered, each with what decided it; the last is the one that held."""
    elements = _elements(policy)
    places = _places(policy)
    return tuple(
        Step(
            one.outcome,
            one.judgement.truth,
            places.get(one.outcome, one.judgement.condition.location),
            tuple(_grounds(one.judgement, elements)),
        )
        for one in considered
    )


def deciding(judged: Judgement) -> tuple[Judgement, ...]:
    """The parts directly inside a judged condition that make it what it is."""
    match judged.condition:
        case Not() | Meets():
            return judged.parts
        case All():
            return _same(judged, alone=T)
        case AnyOf():
            return _same(judged, alone=F)
        case CountOf():
            return _same(judged, alone=None)
        case (
            Compare() | OneOf() | Includes() | Known() | ScoreIs() | OpenCondition() | Discretion()
        ):
            return ()
        case _:
            assert_never(judged.condition)


def _same(judged: Judgement, *, alone: Truth | None) -> tuple[Judgement, ...]:
    """Parts of the whole's own truth; all parts where it takes all of them (``alone``)."""
    if judged.truth is alone:
        return judged.parts
    return tuple(part for part in judged.parts if part.truth is judged.truth)


def deciding_atoms(judged: Judgement, negated: bool = False) -> Iterator[Atom]:
    """The atoms that make a judged condition what it is, definitions followed, in file order."""
    parts = deciding(judged)
    if not parts and not isinstance(judged.condition, All | AnyOf | CountOf):
        yield Atom(judged, negated)
    for part in parts:
        yield from deciding_atoms(part, negated is not isinstance(judged.condition, Not))


def _grounds(judged: Judgement, elements: Mapping[int, Element]) -> Iterator[Ground]:
    element = elements.get(id(judged.condition))
    if element is not None:
        atoms = {(id(one.judged), one.negated): one for one in deciding_atoms(judged)}
        yield Ground(element, judged, tuple(atoms.values()))
        return
    for part in deciding(judged):
        yield from _grounds(part, elements)


def _elements(policy: Policy) -> dict[int, Element]:
    """Elements by the identity of their conditions: the entries are put together of these."""
    found: list[tuple[Condition, Element]] = []
    outside = policy.applies_to
    if outside is not None:
        found.append((outside, Element("scope", "applies_to", None, outside.location)))
    for one in policy.knockouts:
        element = Element("knockout", f"knockouts/{one.id}", one.about.title, one.location)
        found.append((one.when, element))
    for tier in policy.tiers:
        address = f"tiers/{tier.id}"
        if tier.when is not None:
            element = Element("tier", address, tier.title, tier.when.location)
            found.append((tier.when, element))
        for path in tier.paths:
            element = Element("path", f"{address}/{path.id}", path.about.title, path.location)
            found.append((path.when, element))
    return {id(condition): element for condition, element in found}


def _places(policy: Policy) -> dict[str, Location]:
    places = {tier.id: tier.location for tier in policy.tiers}
    places[policy.otherwise.tier] = policy.otherwise.location
    return places
