"""What a policy leaves open, and how it is read: each place once, in file order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import (
    Compare,
    Condition,
    Discretion,
    OpenCondition,
    ScoreIs,
    every_part,
)
from evenhand.model.element import Text
from evenhand.model.figures import By, Constant, Disputed, Figure, OpenFigure, Range, Times
from evenhand.model.mentions import element_of, policy_conditions, used_attributes
from evenhand.model.policy import Benefit, ByTier, Policy, Table
from evenhand.model.scorecard import (
    Bins,
    Characteristic,
    OpenPoints,
    Points,
    row_points,
)
from evenhand.model.wording import Words, label_words, number_words, value_words


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """One place that a source leaves open.

    ``sort`` is ``unstated``, ``disputed``, ``range``, ``discretion`` or ``human``. ``about`` is
    what is open (an attribute's label, a score; None for a whole condition), ``wording`` the
    source's words or who decides, ``values`` what sources say, ``taken`` how it is read (None:
    not at all, so whoever depends on it stays undecided).
    """

    element: str
    sort: str
    about: Words | None
    wording: Text | None
    values: tuple[Words, ...]
    taken: Words | None
    because: Text | None
    location: Location = field(compare=False, repr=False)


def left_open(policy: Policy) -> tuple[LeftOpen, ...]:
    """All places of a policy that its source leaves open, in the order of their lines."""
    found = [*_in_conditions(policy), *_in_points(policy), *_in_assessments(policy)]
    unique = {(one.location.path, one.location.line, one.location.column): one for one in found}
    return tuple(unique[key] for key in sorted(unique))


def _in_conditions(policy: Policy) -> Iterator[LeftOpen]:
    for element, condition in policy_conditions(policy):
        for part in every_part(condition):
            yield from _of_condition(element, part, policy)


def _of_condition(element: str, part: Condition, policy: Policy) -> Iterator[LeftOpen]:
    match part:
        case OpenCondition(wording, read_as, because, location):
            taken = _met(read_as)
            yield LeftOpen(element, "unstated", None, wording, (), taken, because, location)
        case Discretion(_, who, criteria, read_as, because, location):
            criteria_words = () if criteria is None else (criteria,)
            taken = _met(read_as)
            yield LeftOpen(
                element, "discretion", None, who, criteria_words, taken, because, location
            )
        case Compare(attribute, _, figure):
            yield from _of_figure(element, figure, attribute, policy)
        case ScoreIs(_, _, figure):
            yield from _of_figure(element, figure, None, policy)
        case _:
            return


def _met(read_as: bool | None) -> Words | None:
    if read_as is None:
        return None
    return message("dossier.taken-met") if read_as else message("dossier.taken-not-met")


def _of_figure(
    element: str, figure: Figure, attribute: str | None, policy: Policy
) -> Iterator[LeftOpen]:
    about = message("dossier.about-score") if attribute is None else label_words(attribute, policy)

    def taken(read_as: Constant | None) -> Words | None:
        return None if read_as is None else value_words(read_as.value, attribute, policy)

    def values(constants: tuple[Constant, ...]) -> tuple[Words, ...]:
        return tuple(value_words(one.value, attribute, policy) for one in constants)

    match figure:
        case OpenFigure(wording, read_as, because, location):
            yield LeftOpen(
                element, "unstated", about, wording, (), taken(read_as), because, location
            )
        case Disputed(options, read_as, because, location):
            said = values(tuple(one.value for one in options))
            yield LeftOpen(
                element, "disputed", about, None, said, taken(read_as), because, location
            )
        case Range(low, high, read_as, because, location):
            said = values((low, high))
            yield LeftOpen(element, "range", about, None, said, taken(read_as), because, location)
        case By(_, cases, otherwise):
            for _, inner in cases:
                yield from _of_figure(element, inner, attribute, policy)
            if otherwise is not None:
                yield from _of_figure(element, otherwise, attribute, policy)
        case Constant() | Times():
            return
        case _:
            assert_never(figure)


def _in_points(policy: Policy) -> Iterator[LeftOpen]:
    for card in policy.scorecards:
        yield from _of_points(card.id, card.base, message("dossier.about-base"))
        for section in card.sections:
            where = element_of(card, section.id, "")
            yield from _of_points(where, section.weight, message("dossier.about-weight"))
            for one in section.characteristics:
                about = one.about.title or message("dossier.about-points")
                for points in _points_of(one):
                    yield from _of_points(element_of(card, section.id, one.id), points, about)
    for tier in policy.tiers:
        if tier.fee is not None:
            yield from _of_points(f"tiers/{tier.id}/fee", tier.fee.amount, None)
    for benefit in policy.benefits.values():
        for points in _values_of(benefit):
            yield from _of_points(f"benefits/{benefit.id}", points, benefit.about.title)


def _points_of(characteristic: Characteristic) -> Iterator[Points]:
    yield from row_points(characteristic.form)
    yield from (p for p in (characteristic.otherwise, characteristic.not_applicable) if p)


def _values_of(benefit: Benefit) -> Iterator[Points]:
    match benefit.value:
        case None:
            return
        case ByTier(values):
            yield from (points for _, points in values)
        case Table(form, otherwise):
            rows = form.bins if isinstance(form, Bins) else form.rows
            yield from (row.points for row in rows)
            yield from () if otherwise is None else (otherwise,)
        case Fraction() | OpenPoints():
            yield benefit.value
        case _:
            assert_never(benefit.value)


def _of_points(element: str, points: Points, about: Words | None) -> Iterator[LeftOpen]:
    if not isinstance(points, OpenPoints):
        return
    sort = "range" if points.is_range else points.reason
    values = tuple(number_words(value) for value in points.values)
    taken = None if points.read_as is None else number_words(points.read_as)
    yield LeftOpen(
        element, sort, about, points.wording, values, taken, points.because, points.location
    )


def _in_assessments(policy: Policy) -> Iterator[LeftOpen]:
    """Attributes that only a human's opinion gives."""
    for name in used_attributes(policy):
        attribute = policy.dictionary.attributes[name]
        if attribute.human:
            yield LeftOpen(
                f"attributes/{name}",
                "human",
                attribute.label,
                None,
                (),
                None,
                attribute.about.note,
                attribute.location,
            )
