"""From nodes to scorecards: points, bins, tables, characteristics and sections."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from evenhand.loading.elaborate.conditions import OPERATORS, condition, stands_for
from evenhand.loading.elaborate.context import Context
from evenhand.loading.elaborate.figures import constant, known_attribute, known_code
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence
from evenhand.model.element import SourceRef
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Bound,
    Case,
    Cases,
    Characteristic,
    Form,
    OpenPoints,
    PerUnit,
    Points,
    PointsRow,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.vocabulary import Kind

ONE: Final = Fraction(1)
IMPLICIT: Final = ""
"""The id of the section that stands for characteristics written directly in a scorecard."""
SINGLE: Final = "scorecard"
"""The id of a policy's only scorecard where it is written under ``scorecard:``."""


def points(context: Context, node: Node) -> Points:
    """Points (or a weight, a base, a benefit's value): a number, or open in one of three ways."""
    if isinstance(node, Scalar):
        if node.text == "unstated":
            return OpenPoints("unstated", None, (), False, None, None, node.location)
        return context.number(node)
    found = context.mapping(node)
    read_as = context.optional_number(found.get("read_as"))
    because = context.wording(found.get("because"))
    wording = context.wording(found.get("unstated"))
    values: tuple[Fraction, ...] = ()
    sources: tuple[tuple[SourceRef, ...], ...] = ()
    if found.get("disputed") is not None:
        options = context.each(context.items(found.get("disputed")), context.mapping)
        values = context.each(options, lambda one: _option_value(context, one))
        sources = tuple(context.source_refs(option.get("source")) for option in options)
    elif found.get("range") is not None:
        values = context.each(context.items(found.get("range")), context.number)
        if values[0] > values[-1]:
            raise context.fail("range-backwards", found)
    reason = "disputed" if values else "unstated"
    is_range = found.get("range") is not None
    return OpenPoints(
        reason, wording, values, is_range, read_as, because, found.location, sources=sources
    )


def _option_value(context: Context, option: Node) -> Fraction:
    return context.number(context.mapping(option).get("value"))


def optional_points(context: Context, node: Node | None) -> Points | None:
    return None if node is None else points(context, node)


def bins(context: Context, attribute: Scalar, node: Node | None, value_key: str) -> Bins:
    """Bins over one ordered attribute."""
    known_attribute(context, attribute)
    kind = context.dictionary.kind(attribute.text)
    if not kind.is_ordered:
        raise context.fail("bins-need-order", attribute, name=attribute.text)
    rows = context.each(
        context.items(node), lambda row: _bin(context, attribute.text, row, value_key)
    )
    return Bins(attribute.text, rows)


def _bin(context: Context, attribute: str, node: Node, value_key: str) -> Bin:
    row = context.mapping(node)
    bounds = tuple(
        Bound(OPERATORS[entry.key.text], constant(context, entry.value, attribute))
        for entry in row.entries
        if entry.key.text in OPERATORS
    )
    given = points(context, context.sound(row.get(value_key)))
    return Bin(bounds, given, row.location, about=context.about(row))


def cases(context: Context, node: Node | None, value_key: str) -> Cases:
    """A decision table."""

    def row(one: Node) -> Case:
        found = context.mapping(one)
        when = condition(context, context.sound(found.get("when")))
        given = points(context, context.sound(found.get(value_key)))
        return Case(when, given, found.location, about=context.about(found))

    return Cases(context.each(context.items(node), row))


def _table(context: Context, attribute: Scalar, node: Mapping) -> PointsTable:
    known_attribute(context, attribute)
    described = context.dictionary.attributes.get(attribute.text)
    if described is None or described.kind not in (Kind.ENUM, Kind.ORDINAL, Kind.BOOLEAN):
        raise context.fail("not-a-code-attribute", attribute, name=attribute.text)
    rows = []
    for entry in node.entries:
        known_code(context, described, entry.key)
        given = points(context, entry.value)
        rows.append(PointsRow(entry.key.text, given, entry.key.location))
    return PointsTable(attribute.text, tuple(rows))


def _per_unit(context: Context, attribute: Scalar, node: Node) -> PerUnit:
    known_attribute(context, attribute)
    kind = context.dictionary.kind(attribute.text)
    derived_ratio = kind is Kind.RATIO and attribute.text in context.dictionary.derived
    if not kind.is_numeric or derived_ratio:
        raise context.fail("per-unit-needs-number", attribute, name=attribute.text)
    found = context.mapping(node)
    each = context.number(found.get("each"))
    if each <= 0:
        raise context.fail("not-above-zero", context.sound(found.get("each")))
    return PerUnit(
        attribute.text,
        each,
        points(context, context.sound(found.get("points"))),
        context.optional_number(found.get("at_most")),
        context.optional_number(found.get("over")) or Fraction(0),
    )


def _form(context: Context, node: Mapping) -> Form:
    if node.get("unstated") is not None:
        wording = context.wording(node.get("unstated"))
        read_as = context.optional_number(node.get("read_as"))
        because = context.wording(node.get("because"))
        return Unread(OpenPoints("unstated", wording, (), False, read_as, because, node.location))
    if node.get("cases") is not None:
        return cases(context, node.get("cases"), "points")
    if node.get("when") is not None:
        when = condition(context, context.sound(node.get("when")))
        given = points(context, context.sound(node.get("points")))
        return Cases((Case(when, given, node.location),), flag=True)
    attribute = context.scalar(node.get("attribute"))
    if node.get("bins") is not None:
        return bins(context, attribute, node.get("bins"), "points")
    if (per_unit := node.get("per_unit")) is not None:
        return _per_unit(context, attribute, per_unit)
    return _table(context, attribute, context.mapping(node.get("points")))


def characteristic(context: Context, node: Node) -> Characteristic:
    """One item of a scorecard."""
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(name):
        form = _form(context, found)
        otherwise = optional_points(context, found.get("otherwise"))
        if isinstance(form, Cases) and form.flag and otherwise is None:
            otherwise = Fraction(0)
        missing = found.get("missing")
        unknown = missing is None or (isinstance(missing, Scalar) and missing.text == "unknown")
        return Characteristic(
            id=name,
            form=form,
            otherwise=otherwise,
            if_missing=None if unknown else context.number(missing),
            not_applicable=optional_points(context, found.get("not_applicable")),
            maximum=context.optional_number(found.get("maximum")),
            stands_for=stands_for(context, found.get("stands_for")),
            about=context.about(found),
            location=found.location,
        )


def _section(context: Context, node: Node) -> Section:
    found = context.mapping(node)
    name = context.text(found.get("id"))
    weight = found.get("weight")
    with context.inside(name):
        return Section(
            id=name,
            weight=ONE if weight is None else points(context, weight),
            at_most=context.optional_number(found.get("at_most")),
            at_least=context.optional_number(found.get("at_least")),
            characteristics=_characteristics(context, found.get("characteristics")),
            about=context.about(found),
            location=found.location,
        )


def _characteristics(context: Context, node: Node | None) -> tuple[Characteristic, ...]:
    return context.whole(context.items(node), lambda one: characteristic(context, one))


def scorecard(context: Context, node: Node, default_id: str | None) -> Scorecard:
    """A scorecard; its characteristics may stand in sections or directly in it."""
    found = context.mapping(node)
    name = default_id or context.text(found.get("id"))
    with context.inside(name):
        if found.get("sections") is not None:
            sections = context.whole(
                context.items(found.get("sections")), lambda one: _section(context, one)
            )
        else:
            listed = _characteristics(context, found.get("characteristics"))
            sections = (
                Section(IMPLICIT, ONE, None, None, listed, context.about(found), found.location),
            )
        base = found.get("base")
        return Scorecard(
            id=name,
            base=Fraction(0) if base is None else points(context, base),
            maximum=context.optional_number(found.get("maximum")),
            sections=sections,
            about=context.about(found),
            location=found.location,
        )


def names_of_scores(
    scorecards: Node | None, scorecard_node: Node | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names that score conditions may use: of the cards, and of the cards and their sections."""
    cards: list[str] = []
    names: list[str] = []
    nodes = scorecards.items if isinstance(scorecards, Sequence) else ()
    single = (scorecard_node,) if isinstance(scorecard_node, Mapping) else ()
    for node in (*single, *nodes):
        if not isinstance(node, Mapping):
            continue
        own = node.get("id")
        card = SINGLE if node in single else own.text if isinstance(own, Scalar) else None
        if card is not None:
            cards.append(card)
            names.append(card)
        sections = node.get("sections")
        for section in sections.items if isinstance(sections, Sequence) else ():
            section_id = section.get("id") if isinstance(section, Mapping) else None
            if isinstance(section_id, Scalar):
                names.append(section_id.text)
    return tuple(cards), tuple(names)
