"""A flat table for spreadsheets: one row for each element that decides, in both languages.

It is for reading and filtering: what a policy means cannot be put together from it again. No cell
can begin a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, assert_never

from evenhand.exporting.base import Settings
from evenhand.messages import Bilingual, Message, message, printable
from evenhand.model.conditions import Condition
from evenhand.model.describe import condition_text, words_text
from evenhand.model.element import About, Text
from evenhand.model.mentions import direct_mentions, element_of
from evenhand.model.policy import Cap, Policy, Refer, Reject
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    Points,
    PointsTable,
    Section,
    Unread,
)
from evenhand.model.values import number_text
from evenhand.model.wording import (
    Words,
    bounds_words,
    code_words,
    label_words,
    number_words,
    outcome_words,
    points_words,
)

COLUMNS: Final = (
    "policy",
    "version",
    "element",
    "kind",
    "title_en",
    "title_zh",
    "attributes",
    "condition_en",
    "condition_zh",
    "points",
    "points_note_en",
    "points_note_zh",
    "effect",
    "source",
    "place",
)

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

FRACTION: Final = re.compile(r"-?[0-9]+/[0-9]+")
"""What a spreadsheet takes for a day."""

MARK: Final = "\ufeff"
"""By it spreadsheets know that a file is in UTF-8."""

Row = dict[str, str]


def render(policy: Policy, settings: Settings) -> str:  # noqa: ARG001 - all readings stand in it
    """The table with a line of names, as CSV with lines that end in CR LF."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(policy):
        writer.writerow({name: safe(value) for name, value in row.items()})
    return MARK + buffer.getvalue()


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers below zero stay numbers."""
    plain = printable(" ".join(text.split()))
    is_formula = plain.startswith(FORMULA) and not _is_number(plain)
    return "'" + plain if is_formula or FRACTION.fullmatch(plain) else plain


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def rows(policy: Policy) -> Iterator[Row]:
    """The rows in the order in which a policy decides."""
    head = {"policy": policy.id, "version": policy.header.version}
    for row in (*_scope(policy), *_knockouts(policy), *_points(policy), *_tiers(policy)):
        yield head | row


def _row(element: str, kind: str, title: Text | None, about: About | None, more: Row) -> Row:
    english, chinese = _both(title) if title is not None else ("", "")
    refs = () if about is None else about.source
    return {
        "element": element,
        "kind": kind,
        "title_en": english,
        "title_zh": chinese,
        "source": "; ".join(one.id for one in refs),
        "place": "; ".join(one.at for one in refs if one.at is not None),
    } | more


def _both(words: Words | Text) -> tuple[str, str]:
    return words_text(words, "en"), words_text(words, "zh")


def _condition(policy: Policy, given: Condition) -> Row:
    return {
        "condition_en": condition_text(given, policy, "en"),
        "condition_zh": condition_text(given, policy, "zh"),
        "attributes": "; ".join(dict.fromkeys(direct_mentions(given))),
    }


def _stated(points: Points | None) -> Row:
    """Points as a number, and what else there is to say where the source leaves them open."""
    match points:
        case None:
            return {}
        case Fraction():
            return {"points": number_text(points)}
        case _:
            english, chinese = _both(points_words(points))
            read = "" if points.read_as is None else number_text(points.read_as)
            return {"points": read, "points_note_en": english, "points_note_zh": chinese}


def _words(words: Words) -> Row:
    english, chinese = _both(words)
    return {"condition_en": english, "condition_zh": chinese}


# -- conditions ------------------------------------------------------------------------------------


def _scope(policy: Policy) -> Iterator[Row]:
    if policy.applies_to is not None:
        yield _row("applies_to", "scope", None, None, _condition(policy, policy.applies_to))
    for name, one in policy.definitions.items():
        found = _condition(policy, one.means)
        yield _row(f"definitions/{name}", "definition", one.about.title, one.about, found)


def _knockouts(policy: Policy) -> Iterator[Row]:
    for one in policy.knockouts:
        effect = one.effect
        match effect:
            case Reject():
                shown = "reject"
            case Refer():
                shown = "refer"
            case Cap(tier):
                shown = f"cap: {tier}"
            case _:
                assert_never(effect)
        shown = f"{shown}; {one.reason.code}"
        found = _condition(policy, one.when)
        address = f"knockouts/{one.id}"
        yield _row(address, "knockout", one.about.title, one.about, found | {"effect": shown})


def _tiers(policy: Policy) -> Iterator[Row]:
    for tier in policy.tiers:
        address = f"tiers/{tier.id}"
        entry = {} if tier.when is None else _condition(policy, tier.when)
        yield _row(address, "tier", tier.title, tier.about, entry | {"effect": tier.id})
        for path in tier.paths:
            found = _condition(policy, path.when)
            place = f"{address}/paths/{path.id}"
            yield _row(place, "path", path.about.title, path.about, found | {"effect": tier.id})
        if tier.stay is not None:
            found = _condition(policy, tier.stay)
            yield _row(
                f"{address}/stay", "stay", tier.title, tier.about, found | {"effect": tier.id}
            )
    last = policy.otherwise.tier
    english, chinese = _both(outcome_words(policy, last))
    rest = _words(message("export.csv.otherwise"))
    title = Bilingual(english, chinese)
    yield _row("otherwise", "otherwise", title, policy.otherwise.about, rest | {"effect": last})


# -- points ----------------------------------------------------------------------------------------


def _points(policy: Policy) -> Iterator[Row]:
    for card in policy.scorecards:
        yield _row(card.id, "scorecard", card.about.title, card.about, _stated(card.base))
        for section in card.sections:
            if section.id:
                yield _section(card.id, section)
            for one in section.characteristics:
                address = element_of(card, section.id, one.id)
                yield from _characteristic(policy, address, one)


def _section(card: str, section: Section) -> Row:
    weight = _both(points_words(section.weight))[0]
    limits = [("export.csv.at-least", section.at_least), ("export.csv.at-most", section.at_most)]
    listed = [Message(key, (("points", number_words(n)),)) for key, n in limits if n is not None]
    english = "; ".join(words_text(one, "en") for one in listed)
    chinese = "；".join(words_text(one, "zh") for one in listed)
    effect = f"× {weight}"
    more = {"condition_en": english, "condition_zh": chinese, "effect": effect}
    return _row(f"{card}/{section.id}", "section", section.about.title, section.about, more)


def _characteristic(policy: Policy, address: str, one: Characteristic) -> Iterator[Row]:
    title = one.about.title
    more: Row = {}
    if not isinstance(one.form, Cases | Unread):
        more["attributes"] = one.form.attribute
    yield _row(address, "characteristic", title, one.about, more)
    yield from _form(policy, address, one)
    absent = (
        ("other-values", one.otherwise),
        ("missing", one.if_missing),
        ("not-applicable", one.not_applicable),
    )
    for name, points in absent:
        if points is not None:
            shown = _stated(points) | _words(message(f"export.csv.{name}"))
            yield _row(f"{address}/{name}", "row", title, one.about, shown)


def _form(policy: Policy, address: str, one: Characteristic) -> Iterator[Row]:
    form, title = one.form, one.about.title
    listed: list[tuple[str, Row, Points, About]] = []
    match form:
        case Bins(attribute, bins):
            for at, row in enumerate(bins, start=1):
                words = _words(bounds_words(row.bounds, attribute, policy))
                listed.append((str(at), words | {"attributes": attribute}, row.points, row.about))
        case PointsTable(attribute, codes):
            for code in codes:
                words = _words(code_words(code.code, attribute, policy))
                listed.append((code.code, words | {"attributes": attribute}, code.points, About()))
        case Cases(cases):
            for at, case in enumerate(cases, start=1):
                listed.append((str(at), _condition(policy, case.when), case.points, case.about))
        case PerUnit(attribute):
            words = _words(_per_unit(form, policy)) | {"attributes": attribute}
            listed.append(("unit", words, form.points, About()))
        case Unread(named):
            listed.append(("named", {}, named, About()))
        case _:
            assert_never(form)
    for name, words, points, own in listed:
        about = own if own.source else one.about
        yield _row(f"{address}/{name}", "row", title, about, words | _stated(points))


def _per_unit(form: PerUnit, policy: Policy) -> Message:
    label = label_words(form.attribute, policy)
    each, over = number_words(form.each), number_words(form.over)
    if form.at_most is None:
        return message("export.csv.per-unit", label=label, each=each, over=over)
    most = number_words(form.at_most)
    return message("export.csv.per-unit-most", label=label, each=each, over=over, most=most)
