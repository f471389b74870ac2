"""Scores: points of characteristics, sections and scorecards (rules 11 and 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import against_all, judge
from evenhand.engines.reference.quantities import Quantity, on_scale, quantity
from evenhand.engines.trace import (
    NOTHING,
    CardScore,
    CharacteristicScore,
    Notes,
    SectionScore,
    gathered,
)
from evenhand.location import Location
from evenhand.model.limits import highest_value
from evenhand.model.outcome import Cause, Leaning
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Cases,
    Characteristic,
    OpenPoints,
    PerUnit,
    Points,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.truth import F, T, U
from evenhand.model.values import number_text, value_text


def points_of(case: Case, points: Points) -> tuple[Fraction | None, Notes]:
    """Points as a number, or None where the source leaves them open in this reading."""
    if isinstance(points, Fraction):
        return points, NOTHING
    if points.read_as is not None and case.uses_read_as:
        wording = points.wording or _possible_text(points)
        leaning = Leaning(wording, number_text(points.read_as), points.location)
        return points.read_as, Notes(leaned=(leaning,))
    return None, Notes(frozenset({Cause(points.reason)}))


def _possible_text(points: OpenPoints) -> str:
    joint = "–" if points.is_range else " / "
    return joint.join(number_text(value) for value in points.values) or "unstated"


def score_named(case: Case, name: str) -> tuple[Fraction | None, Notes]:
    """The score of a scorecard or section by its name, with why it is unknown if it is."""
    for card in case.policy.scorecards:
        if card.id == name:
            scored = card_score(case, card)
            return scored.score, scored.notes
        for section in card.sections:
            if section.id == name:
                found = next(s for s in card_score(case, card).sections if s.section is section)
                return found.points, found.notes
    raise KeyError(name)


def card_score(case: Case, card: Scorecard) -> CardScore:
    """A scorecard: its base plus each section times its weight; one unknown makes it unknown."""
    if card.id not in case.cards:
        base, base_notes = points_of(case, card.base)
        sections = tuple(section_score(case, section) for section in card.sections)
        total = base
        weight_notes = []
        for section in sections:
            weight_notes.append(points_of(case, section.section.weight)[1])
            if total is None or section.points is None or section.weight is None:
                total = None
            else:
                total += section.weight * section.points
        notes = gathered([base_notes, *weight_notes, *(s.notes for s in sections)])
        case.cards[card.id] = CardScore(card, total, base, sections, notes)
    return case.cards[card.id]


def section_score(case: Case, section: Section) -> SectionScore:
    """A section: the sum of its characteristics, kept within its limits."""
    scores = tuple(characteristic_score(case, c) for c in section.characteristics)
    known = [score.points for score in scores if score.points is not None]
    total: Fraction | None = None
    if len(known) == len(scores):
        total = section.within(sum(known, Fraction(0)))
    weight, _ = points_of(case, section.weight)
    return SectionScore(section, total, weight, scores, gathered(s.notes for s in scores))


def characteristic_score(case: Case, characteristic: Characteristic) -> CharacteristicScore:
    """One characteristic's points (rule 11)."""
    form = characteristic.form
    match form:
        case Cases():
            scored = _by_cases(case, characteristic, form)
        case Unread(points):
            value, notes = points_of(case, points)
            scored = (value, characteristic.location, notes)
        case Bins() | PointsTable() | PerUnit():
            return _by_attribute(case, characteristic, form)
        case _:
            assert_never(form)
    points_, row, notes = scored
    best = best_points(case, characteristic)
    return CharacteristicScore(characteristic, points_, best, row, None, notes)


Scored = tuple[Fraction | None, Location, Notes]


def _by_attribute(
    case: Case, characteristic: Characteristic, form: Bins | PointsTable | PerUnit
) -> CharacteristicScore:
    found = quantity(case, form.attribute)
    best = best_points(case, characteristic)
    if not found.applies:
        scored = _fallback(case, characteristic, found)
    elif found.value is None:
        scored = _if_missing(characteristic, found.notes)
    else:
        match form:
            case Bins():
                scored = _by_bins(case, characteristic, form, found)
            case PointsTable():
                scored = _by_table(case, characteristic, form, found)
            case PerUnit():
                scored = _by_unit(case, characteristic, form, found)
            case _:
                assert_never(form)
    points, row, notes = scored
    return CharacteristicScore(characteristic, points, best, row, found.value, notes)


def _if_missing(characteristic: Characteristic, notes: Notes) -> Scored:
    points = characteristic.if_missing
    if points is not None:
        notes = replace(notes, causes=frozenset())
    return points, characteristic.location, notes


def _fallback(case: Case, characteristic: Characteristic, found: Quantity) -> Scored:
    """Points where the attribute does not exist: ``not_applicable``, else ``otherwise``."""
    chosen = characteristic.not_applicable
    if chosen is None:
        chosen = characteristic.otherwise
    points, row, notes = _stated(case, chosen, characteristic.location)
    return points, row, notes | Notes(missing=found.notes.missing)


def _stated(case: Case, points: Points | None, row: Location) -> Scored:
    """Points that a row gives; no row at all leaves them unstated."""
    if points is None:
        return None, row, Notes(frozenset({Cause.UNSTATED}))
    value, notes = points_of(case, points)
    return value, row, notes


def _by_bins(case: Case, characteristic: Characteristic, form: Bins, found: Quantity) -> Scored:
    for row in form.bins:
        if in_bin(case, form.attribute, row, found):
            return _stated(case, row.points, row.location)
    return _stated(case, characteristic.otherwise, characteristic.location)


def in_bin(case: Case, attribute: str, row: Bin, found: Quantity) -> bool:
    """Whether a known value lies within a bin's bounds; a bin without bounds takes every value."""
    assert found.value is not None
    here = on_scale(case, attribute, found.value)
    return all(
        against_all(bound.operator, here, [on_scale(case, attribute, bound.value.value)]) is T
        for bound in row.bounds
    )


def _by_table(
    case: Case, characteristic: Characteristic, form: PointsTable, found: Quantity
) -> Scored:
    assert found.value is not None
    code = value_text(found.value)
    for row in form.rows:
        if row.code == code:
            return _stated(case, row.points, row.location)
    return _stated(case, characteristic.otherwise, characteristic.location)


def _by_unit(case: Case, characteristic: Characteristic, form: PerUnit, found: Quantity) -> Scored:
    """points × ⌊max(value − over, 0) / each⌋, at most ``at_most``."""
    assert isinstance(found.value, Fraction)
    points, notes = points_of(case, form.points)
    if points is None:
        return None, characteristic.location, notes
    units = max(found.value - form.over, Fraction(0)) // form.each
    total = points * units
    if form.at_most is not None:
        total = min(total, form.at_most)
    return total, characteristic.location, notes


def _by_cases(case: Case, characteristic: Characteristic, form: Cases) -> Scored:
    """The first row that holds; a row of unknown truth before it leaves the points missing."""
    judged = [(row, judge(case, row.when)) for row in form.rows]
    everything = gathered(judgement.notes() for _, judgement in judged)
    known = replace(everything, causes=frozenset())
    for row, judgement in judged:
        if judgement.truth is T:
            points, place, notes = _stated(case, row.points, row.location)
            return points, place, known | notes
        if judgement.truth is U:
            causes = judgement.notes().causes
            return _if_missing(characteristic, replace(everything, causes=causes))
    points, place, notes = _stated(case, characteristic.otherwise, characteristic.location)
    return points, place, known | notes


def best_points(case: Case, characteristic: Characteristic) -> Fraction | None:
    """The most points that a customer can reach on a characteristic, None where that is open."""
    form = characteristic.form
    match form:
        case Bins(_, bins):
            return _best(case, [row.points for row in bins], characteristic.otherwise)
        case PointsTable(_, rows):
            return _best(case, [row.points for row in rows], characteristic.otherwise)
        case Cases(rows):
            return _best(case, [row.points for row in rows], characteristic.otherwise)
        case PerUnit():
            return _best_by_unit(case, form)
        case Unread(points):
            return points_of(case, points)[0]
        case _:
            assert_never(form)


def _best(case: Case, rows: Iterable[Points], otherwise: Points | None) -> Fraction | None:
    chosen = [*rows] if otherwise is None else [*rows, otherwise]
    known = [points_of(case, points)[0] for points in chosen]
    numbers = [points for points in known if points is not None]
    return max(numbers) if numbers and len(numbers) == len(known) else None


def _best_by_unit(case: Case, form: PerUnit) -> Fraction | None:
    points, _ = points_of(case, form.points)
    if points is None:
        return None
    if points <= 0:
        return Fraction(0)
    highest = highest_value(case.policy.dictionary, form.attribute)
    if highest is None:
        return form.at_most
    reachable = points * (max(highest - form.over, Fraction(0)) // form.each)
    return reachable if form.at_most is None else min(reachable, form.at_most)


__all__ = ["F", "best_points", "card_score", "characteristic_score", "points_of", "score_named"]
