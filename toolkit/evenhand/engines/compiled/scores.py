"""Scores: sections and scorecards as whole multiples of their units (rule 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from evenhand.engines.compiled.plan import Plan, Reader, Slots, remembered
from evenhand.engines.compiled.points import scored
from evenhand.engines.compiled.quantities import Quantity
from evenhand.engines.compiled.rows import Measure, Row, numbers, rows_of
from evenhand.engines.compiled.units import common_unit, multiple
from evenhand.model.scorecard import Scorecard, Section

Tally: TypeAlias = tuple["int | None", list[Row]]
"""A section's points within its limits, None where one part is unknown, and the rows behind it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The ends that a section is kept within, in its unit."""

    at_most: int | None
    at_least: int | None

    def within(self, points: int) -> int:
        """Points kept within the limits: not above the first, then not below the second."""
        if self.at_most is not None and points > self.at_most:
            points = self.at_most
        return points if self.at_least is None or points >= self.at_least else self.at_least


@dataclass(frozen=True, slots=True)
class CompiledSection:
    """A section: how it is tallied, and in which units.

    ``limits`` is None for a section without any.
    """

    tally: Callable[[Slots], Tally]
    measure: Measure
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class CompiledCard:
    """A scorecard: how its score is read, in which unit, and its sections."""

    id: str
    score: Reader
    unit: Fraction
    sections: tuple[CompiledSection, ...]

    def total(self, slots: Slots) -> Fraction | None:
        """The score as a number."""
        score = self.score(slots)
        if score is None:
            return None
        unit = self.unit
        return Fraction(score) if unit == 1 else Fraction(score * unit.numerator, unit.denominator)


def score_named(plan: Plan, name: str) -> Quantity:
    """The score of a scorecard, or a section's points, by the name that conditions use."""
    for card in plan.policy.scorecards:
        if card.id == name:
            found = card_of(plan, card)
            return Quantity(found.score, found.unit)
        for at, section in enumerate(card.sections):
            if section.id == name:
                part = section_of(plan, card, at)
                return Quantity(_points_of(part.tally), part.measure.unit)
    raise KeyError(name)


def card_of(plan: Plan, card: Scorecard) -> CompiledCard:
    """A scorecard of the policy, compiled on first use."""
    found: CompiledCard = plan.once("card", card.id, lambda: _card(plan, card))
    return found


def section_of(plan: Plan, card: Scorecard, at: int) -> CompiledSection:
    """One section of a scorecard, compiled on first use."""
    section = card.sections[at]
    found: CompiledSection = plan.once(
        "section", f"{card.id}/{at}", lambda: _section(plan, section)
    )
    return found


# -- sections ------------------------------------------------------------------------------------


def section_unit(plan: Plan, section: Section) -> Fraction:
    """What a section's points, and what they are kept within, are whole multiples of."""
    points = [number for one in section.characteristics for number in numbers(plan, one)]
    ends = [end for end in (section.at_most, section.at_least) if end is not None]
    return common_unit([*points, *ends])


def missed_unit(plan: Plan) -> Fraction:
    """What the points missed in all sections, with their weights, are whole multiples of."""
    found: Fraction = plan.once("unit", "missed", lambda: common_unit(_weighed(plan)))
    return found


def _weighed(plan: Plan) -> list[Fraction]:
    sections = [section for card in plan.policy.scorecards for section in card.sections]
    weights = [(section, plan.points(section.weight)) for section in sections]
    return [weight * section_unit(plan, one) for one, weight in weights if weight is not None]


def _section(plan: Plan, section: Section) -> CompiledSection:
    unit, missed = section_unit(plan, section), missed_unit(plan)
    weight = plan.points(section.weight)
    measure = Measure(unit, missed, None if weight is None else multiple(weight * unit, missed))
    limits = None
    if section.at_most is not None or section.at_least is not None:
        limits = Limits(_in(section.at_most, unit), _in(section.at_least, unit))
    parts = [scored(plan, rows_of(plan, one, measure)) for one in section.characteristics]
    tally = remembered(plan, _tally(parts, limits))
    return CompiledSection(tally, measure, limits)


def _in(number: Fraction | None, unit: Fraction) -> int | None:
    return None if number is None else multiple(number, unit)


def _tally(parts: list[Callable[[Slots], Row]], limits: Limits | None) -> Reader:
    def tally(slots: Slots) -> Tally:
        rows = [part(slots) for part in parts]
        points = [row[0] for row in rows]
        if None in points:
            return None, rows
        total = sum(points)  # type: ignore[arg-type]
        return (total if limits is None else limits.within(total)), rows

    return tally


# -- scorecards ----------------------------------------------------------------------------------


def _card(plan: Plan, card: Scorecard) -> CompiledCard:
    sections = tuple(section_of(plan, card, at) for at in range(len(card.sections)))
    base = plan.points(card.base)
    weights = [plan.points(section.weight) for section in card.sections]
    terms: list[Fraction] = []
    for weight, section in zip(weights, sections, strict=True):
        if weight is not None:
            terms.append(weight * section.measure.unit)
    if base is None or len(terms) < len(weights):
        return CompiledCard(card.id, _nothing, Fraction(1), sections)
    unit = common_unit([base, *terms])
    times = [multiple(term, unit) for term in terms]
    parts = [(one.tally, factor) for one, factor in zip(sections, times, strict=True)]
    start = multiple(base, unit)
    if len(parts) == 1 and parts[0][1] == 1 and start == 0:
        only = parts[0][0]
        return CompiledCard(card.id, _points_of(only), unit, sections)

    def score(slots: Slots) -> int | None:
        total = start
        for tally, factor in parts:
            points = tally(slots)[0]
            if points is None:
                return None
            total += points * factor
        return total

    return CompiledCard(card.id, remembered(plan, score), unit, sections)


def _points_of(tally: Callable[[Slots], Tally]) -> Reader:
    return lambda slots: tally(slots)[0]


def _nothing(_: Slots) -> Any:
    return None
