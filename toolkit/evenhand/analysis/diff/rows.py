"""Changes of how a characteristic gives points: bins, tables, decision tables, units."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from evenhand.analysis.diff.change import Change, Favour, Site
from evenhand.analysis.diff.conditions import condition_changes
from evenhand.analysis.diff.direction import flag_favour, sign
from evenhand.analysis.diff.figures import amount_changes, limit_changes
from evenhand.analysis.diff.settings import about_rule
from evenhand.analysis.diff.steps import bins_direction
from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.scorecard import (
    Bin,
    Bins,
    Case,
    Cases,
    Characteristic,
    Form,
    PerUnit,
    PointsTable,
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


def form_changes(
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
                yield from about_rule(here, one.about, two.about)
                break
    if len(left) == len(right):
        for one, two in zip(left, right, strict=True):
            here = site.at(one.location, two.location)
            yield here.moved("bins-moved", direction, shown(one), shown(two))
            yield from about_rule(here, one.about, two.about)
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
            yield from about_rule(here, one.about, two.about)
    if len(left) == len(right):
        for one, two in zip(left, right, strict=True):
            here = site.at(one.location, two.location)
            yield from condition_changes(here.favouring(favour), one.when, two.when)
            label = condition_words(two.when, site.new)
            yield from amount_changes(here.detail(label), one.points, two.points)
            yield from about_rule(here, one.about, two.about)
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
