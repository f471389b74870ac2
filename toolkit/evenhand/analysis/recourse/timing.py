"""Time: all changes of a way end on the same day, and until then what grows with time grows.

Only the lengths of ways at which something new becomes possible are looked at: how long each
action takes, and when an attribute that grows comes to a threshold. Between two of them nothing
changes, so the shortest one of its kind stands for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from evenhand.analysis.recourse.situation import Situation
from evenhand.engines.possible import limits_of, violated
from evenhand.model.action import MONTHS_OF_A_YEAR, NOW, Span
from evenhand.model.boundaries import all_conditions, boundary_values
from evenhand.model.conditions import Compare, every_part
from evenhand.model.customer import Customer
from evenhand.model.figures import By, Figure, Times
from evenhand.model.mentions import figure_attributes
from evenhand.model.scales import ends
from evenhand.model.scorecard import PerUnit
from evenhand.model.vocabulary import Attribute


def grown(situation: Situation, span: Span) -> Customer:
    """The customer as of the end of a span, if nothing is done: what grows has grown.

    Counted are only whole units that have passed for certain: after six months nobody is sure to
    be a year older.
    """
    values = dict(situation.start.values)
    for name in situation.growing:
        attribute = situation.attribute(name)
        now = values[name]
        assert isinstance(now, Fraction)
        values[name] = min(now + span.passed(attribute.unit or ""), ends(attribute)[1])
    return replace(situation.start, values=values)


def one_more(situation: Situation, customer: Customer, span: Span) -> Iterator[str]:
    """The growing attributes that may have one unit more at the end of a span than is certain."""
    for name in situation.growing:
        attribute = situation.attribute(name)
        now = customer.values[name]
        assert isinstance(now, Fraction)
        if _may_be_more(attribute, span) and now < ends(attribute)[1]:
            yield name


def _may_be_more(attribute: Attribute, span: Span) -> bool:
    match attribute.unit:
        case "years":
            return span.days > 0 or span.months % MONTHS_OF_A_YEAR > 0
        case "months":
            return span.days > 0
        case _:
            return span.months > 0


def spans_of(situation: Situation) -> tuple[Span, ...]:
    """The lengths of ways to look at, shortest first, up to the horizon."""
    horizon = situation.wishes.horizon
    found = {NOW.most_days: NOW}
    takes = [act.takes for action in situation.actions.values() for act in action.acts()]
    for span in (*takes, *_crossings(situation, horizon)):
        if span <= horizon:
            found.setdefault(span.most_days, span)
    spans = tuple(found[days] for days in sorted(found))
    return spans if _stays_possible(situation, spans) else _each_month(spans, horizon)


def later_spans(situation: Situation) -> tuple[Span, ...]:
    """The lengths beyond the horizon at which an attribute that grows comes to a threshold."""
    horizon = situation.wishes.horizon
    takes = [act.takes for action in situation.actions.values() for act in action.acts()]
    beyond = {one.most_days: one for one in (*takes, *_thresholds(situation)) if one > horizon}
    return tuple(beyond[days] for days in sorted(beyond))


def _crossings(situation: Situation, horizon: Span) -> Iterator[Span]:
    """When a growing attribute comes to a threshold; each unit where it counts by the unit."""
    yield from _thresholds(situation)
    counted = set(_counted(situation))
    for name in situation.growing:
        if name in counted:
            unit = situation.attribute(name).unit
            count = 1
            while (span := _after(unit, count)) <= horizon:
                yield span
                count += 1


def _thresholds(situation: Situation) -> Iterator[Span]:
    bounds = boundary_values(situation.policy)
    for name in situation.growing:
        now = situation.start.values[name]
        assert isinstance(now, Fraction)
        for value in bounds.get(name, ()):
            if isinstance(value, Fraction) and value > now:
                yield _after(situation.attribute(name).unit, int(-(-(value - now) // 1)))


def _after(unit: str | None, count: int) -> Span:
    """A span after which so many whole units have passed."""
    match unit:
        case "years":
            return Span(months=MONTHS_OF_A_YEAR * count)
        case "months":
            return Span(months=count)
        case _:
            return Span(days=count)


def _counted(situation: Situation) -> Iterator[str]:
    """The attributes whose every unit can matter: counted, added up, compared with each other."""
    policy = situation.policy
    for derived in policy.dictionary.derived:
        yield from policy.dictionary.inputs_of(derived)
    for characteristic in policy.characteristics():
        if isinstance(characteristic.form, PerUnit):
            yield from policy.dictionary.inputs_of(characteristic.form.attribute)
    for condition in all_conditions(policy):
        for part in every_part(condition):
            if isinstance(part, Compare) and _is_relative(part.figure):
                names = (part.attribute, *figure_attributes(part.figure))
                for name in names:
                    yield from policy.dictionary.inputs_of(name)


def _is_relative(figure: Figure) -> bool:
    match figure:
        case Times():
            return True
        case By(_, values, otherwise):
            inner = [one for _, one in values]
            return any(map(_is_relative, inner if otherwise is None else [*inner, otherwise]))
        case _:
            return False


def _stays_possible(situation: Situation, spans: Iterable[Span]) -> bool:
    """Whether no constraint is broken only because things grow, some of them in whole years."""
    limits = limits_of(situation.policy)
    before = violated(situation.policy, situation.start, limits)
    return all(
        violated(situation.policy, grown(situation, span), limits) == before for span in spans
    )


def _each_month(spans: tuple[Span, ...], horizon: Span) -> tuple[Span, ...]:
    found = {span.most_days: span for span in spans}
    for months in range(horizon.months + 1):
        found.setdefault(Span(months=months).most_days, Span(months=months))
    return tuple(found[days] for days in sorted(found))
