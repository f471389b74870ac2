"""Changes of scorecards: sections, characteristics and their points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from evenhand.analysis.diff.change import Change, Site
from evenhand.analysis.diff.direction import Leanings, sign
from evenhand.analysis.diff.elements import Rule, field_changes, order_changed, pairs
from evenhand.analysis.diff.figures import amount_changes, limit_changes
from evenhand.analysis.diff.rows import form_changes
from evenhand.analysis.diff.settings import about_rule, stand_in_changes
from evenhand.messages import message
from evenhand.model.mentions import element_of
from evenhand.model.scorecard import (
    Characteristic,
    Scorecard,
    Section,
    Unread,
    row_points,
)
from evenhand.model.wording import (
    Words,
    listed,
    number_words,
)


def card_changes(site: Site, old: Scorecard, new: Scorecard, leaning: Leanings) -> Iterator[Change]:
    """What changed in a scorecard. The site is the card's."""
    favour = leaning.score(new.id)
    here = site.favouring(favour)
    rules: Mapping[str, Rule] = {
        "base": lambda s, a, b: amount_changes(s, a, b, "base"),
        "maximum": _maximum,
        "about": about_rule,
    }
    yield from field_changes(here, old, new, rules, frozenset({"sections"}))
    yield from _sections(here, old.sections, new.sections, new, leaning)


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
    if isinstance(form, Unread):
        return 0
    rows: list[Any] = [characteristic.otherwise, Fraction(0), *row_points(form)]
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
        "form": lambda s, a, b: form_changes(s, a, b, old, new),
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
