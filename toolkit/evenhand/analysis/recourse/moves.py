"""Moves: actions as costs for the engine, so that its cheapest answer is also the plainest one.

The engine minimises one number. Costs are scaled up so far that below the smallest difference in
cost there is room for the number of changes, and below one change for the places of attributes in
the policy and of codes in their lists. The cheapest answer by that number is the cheapest one,
among equals the one with the fewest changes, then the one whose changes come early in the policy.
Nothing is rounded, so all this is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations
from math import gcd, lcm
from typing import Final

from evenhand.analysis.recourse.situation import Situation
from evenhand.engines.exact.moves import Move
from evenhand.model.action import Act, Action, Span
from evenhand.model.boundaries import boundary_values
from evenhand.model.customer import Customer
from evenhand.model.scales import place_of, step_of
from evenhand.model.values import Value
from evenhand.model.vocabulary import Attribute, Kind

MEMBERS: Final = 8
"""The most members of a set that are put in or taken out in every combination."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much the engine's number grows by one unit of cost, by one change, and by attribute."""

    cost: Fraction
    change: int
    ties: Mapping[str, int]


def weights_of(situation: Situation) -> Weights:
    """The weights for one situation: cost before changes before the order of the policy."""
    names = tuple(situation.actions)
    ties = {name: at for at, name in enumerate(names, 1)}
    codes = sum(len(situation.attribute(name).codes) + 2 for name in names)
    change = sum(ties.values()) + codes + 1
    grain = _grain(situation)
    cost = Fraction((len(names) + 1) * change) / grain if grain else Fraction(0)
    return Weights(cost, change, ties)


def _grain(situation: Situation) -> Fraction:
    """The largest amount of which all costs are whole multiples; 0 where nothing costs anything."""
    grains: list[Fraction] = []
    for name, action in situation.actions.items():
        step = step_of(situation.attribute(name))
        grains += [act.cost * step / act.per if act.per else act.cost for act in action.acts()]
    paid = [one for one in grains if one]
    if not paid:
        return Fraction(0)
    numerator = reduce(gcd, (one.numerator for one in paid))
    return Fraction(numerator, reduce(lcm, (one.denominator for one in paid)))


def moves_for(
    situation: Situation, start: Customer, frozen: Collection[str], span: Span, weights: Weights
) -> dict[str, Move]:
    """The moves that are open within a span; ``start`` is the customer as of its end."""
    made: dict[str, Move] = {}
    for name, action in situation.actions.items():
        if name in frozen:
            continue
        fixed = weights.change + weights.ties[name]
        move = _move(situation, name, _within(action, span), start.values[name], weights, fixed)
        if move is not None:
            made[name] = move
    return made


def _within(action: Action, span: Span) -> Action:
    def kept(act: Act | None) -> Act | None:
        return act if act is not None and act.takes <= span else None

    return Action(kept(action.up), kept(action.down), kept(action.change))


def _move(
    situation: Situation, name: str, action: Action, now: Value, weights: Weights, fixed: int
) -> Move | None:
    attribute = situation.attribute(name)
    if not action.acts():
        return None
    if attribute.kind.is_numeric or attribute.kind is Kind.DATE:
        if action.change is not None:
            paid = weights.cost * action.change.cost
            return Move(Fraction(0), Fraction(0), fixed_cost=paid + fixed)
        up, down = (_rate(act, weights) for act in (action.up, action.down))
        return Move(up, down, fixed_cost=Fraction(fixed))
    costs = {
        value: weights.cost * cost + fixed + min(at, len(attribute.codes) + 1)
        for at, value in enumerate(_choices(situation, attribute, now))
        if value != now and (cost := cost_of(attribute, action, now, value)) is not None
    }
    return Move(set_costs=costs) if costs else None


def _rate(act: Act | None, weights: Weights) -> Fraction | None:
    """The weighed cost of one unit, or None where there is no such act."""
    if act is None:
        return None
    return weights.cost * act.cost / (act.per or 1)


def _choices(situation: Situation, attribute: Attribute, now: Value) -> Iterator[Value]:
    """All values of an attribute that has no numbers; of sets, those that the policy can tell."""
    match attribute.kind:
        case Kind.BOOLEAN:
            yield from (False, True)
        case Kind.SET:
            assert isinstance(now, frozenset)
            yield from _sets(situation, attribute.id, now)
        case _:
            yield from attribute.codes


def _sets(situation: Situation, name: str, now: frozenset[str]) -> Iterator[Value]:
    """Sets with other members among those that the policy mentions, the fewest changes first."""
    told = boundary_values(situation.policy).get(name, ())
    alone = {next(iter(one)) for one in told if isinstance(one, frozenset) and len(one) == 1}
    members = sorted(alone)[:MEMBERS]
    for count in range(len(members) + 1):
        for chosen in combinations(members, count):
            yield now ^ frozenset(chosen)


def for_nothing(move: Move) -> Move:
    """The same move at no cost."""
    free = Fraction(0)
    return Move(
        None if move.raise_cost is None else free,
        None if move.lower_cost is None else free,
        dict.fromkeys(move.set_costs, free),
    )


# -- what a change is and costs ----------------------------------------------------------------


def cost_of(attribute: Attribute, action: Action, before: Value, after: Value) -> Fraction | None:
    """What a change costs; None where the action does not allow it."""
    act = act_for(attribute, action, before, after)
    if act is None or act.per is None:
        return None if act is None else act.cost
    distance = abs(place_of(attribute, after) - place_of(attribute, before))
    return act.cost * distance / act.per


def act_for(attribute: Attribute, action: Action, before: Value, after: Value) -> Act | None:
    """The act that a change needs; None where the action does not allow it."""
    if action.change is not None:
        return action.change
    if not attribute.kind.is_ordered:
        return None
    upward = place_of(attribute, after) > place_of(attribute, before)
    return action.up if upward else action.down
