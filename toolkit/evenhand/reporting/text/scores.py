"""A scorecard for one customer as a table: value, row, points, best reachable, verdict."""

from __future__ import annotations

from fractions import Fraction

from evenhand.analysis.explain import Explanation, verdict
from evenhand.engines.trace import CardScore, CharacteristicScore, SectionScore
from evenhand.location import Location
from evenhand.messages import Bilingual, message
from evenhand.model.describe import condition_words, words_text
from evenhand.model.mentions import policy_conditions, scores_in
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Cases, PerUnit, PointsTable, Unread
from evenhand.model.wording import (
    Words,
    bounds_words,
    number_words,
    points_words,
    value_words,
)
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.table import heading, indented, table

HEADINGS = ("item", "value", "row", "points", "best", "verdict", "place")


def card_lines(result: Explanation, card: CardScore, look: Look) -> list[str]:
    """The scorecard's heading, its table, and its sum."""
    policy = result.policy
    title: Words = card.card.about.title or message("explain.scorecard")
    lines = [heading(one_line(words_text(title, look.language)), look)]
    rows = [[message(f"explain.column-{name}").text(look.language) for name in HEADINGS]]
    for section in card.sections:
        rows += [_row(policy, one, look) for one in section.characteristics]
        if len(card.sections) > 1:
            rows.append(_section_row(section, look))
    rows.append(_total(card, look))
    lines += [f"  {line}" for line in table(rows, look.width - 2, right=frozenset({3, 4}))]
    if card.card.id not in _asked_for(policy):
        lines += indented(message("explain.score-unused").text(look.language), look.width, "  ")
    return lines


def _asked_for(policy: Policy) -> frozenset[str]:
    """The scorecards whose score, or whose section's score, some condition reads."""
    read = {name for _, one in policy_conditions(policy) for name in scores_in(one)}
    parts = {section.id: card.id for card in policy.scorecards for section in card.sections}
    return frozenset(parts.get(name, name) for name in read)


def _row(policy: Policy, one: CharacteristicScore, look: Look) -> list[str]:
    characteristic = one.characteristic
    title: str | Bilingual = characteristic.about.title or characteristic.id
    return [
        _text(title, look),
        _text(_value(policy, one), look),
        _text(_matched(policy, one), look),
        _points(one.points),
        _points(one.best),
        message(f"explain.verdict-{verdict(one)}").text(look.language),
        _line(one.row, look),
    ]


def _section_row(section: SectionScore, look: Look) -> list[str]:
    title: str | Bilingual = section.section.about.title or section.section.id
    name = message("explain.section", title=title)
    weight = (
        ""
        if section.weight == 1
        else message("explain.weight", weight=points_words(section.section.weight)).text(
            look.language
        )
    )
    return [
        _text(name, look),
        "",
        weight,
        _points(section.points),
        "",
        "",
        _line(section.section.location, look),
    ]


def _total(card: CardScore, look: Look) -> list[str]:
    base = (
        ""
        if card.base == 0
        else message("explain.base", base=points_words(card.card.base)).text(look.language)
    )
    best = "" if card.card.maximum is None else number_words(card.card.maximum)
    return [
        message("explain.total").text(look.language),
        "",
        base,
        _points(card.score),
        best,
        "",
        _line(card.card.location, look),
    ]


def _text(words: Words, look: Look) -> str:
    return one_line(words_text(words, look.language))


def _points(points: Fraction | None) -> str:
    return "?" if points is None else number_words(points)


def _line(location: Location, look: Look) -> str:
    return message("explain.line", line=location.line).text(look.language)


def _value(policy: Policy, one: CharacteristicScore) -> Words:
    form = one.characteristic.form
    match form:
        case Bins(attribute) | PointsTable(attribute) | PerUnit(attribute):
            if one.value is None:
                return message("explain.no-value")
            return value_words(one.value, attribute, policy)
        case Cases() | Unread():
            return ""


def _matched(policy: Policy, one: CharacteristicScore) -> Words:
    """The bin, row or unit rule that gave the points."""
    form = one.characteristic.form
    match form:
        case Bins(attribute, bins):
            for row in bins:
                if row.location == one.row:
                    return bounds_words(row.bounds, attribute, policy)
        case PointsTable(attribute, rows):
            for line in rows:
                if line.location == one.row and one.value is not None:
                    return value_words(one.value, attribute, policy)
        case Cases(lines):
            for case in lines:
                if case.location == one.row:
                    return condition_words(case.when, policy)
        case PerUnit(attribute):
            return message(
                "explain.per-unit",
                points=points_words(form.points),
                each=value_words(form.each, attribute, policy),
            )
        case Unread(points):
            return points_words(points)
    if one.value is None and not isinstance(form, Cases):
        return message("explain.row-missing")
    if one.points is not None:
        return message("explain.row-otherwise")
    return message("explain.row-open" if isinstance(form, Cases) else "explain.row-none")
