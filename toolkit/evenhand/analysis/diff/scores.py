"""Changes of scorecards: sections, characteristics and their points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from evenhand.analysis.diff.change import Change, Favour, Site
from evenhand.analysis.diff.conditions import condition_changes
from evenhand.analysis.diff.direction import Leanings, flag_favour, sign
from evenhand.analysis.diff.elements import Rule, field_changes, order_changed, pairs
from evenhand.analysis.diff.figures import amount_changes, limit_changes
from evenhand.analysis.diff.settings import about_rule, stand_in_changes
from evenhand.analysis.diff.steps import bins_direction
from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.mentions import element_of
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Case,
    Cases,
    Characteristic,
    Form,
    PerUnit,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.wording import (
    Words,
    bounds_words,
    code_words,
    label_words,
    listed,
    number_words,
    points_words,
)


def card_changes(site: Site, old: Scorecard, new: Scorecard, leaning: Leanings) -> Iterator[Change]:
    """What changed in a scorecard. The site is the card's."""
    favour = leaning.score(new.id)
    here = site.favouring(favour)
    rules: Mapping[str, Rule] = {
        "base": lambda s, a, b: amount_changes(s, a, b, "base"),
        "maximum": _maximum,
        "sections": lambda s, a, b: _sections(s, a, b, new, leaning),
        "about": about_rule,
    }
    yield from field_changes(here, old, new, rules)


def _maximum(site: Site, old: Fraction | None, new: Fraction | None) -> Iterator[Change]:
    """The claimed maximum, which nobody evaluates."""
    words = [None if one is None else number_words(one) for one in (old, new)]
    yield site.declared("maximum-changed", *words)


def _sections(
    site: Site,
    old: tuple[Section, ...],
    new: tuple[Section, ...],
    card: Scorecard,
    leaning: Leanings,
) -> Iterator[Change]:
    both, gone, come = pairs(old, new)
    for section in gone:
        here = _section_site(site, card, section, leaning).at(section.location, site.new_at)
        yield here.moved("section-removed", 0, _title(section), None)
    for section in come:
        here = _section_site(site, card, section, leaning).at(site.old_at, section.location)
        yield here.moved("section-added", 0, None, _title(section))
    for one, two in both:
        here = _section_site(site, card, two, leaning).at(one.location, two.location)
        rules: Mapping[str, Rule] = {
            "weight": lambda s, a, b: amount_changes(s, a, b, "weight", 0),
            "at_most": lambda s, a, b: limit_changes(s, a, b, "cap", -1),
            "at_least": lambda s, a, b: limit_changes(s, a, b, "floor", 1),
            "characteristics": partial(_characteristics, card=card, section=two),
            "about": about_rule,
        }
        said_above = frozenset() if two.id else frozenset({"about"})
        yield from field_changes(here, one, two, rules, said_above)
    if order_changed(old, new):
        yield _order(site, old, new)


def _section_site(site: Site, card: Scorecard, section: Section, leaning: Leanings) -> Site:
    named = replace(site, element=element_of(card, section.id, ""))
    return named.favouring(leaning.score(card.id, section))


def _order(site: Site, old: Any, new: Any) -> Change:
    """Another order of elements; ties between reasons fall in file order."""
    return site.moved(
        "order-changed",
        0,
        listed([one.id for one in old], "describe.semicolon"),
        listed([one.id for one in new], "describe.semicolon"),
    )


def _characteristics(
    site: Site,
    old: tuple[Characteristic, ...],
    new: tuple[Characteristic, ...],
    card: Scorecard,
    section: Section,
) -> Iterator[Change]:
    both, gone, come = pairs(old, new)

    def named(one: Characteristic) -> Site:
        return replace(site, element=element_of(card, section.id, one.id))

    for one in gone:
        here = named(one).at(one.location, site.new_at)
        yield here.moved("characteristic-removed", -_sense(one), _title(one), None)
    for one in come:
        here = named(one).at(site.old_at, one.location)
        yield here.moved("characteristic-added", _sense(one), None, _title(one))
    for one, two in both:
        yield from characteristic_changes(named(two).at(one.location, two.location), one, two)
    if order_changed(old, new):
        yield _order(site, old, new)


def _title(one: Characteristic | Section) -> Words:
    return one.about.title if one.about.title is not None else one.id


def _sense(characteristic: Characteristic) -> int:
    """1 if a characteristic can only add points, -1 if it can only take some; 0 otherwise."""
    form = characteristic.form
    rows: list[Any] = [characteristic.otherwise, Fraction(0)]
    match form:
        case Bins(_, bins):
            rows += [one.points for one in bins]
        case PointsTable(_, codes):
            rows += [one.points for one in codes]
        case Cases(cases):
            rows += [one.points for one in cases]
        case PerUnit():
            rows += [form.points]
        case Unread():
            return 0
    if (
        any(not isinstance(points, Fraction) for points in rows)
        or characteristic.if_missing is None
    ):
        return 0
    signs = {sign(points) for points in rows} - {0}
    return signs.pop() if len(signs) == 1 else 0


def characteristic_changes(
    site: Site, old: Characteristic, new: Characteristic
) -> Iterator[Change]:
    """What changed in one characteristic. The site's favour is that of its points."""
    rules: Mapping[str, Rule] = {
        "form": lambda s, a, b: _form_changes(s, a, b, old, new),
        "otherwise": lambda s, a, b: amount_changes(s.detail(message("diff.otherwise")), a, b),
        "if_missing": lambda s, a, b: amount_changes(s.detail(message("diff.missing")), a, b),
        "not_applicable": lambda s, a, b: amount_changes(
            s.detail(message("diff.not-applicable")), a, b
        ),
        "maximum": _maximum,
        "stands_for": stand_in_changes,
        "about": about_rule,
    }
    yield from field_changes(site, old, new, rules)


def _form_changes(
    site: Site, old: Form, new: Form, before: Characteristic, after: Characteristic
) -> Iterator[Change]:
    match old, new:
        case Bins(one), Bins(two) if one == two:
            yield from _bins(site, old, new, bins_direction(old, new, before, after))
        case PointsTable(one), PointsTable(two) if one == two:
            yield from _table(site, old, new, before, after)
        case PerUnit(one), PerUnit(two) if one == two:
            yield from _per_unit(site, old, new)
        case Cases(), Cases():
            yield from cases_changes(site, old, new, before, after)
        case Unread(one_points), Unread(two_points):
            yield from amount_changes(site, one_points, two_points)
        case _:
            yield site.moved("measure-replaced", 0, form_words(old, site), form_words(new, site))


def form_words(form: Form, site: Site) -> Words:
    """What a characteristic measures, in a word."""
    match form:
        case Bins(attribute) | PointsTable(attribute) | PerUnit(attribute):
            return label_words(attribute, _names(site, attribute))
        case Cases():
            return message("diff.form-cases")
        case Unread():
            return message("diff.form-unread")


def _names(site: Site, attribute: str) -> Any:
    return site.new if attribute in site.new.dictionary else site.old


def _bins(site: Site, old: Bins, new: Bins, direction: int) -> Iterator[Change]:
    """Rows with the same stretch are compared; others moved, came or went."""
    attribute = new.attribute

    def name(row: Bin) -> Words:
        return bounds_words(row.bounds, attribute, site.new)

    def shown(row: Bin) -> Words:
        return message("diff.row", row=name(row), points=points_words(row.points))

    left = [one for one in old.bins if one.bounds not in [two.bounds for two in new.bins]]
    right = [two for two in new.bins if two.bounds not in [one.bounds for one in old.bins]]
    for one in old.bins:
        for two in new.bins:
            if one.bounds == two.bounds:
                here = site.detail(name(two)).at(one.location, two.location)
                yield from amount_changes(here, one.points, two.points)
                break
    if len(left) == len(right):
        for one, two in zip(left, right, strict=True):
            here = site.at(one.location, two.location)
            yield here.moved("bins-moved", direction, shown(one), shown(two))
    else:
        for one in left:
            here = site.at(one.location, site.new_at)
            yield here.moved("row-removed", direction, shown(one), None)
        for two in right:
            here = site.at(site.old_at, two.location)
            yield here.moved("row-added", direction, None, shown(two))
    if not left and not right and [one.bounds for one in old.bins] != [b.bounds for b in new.bins]:
        rows = [
            listed([name(one) for one in side.bins], "describe.semicolon") for side in (old, new)
        ]
        yield site.moved("order-changed", direction, *rows)


def _table(
    site: Site, old: PointsTable, new: PointsTable, before: Characteristic, after: Characteristic
) -> Iterator[Change]:
    left = {row.code: row for row in old.rows}
    right = {row.code: row for row in new.rows}
    for code in [*left, *(code for code in right if code not in left)]:
        one, two = left.get(code), right.get(code)
        here = site.detail(code_words(code, new.attribute, _names(site, new.attribute))).at(
            site.old_at if one is None else one.location,
            site.new_at if two is None else two.location,
        )
        if one is not None and two is not None:
            yield from amount_changes(here, one.points, two.points)
        elif one is not None:
            more = _compare(one.points, after.otherwise)
            yield here.moved("row-removed", more, points_words(one.points), None)
        elif two is not None:
            more = _compare(before.otherwise, two.points)
            yield here.moved("row-added", more, None, points_words(two.points))
    if set(left) == set(right) and list(left) != list(right):
        codes = [
            listed([code_words(c, new.attribute, site.new) for c in side], "describe.semicolon")
            for side in (left, right)
        ]
        yield site.text("order-changed", *codes)


def _compare(old: object, new: object) -> int:
    if isinstance(old, Fraction) and isinstance(new, Fraction):
        return (new > old) - (new < old)
    return 0


def _per_unit(site: Site, old: PerUnit, new: PerUnit) -> Iterator[Change]:
    yield from amount_changes(site.detail(message("diff.per-unit")), old.points, new.points)
    yield from limit_changes(site, old.at_most, new.at_most, "cap", -1)
    for name, one, two in (("each", old.each, new.each), ("over", old.over, new.over)):
        if one != two:
            here = site.detail(message("diff.field", name=name))
            smaller = _compare(two, one) * (sign(new.points) if old.points == new.points else 0)
            yield here.moved("unit-changed", smaller, number_words(one), number_words(two))


def cases_changes(
    site: Site,
    old: Cases,
    new: Cases,
    before: Characteristic | None = None,
    after: Characteristic | None = None,
) -> Iterator[Change]:
    """Rows of a decision table: by equal conditions, then by their place."""
    favour = Favour.DEPENDS
    if after is not None and before is not None and len(old.rows) == len(new.rows) == 1:
        favour = flag_favour(after, site.favour)

    def shown(row: Case, names: Any) -> Words:
        when = condition_words(row.when, names)
        return message("diff.row", row=when, points=points_words(row.points))

    left = [one for one in old.rows if one.when not in [two.when for two in new.rows]]
    right = [two for two in new.rows if two.when not in [one.when for one in old.rows]]
    for one in old.rows:
        two = next((row for row in new.rows if row.when == one.when), None)
        if two is not None:
            here = site.detail(condition_words(two.when, site.new)).at(one.location, two.location)
            yield from amount_changes(here, one.points, two.points)
    if len(left) == len(right):
        for one, two in zip(left, right, strict=True):
            here = site.at(one.location, two.location)
            yield from condition_changes(here.favouring(favour), one.when, two.when)
            label = condition_words(two.when, site.new)
            yield from amount_changes(here.detail(label), one.points, two.points)
    else:
        for one in left:
            here = site.at(one.location, site.new_at)
            yield here.moved("row-removed", 0, shown(one, site.old), None)
        for two in right:
            here = site.at(site.old_at, two.location)
            yield here.moved("row-added", 0, None, shown(two, site.new))
    if not left and not right and [r.when for r in old.rows] != [r.when for r in new.rows]:
        rows = [
            listed([shown(one, names) for one in side.rows], "describe.semicolon")
            for side, names in ((old, site.old), (new, site.new))
        ]
        yield site.moved("order-changed", 0, *rows)
    if old.flag is not new.flag:
        yield site.text("wording-changed", message("diff.form-cases"), message("diff.form-cases"))
