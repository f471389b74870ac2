"""Two policies, element by element: what was added, removed, raised, lowered, reworded.

Elements are aligned by id; a new id is a removal and an addition. Whether a change is better or
worse for customers is said only where the structure alone tells; proofs are another matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evenhand.analysis.diff.change import Change, Favour, Site
from evenhand.analysis.diff.conditions import condition_changes, optional_changes
from evenhand.analysis.diff.direction import Leanings, effect_favour, leanings, one_favour
from evenhand.analysis.diff.elements import Rule, field_changes, order_changed, pairs
from evenhand.analysis.diff.laws import laws_changes
from evenhand.analysis.diff.scores import card_changes
from evenhand.analysis.diff.settings import (
    about_rule,
    header_changes,
    setting_changes,
    stand_in_changes,
)
from evenhand.analysis.diff.tiers import (
    benefits_changes,
    down_changes,
    otherwise_changes,
    tiers_changes,
)
from evenhand.analysis.diff.vocabulary import dictionary_changes
from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.element import Declaration
from evenhand.model.example import Example
from evenhand.model.policy import (
    Cap,
    Definition,
    Effect,
    Knockout,
    Membership,
    Policy,
    ReasonCode,
    Refer,
    Reject,
)
from evenhand.model.scorecard import Scorecard
from evenhand.model.wording import Words, listed


def changes_between(old: Policy, new: Policy) -> tuple[Change, ...]:
    """All changes from one policy to another, in the order of the file.

    Equal policies have none; policies that differ in anything but places have at least one.
    """
    site = Site("", old, new, old.location, new.location)
    before, after = leanings(old), leanings(new)
    words = frozenset({"vocabularies", "dictionary", "own_attributes"})
    spoken = list(dictionary_changes(site))
    if not spoken and any(getattr(old, name) != getattr(new, name) for name in words):
        spoken = [replace(site, element="attributes").moved("other-change", 0, None, None)]
    rules: Mapping[str, Rule] = {
        "header": lambda s, a, b: header_changes(
            replace(s, element="policy").at(a.location, b.location), a, b
        ),
        "applies_to": _scope,
        "definitions": lambda s, a, b: _definitions(s, a, b, before, after),
        "knockouts": _knockouts,
        "scorecards": lambda s, a, b: _cards(s, a, b, before, after),
        "tiers": tiers_changes,
        "otherwise": otherwise_changes,
        "undecided_floor": _undecided,
        "membership": _membership,
        "benefits": benefits_changes,
        "declared": setting_changes,
        "laws": laws_changes,
        "examples": _examples,
        "strict": _strict,
    }
    found = (*spoken, *field_changes(site, old, new, rules, words))
    return tuple(dict.fromkeys(found))


def _scope(site: Site, old: object, new: object) -> Iterator[Change]:
    here = replace(site, element="applies_to", favour=Favour.FOR)
    yield from optional_changes(here, old, new, "scope", -1)  # type: ignore[arg-type]


def _definitions(
    site: Site,
    old: Mapping[str, Definition],
    new: Mapping[str, Definition],
    before: Leanings,
    after: Leanings,
) -> Iterator[Change]:
    both, gone, come = pairs(old.values(), new.values())
    for one in gone:
        here = replace(site, element=f"definitions/{one.id}").at(one.location, site.new_at)
        words = condition_words(one.means, site.old)
        yield here.favouring(Favour.NOTHING).moved("definition-removed", 0, words, None)
    for one in come:
        here = replace(site, element=f"definitions/{one.id}").at(site.old_at, one.location)
        words = condition_words(one.means, site.new)
        yield here.favouring(Favour.NOTHING).moved("definition-added", 0, None, words)
    for one, two in both:
        favours = {before.definition(one.id), after.definition(two.id)}
        favour = one_favour(favours - {Favour.NOTHING})
        here = Site(f"definitions/{two.id}", site.old, site.new, one.location, two.location, favour)
        yield from field_changes(here, one, two, _DEFINITION)


def _cards(
    site: Site,
    old: tuple[Scorecard, ...],
    new: tuple[Scorecard, ...],
    before: Leanings,
    after: Leanings,
) -> Iterator[Change]:
    both, gone, come = pairs(old, new)
    for card in gone:
        here = replace(site, element=card.id, favour=before.score(card.id))
        yield here.at(card.location, site.new_at).moved("scorecard-removed", 0, _title(card), None)
    for card in come:
        here = replace(site, element=card.id, favour=after.score(card.id))
        yield here.at(site.old_at, card.location).moved("scorecard-added", 0, None, _title(card))
    for one, two in both:
        here = replace(site, element=two.id).at(one.location, two.location)
        yield from card_changes(here, one, two, _joint(before, after))
    if order_changed(old, new):
        rows = [", ".join(card.id for card in side) for side in (old, new)]
        yield replace(site, element="scorecards").moved("order-changed", 0, *rows)


def _joint(before: Leanings, after: Leanings) -> Leanings:
    """Favours that hold on both sides."""
    names = {*before.scores, *after.scores}
    joint = {n: before.scores.get(n, set()) | after.scores.get(n, set()) for n in names}
    return Leanings({}, joint)


def _title(card: Scorecard) -> Words:
    return card.id if card.about.title is None else card.about.title


# -- knockouts -------------------------------------------------------------------------------------


def _knockouts(
    site: Site, old: tuple[Knockout, ...], new: tuple[Knockout, ...]
) -> Iterator[Change]:
    both, gone, come = pairs(old, new)

    def spot(one: Knockout) -> Site:
        favour = effect_favour(one.effect)
        return replace(site, element=f"knockouts/{one.id}", favour=favour)

    for one in gone:
        words = condition_words(one.when, site.old)
        yield spot(one).at(one.location, site.new_at).moved("knockout-removed", -1, words, None)
    for one in come:
        words = condition_words(one.when, site.new)
        yield spot(one).at(site.old_at, one.location).moved("knockout-added", 1, None, words)
    for one, two in both:
        here = spot(two).at(one.location, two.location)
        favours = {effect_favour(one.effect), effect_favour(two.effect)}
        yield from field_changes(here.favouring(one_favour(favours)), one, two, _KNOCKOUT)
    if order_changed(old, new):
        rows = [", ".join(one.id for one in side) for side in (old, new)]
        yield replace(site, element="knockouts").moved("order-changed", 0, *rows)


def _effect(site: Site, old: Effect, new: Effect) -> Iterator[Change]:
    """Rejecting is harder than any cap, and a lower cap harder than a higher one."""
    ranks = [_hardness(one, site) for one in (old, new)]
    words = (_effect_words(old), _effect_words(new))
    if ranks[0] is None or ranks[1] is None or ranks[0] == ranks[1]:
        yield site.favouring(Favour.DEPENDS).moved("effect-changed", 0, *words)
        return
    harder = ranks[1] > ranks[0]
    kind = "effect-hardened" if harder else "effect-softened"
    yield site.favouring(Favour.AGAINST).moved(kind, 1 if harder else -1, *words)


def _hardness(effect: Effect, site: Site) -> int | None:
    """How low an effect can push, by the ranks that both policies give their tiers."""
    ranks = [
        [*(tier.id for tier in policy.tiers), policy.otherwise.tier]
        for policy in (site.old, site.new)
    ]
    match effect:
        case Reject():
            return len(ranks[0]) + len(ranks[1])
        case Cap(tier) if ranks[0] == ranks[1] and tier in ranks[0]:
            return ranks[0].index(tier)
        case Cap() | Refer():
            return None


def _effect_words(effect: Effect) -> Words:
    match effect:
        case Reject():
            return message("diff.effect-reject")
        case Refer():
            return message("diff.effect-refer")
        case Cap(tier):
            return message("diff.effect-cap", tier=tier)


def _reason(site: Site, old: ReasonCode, new: ReasonCode) -> Iterator[Change]:
    if old.code != new.code:
        yield site.favouring(Favour.NOTHING).moved("reason-code-changed", 0, old.code, new.code)
    if old.text != new.text:
        yield site.text("reason-text-changed", old.text, new.text)


# -- the rest --------------------------------------------------------------------------------------


def _undecided(site: Site, old: bool, new: bool) -> Iterator[Change]:
    words = [message("diff.floor" if one else "diff.refer") for one in (old, new)]
    yield replace(site, element="undecided").moved("undecided-changed", 0, *words)


def _membership(site: Site, old: Membership | None, new: Membership | None) -> Iterator[Change]:
    here = replace(site, element="membership")
    if old is None or new is None:
        if old is not new:
            kind = "membership-added" if old is None else "membership-removed"
            spot = here.at(
                site.old_at if old is None else old.location,
                site.new_at if new is None else new.location,
            )
            yield spot.moved(kind, 0, None, None)
        return
    spot = here.at(old.location, new.location)
    yield from field_changes(spot, old, new, _MEMBERSHIP, frozenset({"declared"}))
    if old.down == new.down:
        yield from setting_changes(spot, old.declared, new.declared)
    else:
        yield from setting_changes(spot, _said_once(old.declared), _said_once(new.declared))


def _up(site: Site, old: bool, new: bool) -> Iterator[Change]:
    words = [message("diff.up-at-once" if one else "diff.up-next") for one in (old, new)]
    here = site.favouring(Favour.FOR)
    yield here.moved("membership-changed", 1 if new and not old else -1, *words)


def _said_once(declared: Mapping[str, Declaration]) -> Mapping[str, Declaration]:
    """A membership's settings without those that are evaluated and reported as such."""
    down = declared.get("down")
    if down is None or not isinstance(down.value, Mapping):
        return declared
    rest = {key: one for key, one in down.value.items() if key not in ("after", "to")}
    return {**declared, "down": Declaration(rest, down.location)}


def _examples(site: Site, old: tuple[Example, ...], new: tuple[Example, ...]) -> Iterator[Change]:
    """The worked customers in the file, by name."""
    left = {one.name: one for one in old}
    right = {one.name: one for one in new}
    here = replace(site, element="examples")
    for name in [*left, *(name for name in right if name not in left)]:
        if name not in right:
            yield here.text("example-removed", name, None)
        elif name not in left:
            yield here.text("example-added", None, name)
        elif left[name] != right[name]:
            yield here.text("example-changed", name, name)
    if set(left) == set(right) and list(left) != list(right):
        rows = [listed(list(side), "describe.semicolon") for side in (left, right)]
        yield here.text("order-changed", *rows)


def _strict(site: Site, old: bool, new: bool) -> Iterator[Change]:
    words = [message("describe.yes") if one else message("describe.no") for one in (old, new)]
    yield replace(site, element="strict").declared("setting-changed", *words)


_DEFINITION: Mapping[str, Rule] = {
    "means": condition_changes,
    "stands_for": stand_in_changes,
    "about": about_rule,
}
_KNOCKOUT: Mapping[str, Rule] = {
    "when": condition_changes,
    "effect": _effect,
    "reason": _reason,
    "stands_for": stand_in_changes,
    "about": about_rule,
}
_MEMBERSHIP: Mapping[str, Rule] = {
    "up_at_once": _up,
    "down": down_changes,
}
