"""Which way a policy leans on its definitions and scores: for the customer, against, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from evenhand.analysis.diff.change import Favour
from evenhand.model.conditions import Condition, Meets, Not, ScoreIs, parts_of
from evenhand.model.mentions import characteristic_conditions
from evenhand.model.policy import Cap, Effect, Policy, Refer, Reject, Table
from evenhand.model.scorecard import Cases, Characteristic, Points, Scorecard, Section


@dataclass(slots=True)
class Leanings:
    """What it does for a customer that a definition holds or that a score is high, by name."""

    definitions: dict[str, set[Favour]] = field(default_factory=dict)
    scores: dict[str, set[Favour]] = field(default_factory=dict)

    def definition(self, name: str) -> Favour:
        """What it does for a customer that a definition holds."""
        return one_favour(self.definitions.get(name, ()))

    def score(self, card: str, section: Section | None = None) -> Favour:
        """What more points do for a customer, in a scorecard or in one of its sections."""
        of_card = one_favour(self.scores.get(card, ()))
        if section is None:
            return of_card
        through = by_sign(of_card, sign(section.weight))
        return one_favour({through, *self.scores.get(section.id, ())} - {Favour.NOTHING})


def leanings(policy: Policy) -> Leanings:
    """How a policy's conditions lean on its definitions and scores, through each other."""
    found = Leanings()
    seen: set[tuple[str, Favour]] = set()
    for condition, favour in _roots(policy):
        _walk(policy, condition, favour, found, seen)
    before = -1
    while before != len(seen) + sum(map(len, found.scores.values())):
        before = len(seen) + sum(map(len, found.scores.values()))
        for card in policy.scorecards:
            for condition, favour in _card_roots(card, found):
                _walk(policy, condition, favour, found, seen)
    return found


def effect_favour(effect: Effect) -> Favour:
    """What a knockout's condition does for a customer of whom it holds."""
    match effect:
        case Reject() | Cap():
            return Favour.AGAINST
        case Refer():
            return Favour.DEPENDS


def flag_favour(characteristic: Characteristic, score: Favour) -> Favour:
    """What it does for a customer that a condition of a characteristic holds.

    It can be told of a flag with known points; in a table it depends on the rows around it.
    """
    form = characteristic.form
    if score is Favour.NOTHING:
        return score
    if not isinstance(form, Cases) or len(form.rows) != 1:
        return Favour.DEPENDS
    points, otherwise = form.rows[0].points, characteristic.otherwise
    if not isinstance(points, Fraction) or not isinstance(otherwise, Fraction):
        return Favour.DEPENDS
    return by_sign(score, (points > otherwise) - (points < otherwise))


def by_sign(favour: Favour, direction: int) -> Favour:
    """The favour kept, flipped, or lost where the direction is not known."""
    if favour is Favour.NOTHING or direction == 0:
        return favour if favour is Favour.NOTHING else Favour.DEPENDS
    return favour if direction > 0 else favour.flipped()


def sign(points: Points) -> int:
    """Whether points are positive (1) or negative (-1); 0 where that is not known."""
    return (points > 0) - (points < 0) if isinstance(points, Fraction) else 0


def one_favour(favours: Iterable[Favour]) -> Favour:
    """The favour that all agree on; none: it does nothing."""
    distinct = set(favours)
    if not distinct:
        return Favour.NOTHING
    return distinct.pop() if len(distinct) == 1 else Favour.DEPENDS


def _roots(policy: Policy) -> Iterator[tuple[Condition, Favour]]:
    for knockout in policy.knockouts:
        yield knockout.when, effect_favour(knockout.effect)
    good = [policy.applies_to]
    for tier in policy.tiers:
        good += [tier.when, tier.stay, *(path.when for path in tier.paths)]
        good += [tier.fee.waived_when] if tier.fee is not None else []
    for benefit in policy.benefits.values():
        good.append(benefit.requires)
        if isinstance(benefit.value, Table) and isinstance(benefit.value.form, Cases):
            for row in benefit.value.form.rows:
                yield row.when, Favour.DEPENDS
    for condition in good:
        if condition is not None:
            yield condition, Favour.FOR


def _card_roots(card: Scorecard, found: Leanings) -> Iterator[tuple[Condition, Favour]]:
    for section in card.sections:
        favour = found.score(card.id, section)
        for one in section.characteristics:
            for condition in characteristic_conditions(one):
                yield condition, flag_favour(one, favour)


def _walk(
    policy: Policy,
    condition: Condition,
    favour: Favour,
    found: Leanings,
    seen: set[tuple[str, Favour]],
) -> None:
    if favour is Favour.NOTHING:
        return
    match condition:
        case Not(part):
            _walk(policy, part, favour.flipped(), found, seen)
        case Meets(name):
            found.definitions.setdefault(name, set()).add(favour)
            if (name, favour) not in seen:
                seen.add((name, favour))
                _walk(policy, policy.definitions[name].means, favour, found, seen)
        case ScoreIs(of, operator):
            found.scores.setdefault(of, set()).add(
                favour if operator.is_upward else favour.flipped()
            )
        case _:
            for part in parts_of(condition):
                _walk(policy, part, favour, found, seen)
