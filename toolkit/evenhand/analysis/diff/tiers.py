"""Changes of tiers, paths, fees and benefits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from evenhand.analysis.declared import setting_words
from evenhand.analysis.diff.change import Change, Favour, Site
from evenhand.analysis.diff.conditions import condition_changes, optional_changes
from evenhand.analysis.diff.elements import Rule, field_changes, order_changed, pairs
from evenhand.analysis.diff.figures import amount_changes
from evenhand.analysis.diff.rows import cases_changes
from evenhand.analysis.diff.settings import (
    about_rule,
    setting_change,
    setting_changes,
    stand_in_changes,
)
from evenhand.analysis.diff.texts import text_changes
from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.element import Declaration
from evenhand.model.policy import (
    Benefit,
    BenefitValue,
    ByTier,
    Down,
    Fee,
    Otherwise,
    Path,
    Table,
    Tier,
)
from evenhand.model.scorecard import Cases, OpenPoints
from evenhand.model.wording import Words, label_words, listed, points_words


def tiers_changes(site: Site, old: tuple[Tier, ...], new: tuple[Tier, ...]) -> Iterator[Change]:
    """Tiers by id; their order is their rank."""
    both, gone, come = pairs(old, new)
    for tier in gone:
        here = _tier_site(site, tier).at(tier.location, site.new_at)
        yield here.moved("tier-removed", 0, tier.title, None)
    for tier in come:
        here = _tier_site(site, tier).at(site.old_at, tier.location)
        yield here.moved("tier-added", 0, None, tier.title)
    for one, two in both:
        here = _tier_site(site, two).at(one.location, two.location)
        yield from field_changes(here, one, two, _TIER)
    if order_changed(old, new):
        here = replace(site, element="tiers")
        rows = [listed([tier.title for tier in side], "describe.semicolon") for side in (old, new)]
        yield here.moved("order-changed", 0, *rows)


def _tier_site(site: Site, tier: Tier) -> Site:
    return replace(site, element=f"tiers/{tier.id}", favour=Favour.FOR)


def _entry(site: Site, old: object, new: object) -> Iterator[Change]:
    yield from optional_changes(site, old, new, "entry", -1)  # type: ignore[arg-type]


def _stay(site: Site, old: object, new: object) -> Iterator[Change]:
    here = site.within("stay")
    yield from optional_changes(here, old, new, "stay", 0)  # type: ignore[arg-type]


def _paths(site: Site, old: tuple[Path, ...], new: tuple[Path, ...]) -> Iterator[Change]:
    """Any one path suffices: one more opens the tier to more, except that the first ever closes."""
    both, gone, come = pairs(old, new)
    here = replace(site, element=f"{site.element}/paths")
    for path in gone:
        spot = here.within(path.id).at(path.location, site.new_at)
        words = condition_words(path.when, site.old)
        yield spot.moved("path-removed", -1 if new else 1, words, None)
    for path in come:
        spot = here.within(path.id).at(site.old_at, path.location)
        words = condition_words(path.when, site.new)
        yield spot.moved("path-added", 1 if old else -1, None, words)
    for one, two in both:
        spot = here.within(two.id).at(one.location, two.location)
        yield from field_changes(spot, one, two, _PATH)
    if order_changed(old, new):
        rows = [", ".join(path.id for path in side) for side in (old, new)]
        yield here.moved("order-changed", 0, *rows)


def _fee(site: Site, old: Fee | None, new: Fee | None) -> Iterator[Change]:
    here = site.within("fee").favouring(Favour.AGAINST)
    if old is None or new is None:
        spot = here.at(
            site.old_at if old is None else old.location, None if new is None else new.location
        )
        kind = "fee-added" if old is None else "fee-removed"
        yield spot.moved(kind, 1 if old is None else -1, _fee_words(old), _fee_words(new))
        return
    yield from field_changes(here.at(old.location, new.location), old, new, _FEE)


def _fee_words(fee: Fee | None) -> Words | None:
    if fee is None:
        return None
    return message("diff.row", row=points_words(fee.amount), points=fee.per.replace("_", " "))


def _waiver(site: Site, old: object, new: object) -> Iterator[Change]:
    here = site.favouring(Favour.FOR)
    yield from optional_changes(here, old, new, "waiver", 1)  # type: ignore[arg-type]


def granted_changes(site: Site, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    """Which benefits a tier lists."""
    here = site.favouring(Favour.FOR)

    def named(name: str, side: Mapping[str, Benefit]) -> Words:
        title = side[name].about.title if name in side else None
        return name if title is None else title

    for name in old:
        if name not in new:
            yield here.moved("benefit-withdrawn", -1, named(name, site.old.benefits), None)
    for name in new:
        if name not in old:
            yield here.moved("benefit-granted", 1, None, named(name, site.new.benefits))
    if set(old) == set(new) and old != new:
        yield here.text("order-changed", ", ".join(old), ", ".join(new))


def down_changes(site: Site, old: Down | None, new: Down | None) -> Iterator[Change]:
    """How a tier is lost."""
    here = site.within("down").favouring(Favour.FOR)
    if old is None or new is None:
        if old is not new:
            yield here.moved("membership-changed", 0, _down_words(old), _down_words(new))
        return
    spot = here.at(old.location, new.location)
    if old.after != new.after:
        longer = new.after > old.after
        kind = "grace-lengthened" if longer else "grace-shortened"
        yield spot.moved(kind, 1 if longer else -1, str(old.after), str(new.after))
    if old.to_earned is not new.to_earned:
        yield spot.moved("membership-changed", 0, _down_words(old), _down_words(new))


def _down_words(down: Down | None) -> Words | None:
    if down is None:
        return None
    return message("diff.down-earned" if down.to_earned else "diff.down-one-step", after=down.after)


def otherwise_changes(site: Site, old: Otherwise, new: Otherwise) -> Iterator[Change]:
    """The tier of everybody else."""
    here = replace(site, element="otherwise", favour=Favour.FOR).at(old.location, new.location)
    yield from field_changes(here, old, new, _OTHERWISE)


# -- benefits --------------------------------------------------------------------------------------


def benefits_changes(
    site: Site, old: Mapping[str, Benefit], new: Mapping[str, Benefit]
) -> Iterator[Change]:
    """Benefits by id."""
    both, gone, come = pairs(old.values(), new.values())
    for one in gone:
        here = _benefit_site(site, one).at(one.location, site.new_at)
        yield here.moved("benefit-removed", -1, _benefit_title(one), None)
    for one in come:
        here = _benefit_site(site, one).at(site.old_at, one.location)
        yield here.moved("benefit-added", 1, None, _benefit_title(one))
    for one, two in both:
        here = _benefit_site(site, two).at(one.location, two.location)
        yield from field_changes(here, one, two, _BENEFIT)


def _benefit_site(site: Site, benefit: Benefit) -> Site:
    return replace(site, element=f"benefits/{benefit.id}", favour=Favour.FOR)


def _benefit_title(benefit: Benefit) -> Words:
    return benefit.id if benefit.about.title is None else benefit.about.title


def _plain(site: Site, old: str | None, new: str | None) -> Iterator[Change]:
    def shown(name: str | None, policy: object) -> Words | None:
        return None if name is None else label_words(name, policy)  # type: ignore[arg-type]

    if old != new:
        yield site.moved("benefit-changed", 0, shown(old, site.old), shown(new, site.new))


def _value(site: Site, old: BenefitValue | None, new: BenefitValue | None) -> Iterator[Change]:
    """Whether a higher value is better depends on what it is taken of."""
    match old, new:
        case ((Fraction() | OpenPoints()), (Fraction() | OpenPoints())):
            yield from amount_changes(site, old, new, "benefit", 0)
        case ByTier(one), ByTier(two):
            before, after = dict(one), dict(two)
            for name in [*before, *(name for name in after if name not in before)]:
                here = site.detail(name)
                if name not in before:
                    yield here.moved("row-added", 0, None, points_words(after[name]))
                elif name not in after:
                    yield here.moved("row-removed", 0, points_words(before[name]), None)
                else:
                    yield from amount_changes(here, before[name], after[name], "benefit", 0)
        case Table(form, otherwise), Table(form_after, otherwise_after):
            here = site.detail(message("diff.otherwise"))
            yield from amount_changes(here, otherwise, otherwise_after, "benefit", 0)
            if isinstance(form, Cases) and isinstance(form_after, Cases):
                yield from cases_changes(site.favouring(Favour.DEPENDS), form, form_after)
            elif form != form_after:
                yield site.moved("benefit-changed", 0, None, None)
        case _:
            yield site.moved("benefit-changed", 0, _amount(old), _amount(new))


def _amount(value: BenefitValue | None) -> Words | None:
    return points_words(value) if isinstance(value, Fraction | OpenPoints) else None


def _requires(site: Site, old: object, new: object) -> Iterator[Change]:
    yield from optional_changes(site, old, new, "requirement", -1)  # type: ignore[arg-type]


def _ties(
    site: Site, old: tuple[Declaration, ...], new: tuple[Declaration, ...]
) -> Iterator[Change]:
    """Products that a benefit is tied to."""

    def product(tie: Declaration) -> str:
        found = tie.at("product")
        return str(found.value) if found is not None else ""

    before = {product(tie): tie for tie in old}
    after = {product(tie): tie for tie in new}
    for name in [*before, *(name for name in after if name not in before)]:
        here = site.within("ties").within(name)
        one, two = before.get(name), after.get(name)
        if one is not None and two is not None:
            spot = here.at(one.location, two.location)
            yield from setting_change(spot, one, two)
        elif one is not None:
            spot = here.at(one.location, site.new_at)
            yield spot.declared("tie-removed", setting_words(one), None)
        elif two is not None:
            spot = here.at(site.old_at, two.location)
            yield spot.declared("tie-added", None, setting_words(two))


def _title(site: Site, old: object, new: object) -> Iterator[Change]:
    yield from text_changes(site, "title-changed", old, new)  # type: ignore[arg-type]


def _lowest(site: Site, old: str, new: str) -> Iterator[Change]:
    yield site.moved("lowest-tier-changed", 0, old, new)


_PATH: Mapping[str, Rule] = {
    "when": condition_changes,
    "stands_for": stand_in_changes,
    "about": about_rule,
}
_FEE: Mapping[str, Rule] = {
    "amount": lambda s, a, b: amount_changes(s, a, b, "fee"),
    "waived_when": _waiver,
}
_TIER: Mapping[str, Rule] = {
    "title": _title,
    "when": _entry,
    "paths": _paths,
    "stay": _stay,
    "fee": _fee,
    "benefits": granted_changes,
    "down": down_changes,
    "declared": setting_changes,
    "about": about_rule,
}
_OTHERWISE: Mapping[str, Rule] = {
    "tier": _lowest,
    "title": _title,
    "benefits": granted_changes,
    "about": about_rule,
}
_BENEFIT: Mapping[str, Rule] = {
    "kind": _plain,
    "measure": _plain,
    "of": _plain,
    "value": _value,
    "requires": _requires,
    "ties": _ties,
    "declared": setting_changes,
    "about": about_rule,
}
