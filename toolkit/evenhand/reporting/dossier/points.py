"""How points are counted: scorecards with all their rows, and values that go by tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.policy import Policy
from evenhand.model.scorecard import (
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
from evenhand.model.wording import (
    Words,
    bounds_words,
    label_words,
    number_words,
    points_words,
    value_words,
)
from evenhand.reporting.dossier.words import Element, element


@dataclass(frozen=True, slots=True)
class PointsRow:
    """One row of a scorecard: for whom, and how many points; open ones are marked."""

    who: Words
    points: Words
    is_open: bool
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """A characteristic with its rows."""

    element: Element
    measured: Words | None
    rows: tuple[PointsRow, ...]
    maximum: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A section of a scorecard; the one that stands for none has no element."""

    element: Element | None
    limits: tuple[Words, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard."""

    element: Element
    facts: tuple[Words, ...]
    groups: tuple[Group, ...]


def cards(policy: Policy) -> tuple[Card, ...]:
    """The scorecards with all their rows."""
    return tuple(_card(card, policy) for card in policy.scorecards)


def _card(card: Scorecard, policy: Policy) -> Card:
    facts: list[Words] = []
    if isinstance(card.base, OpenPoints) or card.base:
        facts.append(message("dossier.base", points=points_words(card.base)))
    if card.maximum is not None:
        facts.append(message("dossier.maximum", points=number_words(card.maximum)))
    return Card(
        element(card.id, card.about, card.location, message("describe.score")),
        tuple(facts),
        tuple(_group(section, policy) for section in card.sections),
    )


def _group(section: Section, policy: Policy) -> Group:
    limits: list[Words] = []
    if section.at_most is not None:
        limits.append(message("dossier.section-at-most", points=number_words(section.at_most)))
    if section.at_least is not None:
        limits.append(message("dossier.section-at-least", points=number_words(section.at_least)))
    if section.weight != 1:
        limits.append(message("dossier.section-weight", weight=points_words(section.weight)))
    shown = element(section.id, section.about, section.location) if section.id else None
    return Group(shown, tuple(limits), tuple(_item(one, policy) for one in section.characteristics))


def _item(one: Characteristic, policy: Policy) -> Item:
    form = one.form
    measured = (
        label_words(form.attribute, policy)
        if isinstance(form, Bins | PointsTable | PerUnit)
        else None
    )
    rows = [*_form_rows(one, policy)]
    if one.otherwise is not None:
        rows.append(_row(message("dossier.otherwise"), one.otherwise, one.location.line))
    if one.if_missing is not None:
        rows.append(_row(message("dossier.if-missing"), one.if_missing, one.location.line))
    if one.not_applicable is not None:
        rows.append(_row(message("dossier.not-applicable"), one.not_applicable, one.location.line))
    maximum = None if one.maximum is None else number_words(one.maximum)
    return Item(element(one.id, one.about, one.location, measured), measured, tuple(rows), maximum)


def _form_rows(one: Characteristic, policy: Policy) -> Iterator[PointsRow]:
    form = one.form
    match form:
        case Bins() | Cases():
            yield from table_rows(form, None, policy)
        case PointsTable(attribute, rows):
            for row in rows:
                value = {"true": True, "false": False}.get(row.code, row.code)
                who = value_words(value, attribute, policy)
                yield _row(who, row.points, row.location.line)
        case PerUnit():
            yield _row(_unit_words(form, policy), form.points, one.location.line)
        case Unread(points):
            yield _row(message("dossier.not-said-how"), points, points.location.line)
        case _:
            assert_never(form)


def table_rows(form: Bins | Cases, otherwise: Points | None, policy: Policy) -> Iterator[PointsRow]:
    """The rows of bins or of a decision table, and the one for all the rest."""
    match form:
        case Bins(attribute, bins):
            for row in bins:
                who = bounds_words(row.bounds, attribute, policy)
                yield _row(who, row.points, row.location.line)
        case Cases(cases):
            for case in cases:
                who = condition_words(case.when, policy)
                yield _row(who, case.points, case.location.line)
        case _:
            assert_never(form)
    if otherwise is not None:
        yield _row(message("dossier.otherwise"), otherwise, 0)


def _row(who: Words, points: Points, line: int) -> PointsRow:
    return PointsRow(who, points_words(points), isinstance(points, OpenPoints), line)


def _unit_words(form: PerUnit, policy: Policy) -> Words:
    each = value_words(form.each, form.attribute, policy)
    if form.over and form.at_most is not None:
        over = value_words(form.over, form.attribute, policy)
        most = number_words(form.at_most)
        return message("dossier.per-unit-over-most", each=each, over=over, most=most)
    if form.over:
        return message(
            "dossier.per-unit-over", each=each, over=value_words(form.over, form.attribute, policy)
        )
    if form.at_most is not None:
        return message("dossier.per-unit-most", each=each, most=number_words(form.at_most))
    return message("dossier.per-unit", each=each)
