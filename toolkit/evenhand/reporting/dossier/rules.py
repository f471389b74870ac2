"""What a policy says: who it is for, its tiers, knockouts, points and terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from evenhand.messages import message
from evenhand.model.describe import condition_words
from evenhand.model.policy import Benefit, ByTier, Cap, Fee, Policy, Refer, Reject, Table, Tier
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
    listed,
    number_words,
    points_words,
    value_words,
)
from evenhand.reporting.dossier.codes import coded
from evenhand.reporting.dossier.words import Clause, Element, clause, element, outcome_words


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a tier."""

    element: Element
    clause: Clause


@dataclass(frozen=True, slots=True)
class Gift:
    """One benefit of a tier, with what it amounts to and what else it asks for."""

    element: Element
    value: Words | None
    requires: Clause | None


@dataclass(frozen=True, slots=True)
class TierView:
    """A tier: what must hold in any case, the ways in, and what it brings."""

    element: Element
    rank: int
    must: Clause | None
    ways: tuple[Way, ...]
    stay: Clause | None
    fee: Words | None
    waived: Clause | None
    gifts: tuple[Gift, ...]
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A knockout: who is barred, what happens, and what the customer is told."""

    element: Element
    clause: Clause
    effect: Words
    code: str
    reason: Words


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


def scope(policy: Policy) -> Clause | None:
    """Who the policy is for; None for everybody."""
    return None if policy.applies_to is None else clause(policy.applies_to, policy)


def tiers(policy: Policy) -> tuple[TierView, ...]:
    """The tiers from the best down to the one that takes everybody else."""
    views = [_tier(tier, rank, policy) for rank, tier in enumerate(policy.tiers, 1)]
    rest = policy.otherwise
    shown = Element(
        rest.tier,
        rest.title or rest.tier,
        f"{rest.location.path}:{rest.location.line}",
        (),
        (),
    )
    gifts = tuple(_gift(policy.benefits[name], rest.tier, policy) for name in rest.benefits)
    views.append(TierView(shown, len(views) + 1, None, (), None, None, None, gifts, True))
    return tuple(views)


def _tier(tier: Tier, rank: int, policy: Policy) -> TierView:
    fee = tier.fee
    return TierView(
        element(tier.id, tier.about, tier.location, tier.title),
        rank,
        None if tier.when is None else clause(tier.when, policy),
        tuple(
            Way(element(path.id, path.about, path.location), clause(path.when, policy))
            for path in tier.paths
        ),
        None if tier.stay is None else clause(tier.stay, policy),
        None if fee is None else _fee(fee, policy),
        None if fee is None or fee.waived_when is None else clause(fee.waived_when, policy),
        tuple(_gift(policy.benefits[name], tier.id, policy) for name in tier.benefits),
    )


def _fee(fee: Fee, policy: Policy) -> Words:
    return message(
        "dossier.fee",
        amount=points_words(fee.amount),
        currency=policy.header.currency,
        per=coded("per", fee.per),
    )


def _gift(benefit: Benefit, tier: str, policy: Policy) -> Gift:
    return Gift(
        element(benefit.id, benefit.about, benefit.location),
        _gift_value(benefit, tier, policy),
        None if benefit.requires is None else clause(benefit.requires, policy),
    )


def _gift_value(benefit: Benefit, tier: str, policy: Policy) -> Words | None:
    value = benefit.value
    match value:
        case None:
            return None
        case ByTier(values):
            found = dict(values).get(tier)
            return None if found is None else points_words(found)
        case Table(form, otherwise):
            attribute = form.attribute if isinstance(form, Bins) else None
            label = None if attribute is None else label_words(attribute, policy)
            rows = tuple(_table_rows(form, otherwise, policy))
            shown = [message("dossier.row", who=row.who, points=row.points) for row in rows]
            words = listed(shown, "describe.semicolon")
            return words if label is None else message("dossier.by", label=label, rows=words)
        case Fraction() | OpenPoints():
            amount = points_words(value)
            if benefit.measure != "times" or benefit.of is None:
                return amount
            key = "dossier.times-of" if isinstance(value, Fraction) else "dossier.multiple-of"
            return message(key, factor=amount, label=label_words(benefit.of, policy))
        case _:
            assert_never(value)


def bars(policy: Policy) -> tuple[Bar, ...]:
    """The knockouts in file order."""
    found = []
    for knockout in policy.knockouts:
        effect = knockout.effect
        match effect:
            case Reject():
                said: Words = message("dossier.effect-reject")
            case Refer():
                said = message("dossier.effect-refer")
            case Cap(tier):
                said = message("dossier.effect-cap", tier=outcome_words(tier, policy))
            case _:
                assert_never(effect)
        found.append(
            Bar(
                element(knockout.id, knockout.about, knockout.location),
                clause(knockout.when, policy),
                said,
                knockout.reason.code,
                knockout.reason.text,
            )
        )
    return tuple(found)


def terms(policy: Policy) -> tuple[Way, ...]:
    """The definitions: terms that several places use."""
    return tuple(
        Way(element(one.id, one.about, one.location), clause(one.means, policy))
        for one in policy.definitions.values()
    )


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
            yield from _table_rows(form, None, policy)
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


def _table_rows(
    form: Bins | Cases, otherwise: Points | None, policy: Policy
) -> Iterator[PointsRow]:
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
