"""Recourse for one customer: the answer of the search in full, replayed on the reference engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from evenhand.analysis.recourse.blocking import blocking_of
from evenhand.analysis.recourse.effects import effects
from evenhand.analysis.recourse.moves import act_for, cost_of
from evenhand.analysis.recourse.result import Change, Recourse, Way
from evenhand.analysis.recourse.search import Found, Search
from evenhand.analysis.recourse.situation import Situation
from evenhand.analysis.recourse.solver import Solver
from evenhand.analysis.recourse.timing import one_more
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.messages import Message, message
from evenhand.model.action import NOW
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome
from evenhand.model.scales import place_of
from evenhand.model.values import Value
from evenhand.result import Run


class NotReplayed(Exception):
    """The engine's answer does not hold on the reference engine: a defect of evenhand."""


def recourse(
    where: Situation,
    run: Run,
    solver: Solver,
    *,
    profile: str | None = None,
    explain_none: bool = True,
) -> Recourse:
    """The cheapest ways of a customer to a tier or a better one.

    With ``explain_none``, what stands in the way is looked for where there is none.
    """
    start = decide(where.policy, where.start, where.reading).outcome
    broken = violated(where.policy, where.start, limits_of(where.policy))
    made = Recourse(
        run=run,
        situation=where,
        start=start,
        exists=True,
        proved=True,
        ways=(Way((), Fraction(0), NOW, start, where.start),),
        impossible=tuple(one.constraint.id for one in broken),
        profile=profile,
    )
    return made if made.there else _searched(made, solver, explain_none)


def _searched(made: Recourse, solver: Solver, explain_none: bool) -> Recourse:
    search = Search(made.situation, solver)
    answer = search.answer()
    is_open = answer.open is not None
    found = replace(
        made,
        exists=True if answer.ways else (None if is_open else False),
        proved=not is_open,
        ways=tuple(_way(made.situation, one) for one in answer.ways),
        all=answer.all,
        open=None if answer.open is None else why_open(answer.open),
        incomplete=is_open,
    )
    if found.exists is not False or not explain_none or made.impossible:
        return found
    blocking, complete = blocking_of(made.situation, solver)
    return replace(found, blocking=blocking, complete=complete)


def why_open(why: Unanswered) -> Message:
    """Why a question has no answer, in words."""
    return message(f"exact.{why.reason}", name=why.about)


# -- ways --------------------------------------------------------------------------------------


def _way(where: Situation, found: Found) -> Way:
    outcome = _outcome(where, found.customer)
    if outcome.outcome not in where.goal:
        raise NotReplayed(f"{where.policy.id}: {outcome.outcome} instead of {sorted(where.goal)}")
    changes = (*_own(where, found), *_passing(where, found))
    unsure = tuple(
        name
        for name in one_more(where, found.customer, found.span)
        if _outcome(where, _with_one_more(found.customer, name)).outcome not in where.goal
    )
    return Way(changes, found.cost, found.span, outcome, found.customer, unsure)


def _outcome(where: Situation, customer: Customer) -> Outcome:
    return decide(where.policy, customer, where.reading).outcome


def _own(where: Situation, found: Found) -> Iterator[Change]:
    for name in found.changed:
        before, after = found.before.values[name], found.customer.values[name]
        yield changed(where, found.customer, name, before, after)


def changed(where: Situation, customer: Customer, name: str, before: Value, after: Value) -> Change:
    """One change of a customer, who has ``after``, with what would be lost without it."""
    attribute, action = where.attribute(name), where.actions[name]
    act = act_for(attribute, action, before, after)
    cost = cost_of(attribute, action, before, after)
    assert act is not None
    assert cost is not None
    how = "set"
    if attribute.kind.is_ordered:
        upward = place_of(attribute, after) > place_of(attribute, before)
        how = "raise" if upward else "lower"
    without = _with(customer, name, before)
    lost = effects(where.policy, where.goal, where.reading, without, customer)
    return Change(name, before, after, how, cost, act.takes, act.risk, lost)


def _passing(where: Situation, found: Found) -> Iterator[Change]:
    """What grows meanwhile, as far as the way needs it."""
    grew = [
        name
        for name in where.growing
        if where.start.values[name] != found.before.values[name] and name not in found.changed
    ]
    for name in _needed(where, found, grew):
        before, after = where.start.values[name], found.customer.values[name]
        without = _with(found.customer, name, before)
        lost = effects(where.policy, where.goal, where.reading, without, found.customer)
        yield Change(name, before, after, "time", Fraction(0), None, None, lost)


def _needed(where: Situation, found: Found, grew: list[str]) -> list[str]:
    """Those without whose growth the tier is not reached; all, where only together they count."""
    alone = [name for name in grew if not _reached(where, found, [name])]
    return grew if not alone and grew and not _reached(where, found, grew) else alone


def _reached(where: Situation, found: Found, kept: list[str]) -> bool:
    """Whether the tier is reached if some attributes had not grown."""
    values = {name: where.start.values[name] for name in kept}
    customer = replace(found.customer, values={**found.customer.values, **values})
    return _outcome(where, customer).outcome in where.goal


def _with(customer: Customer, name: str, value: Value) -> Customer:
    return replace(customer, values={**customer.values, name: value})


def _with_one_more(customer: Customer, name: str) -> Customer:
    now = customer.values[name]
    assert isinstance(now, Fraction)
    return _with(customer, name, now + 1)
