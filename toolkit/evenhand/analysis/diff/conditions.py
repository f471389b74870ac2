"""Changes inside conditions: parts aligned by what they ask of which attribute."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from evenhand.analysis.diff.change import Change, Site
from evenhand.analysis.diff.figures import figure_changes
from evenhand.analysis.diff.settings import about_rule
from evenhand.analysis.diff.texts import role_pair, text_changes
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    ScoreIs,
)
from evenhand.model.describe import condition_words, score_label
from evenhand.model.element import About
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, listed, value_words


def condition_changes(site: Site, old: Condition, new: Condition) -> Iterator[Change]:
    """What changed between two conditions; at least one change if they differ."""
    if old == new:
        return
    here = site.at(old.location, new.location)
    yield from about_rule(here, old.about or About(), new.about or About())
    if replace(old, about=None) == replace(new, about=None):
        return
    found = list(_inside(here, old, new))
    if found:
        yield from found
    else:
        yield here.moved("condition-replaced", 0, _old(here, old), _new(here, new))


def optional_changes(
    site: Site, old: Condition | None, new: Condition | None, added: str, more: int
) -> Iterator[Change]:
    """The same where either may be absent.

    ``added`` and its mirror are the kinds for a condition that comes or goes; ``more`` tells what
    its coming does to the whole: -1 if it then holds less often.
    """
    if old is not None and new is not None:
        yield from condition_changes(site, old, new)
    elif new is not None:
        yield site.at(site.old_at, new.location).moved(
            f"{added}-added", more, None, _new(site, new)
        )
    elif old is not None:
        here = site.at(old.location, site.new_at)
        yield here.moved(f"{added}-removed", -more, _old(site, old), None)


def _old(site: Site, condition: Condition) -> Words:
    return condition_words(condition, site.old)


def _new(site: Site, condition: Condition) -> Words:
    return condition_words(condition, site.new)


def _inside(site: Site, old: Condition, new: Condition) -> Iterator[Change]:
    match old, new:
        case ((All() | AnyOf() | CountOf() | Not()), _):
            yield from _junctions(site, old, new)
        case _, (All() | AnyOf() | CountOf() | Not()):
            yield from _junctions(site, old, new)
        case OpenCondition(), OpenCondition():
            yield from text_changes(site, "wording-changed", old.wording, new.wording)
            yield from text_changes(site, "because-changed", old.because, new.because)
            yield from _reading(site.detail(new.wording), old, new)
        case Discretion(), Discretion() if old.id == new.id:
            yield from _discretion(site, old, new)
        case _:
            yield from _tests(site, old, new)


def _tests(site: Site, old: Condition, new: Condition) -> Iterator[Change]:
    """Two tests of the same thing."""
    match old, new:
        case Compare(one, direction, figure), Compare(two, other, after) if one == two:
            here = site.detail(label_words(one, site.new))
            yield from figure_changes(here, one, (direction, figure), (other, after))
        case ScoreIs(one, direction, figure), ScoreIs(two, other, after) if one == two:
            here = site.detail(score_label(one, site.new))
            yield from figure_changes(here, None, (direction, figure), (other, after))
        case OneOf(one), OneOf(two) if one == two and old.negated == new.negated:
            yield from _values(site, one, old.values, new.values, -1 if old.negated else 1)
        case Includes(one), Includes(two) if one == two and old.every == new.every:
            yield from _values(site, one, old.members, new.members, -1 if old.every else 1)
        case _:
            return


def _discretion(site: Site, old: Discretion, new: Discretion) -> Iterator[Change]:
    """The same decision of a person: who decides, on what, and how it is read."""
    before, after = role_pair(old.who, new.who)
    if before != after:
        yield site.moved("judge-changed", 0, before, after)
    yield from text_changes(site, "wording-changed", old.criteria, new.criteria)
    yield from text_changes(site, "because-changed", old.because, new.because)
    yield from _reading(site.detail(after), old, new)


def _junctions(site: Site, old: Condition, new: Condition) -> Iterator[Change]:
    """Conditions of which at least one is made of others; a single one stands for a list of one."""
    match old, new:
        case Not(part), Not(other_part):
            yield from condition_changes(site.favouring(site.favour.flipped()), part, other_part)
        case CountOf(), CountOf():
            if old.needed != new.needed:
                raised = new.needed > old.needed
                kind = "count-raised" if raised else "count-lowered"
                more = -1 if raised else 1
                yield site.moved(kind, more, str(old.needed), str(new.needed))
            yield from _parts(site, old.parts, new.parts, 1)
        case ((All() | AnyOf()), (All() | AnyOf())) if type(old) is not type(new):
            more = 0
            if set(old.parts) == set(new.parts):
                more = 1 if isinstance(new, AnyOf) else -1
            yield site.moved("condition-replaced", more, _old(site, old), _new(site, new))
        case (All(), _) | (_, All()):
            yield from _parts(site, _listed(old), _listed(new), -1)
        case (AnyOf(), _) | (_, AnyOf()):
            yield from _parts(site, _listed(old), _listed(new), 1)
        case _:
            return


def _listed(condition: Condition) -> Sequence[Condition]:
    return condition.parts if isinstance(condition, All | AnyOf) else (condition,)


def _reading(
    site: Site, old: OpenCondition | Discretion, new: OpenCondition | Discretion
) -> Iterator[Change]:
    """How an open condition is read: from not met to met, it holds more often."""
    if old.read_as is new.read_as:
        return
    more = 0
    if old.read_as is not None and new.read_as is not None:
        more = 1 if new.read_as else -1
    yield site.moved("reading-changed", more, _old(site, old), _new(site, new))


def _values(
    site: Site, attribute: str, old: Sequence[Value], new: Sequence[Value], more: int
) -> Iterator[Change]:
    """Values that come or go in a list; ``more``: 1 if one more value makes it hold more often."""
    here = site.detail(label_words(attribute, site.new))
    for value in old:
        if value not in new:
            words = value_words(value, attribute, site.old)
            yield here.moved("value-removed", -more, words, None)
    for value in new:
        if value not in old:
            words = value_words(value, attribute, site.new)
            yield here.moved("value-added", more, None, words)
    if set(old) == set(new) and tuple(old) != tuple(new):
        before = [value_words(value, attribute, site.old) for value in old]
        after = [value_words(value, attribute, site.new) for value in new]
        yield reordered(here, before, after)


def _parts(
    site: Site, old: Sequence[Condition], new: Sequence[Condition], more: int
) -> Iterator[Change]:
    """Parts of an ``all`` (``more`` -1: one more part makes it hold less often) or ``any`` (1)."""
    pairs, gone, come = aligned(old, new)
    for one, two in pairs:
        yield from condition_changes(site, one, two)
    for one in gone:
        here = site.at(one.location, site.new_at)
        yield here.moved("condition-removed", -more, _old(site, one), None)
    for two in come:
        here = site.at(site.old_at, two.location)
        yield here.moved("condition-added", more, None, _new(site, two))
    if (
        not gone
        and not come
        and [new.index(two) for _, two in pairs] != sorted(new.index(two) for _, two in pairs)
    ):
        yield reordered(site, [_old(site, one) for one in old], [_new(site, two) for two in new])


def reordered(site: Site, old: Sequence[Words], new: Sequence[Words]) -> Change:
    """Another order of what has no order in meaning."""
    return site.text(
        "order-changed", listed(old, "describe.semicolon"), listed(new, "describe.semicolon")
    )


def aligned(
    old: Sequence[Condition], new: Sequence[Condition]
) -> tuple[list[tuple[Condition, Condition]], list[Condition], list[Condition]]:
    """Pairs that belong together, in old order, and what is left on either side.

    Equal parts pair first, then parts that ask the same way of the same thing, then parts about the
    same attribute, then parts of the same form.
    """
    left, right = dict(enumerate(old)), dict(enumerate(new))
    found: dict[int, int] = {}
    for same in (_itself, _asked, _thing, _form):
        for i, one in list(left.items()):
            key = same(one)
            match_ = next(
                (j for j, two in right.items() if key is not None and same(two) == key), None
            )
            if match_ is not None:
                found[i] = match_
                del left[i], right[match_]
    pairs = [(old[i], new[j]) for i, j in sorted(found.items())]
    return pairs, list(left.values()), list(right.values())


def _itself(condition: Condition) -> Hashable:
    return condition


def _asked(condition: Condition) -> Hashable:
    match condition:
        case Compare(attribute, operator):
            return ("compare", attribute, operator.is_upward)
        case ScoreIs(of, operator):
            return ("score", of, operator.is_upward)
        case OneOf(attribute, _, negated):
            return ("one-of", attribute, negated)
        case Includes(attribute, _, every):
            return ("includes", attribute, every)
        case Discretion(name):
            return ("discretion", name)
        case Meets(definition):
            return ("meets", definition)
        case OpenCondition(wording):
            return ("open", str(wording))
        case _:
            return None


def _thing(condition: Condition) -> Hashable:
    match condition:
        case Compare(attribute) | OneOf(attribute) | Includes(attribute) | Known(attribute):
            return attribute
        case _:
            return None


def _form(condition: Condition) -> Hashable:
    match condition:
        case All() | AnyOf() | Not() | CountOf():
            return type(condition).__name__
        case _:
            return None
