"""A policy as plain data: the normalised policy, which elaborates to the same policy again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from evenhand.loading.elaborate.points import SINGLE
from evenhand.loading.writing.attributes import attribute_data, derived_data
from evenhand.loading.writing.conditions import (
    Place,
    condition_data,
    optional_condition_data,
    stands_for_data,
)
from evenhand.loading.writing.data import Data, write_yaml
from evenhand.loading.writing.elements import (
    declaration_data,
    declarations_data,
    label_data,
    remarks_data,
    text_data,
    title_data,
    without_none,
)
from evenhand.loading.writing.examples import FORMAT, example_data
from evenhand.loading.writing.laws import law_data
from evenhand.loading.writing.scorecards import points_data, rows_data, scorecard_data
from evenhand.model.policy import (
    Benefit,
    BenefitValue,
    ByTier,
    Cap,
    Definition,
    Down,
    Effect,
    Fee,
    Header,
    Knockout,
    Membership,
    Otherwise,
    Path,
    Policy,
    PolicySource,
    Refer,
    Reject,
    Table,
    Tier,
)


def policy_text(policy: Policy) -> str:
    """The text of a file that declares the policy."""
    return write_yaml(policy_data(policy))


def policy_data(policy: Policy) -> dict[str, Data]:
    """The policy in the order of its schema, with every default left out.

    Comments and places are lost, and so is a choice between two ways of saying the same.
    """
    cards = policy.scorecards
    place = Place(cards[0].id if len(cards) == 1 else None)
    blocks: dict[str, Data] = {
        "evenhand": FORMAT,
        "policy": _header(policy.header),
        "vocabulary": list(policy.vocabularies),
        "applies_to": optional_condition_data(policy.applies_to, place.inside("applies_to")),
        **_own_words(policy),
        "definitions": _filled({k: _definition(d, place) for k, d in policy.definitions.items()}),
        "knockouts": _filled([_knockout(one, place) for one in policy.knockouts]),
        **_scorecards(policy, place),
        "tiers": [_tier(one, place) for one in policy.tiers],
        "otherwise": _otherwise(policy.otherwise),
        "undecided": "floor" if policy.undecided_floor else "refer",
        "membership": None if policy.membership is None else _membership(policy.membership),
        "benefits": _filled({k: _benefit(b, place) for k, b in policy.benefits.items()}),
        **declarations_data(policy.declared),
        "laws": _filled([law_data(one, place.inside("laws")) for one in policy.laws]),
        "examples": _filled([example_data(one) for one in policy.examples]),
        "strict": True if policy.strict else None,
    }
    return without_none(blocks)


def _filled(data: Mapping[str, Data] | Sequence[Data]) -> Data:
    return data or None


def _own_words(policy: Policy) -> dict[str, Data]:
    words, own = policy.dictionary, policy.own_attributes
    plain = {k: attribute_data(words.attributes[k]) for k in own if k in words.attributes}
    derived = {k: derived_data(words.derived[k]) for k in own if k in words.derived}
    return {"attributes": _filled(plain), "derived": _filled(derived)}


def _header(header: Header) -> Data:
    period = {"from": header.effective_from or "unstated", "until": header.effective_until}
    bank = {"id": header.bank.id, "kind": header.bank.kind, "name": label_data(header.bank.name)}
    sources: dict[str, Data] = {name: _source(one) for name, one in header.sources.items()}
    return without_none(
        {
            "id": header.id,
            "title": label_data(header.title),
            "bank": without_none(bank),
            "type": header.type,
            "jurisdictions": list(header.jurisdictions),
            "currency": header.currency,
            "version": header.version,
            "effective": without_none(period),
            "standing": header.standing,
            "origin": text_data(header.origin),
            "binding": header.binding,
            "owner": text_data(header.owner),
            "approved": None if header.approved is None else declaration_data(header.approved),
            "sources": _filled(sources),
            **remarks_data(header.about),
        }
    )


def _source(source: PolicySource) -> Data:
    return without_none(
        {
            "title": text_data(source.title),
            "kind": source.kind,
            **source.details,
            "as_of": source.as_of or "unstated",
            "confidence": source.confidence,
            "complete": None if source.complete else False,
            "note": text_data(source.note),
        }
    )


def _definition(one: Definition, place: Place) -> Data:
    here = place.inside(one.id)
    return {
        **title_data(one.about),
        "means": condition_data(one.means, here),
        **without_none({"stands_for": stands_for_data(one.stands_for, here)}),
        **remarks_data(one.about),
    }


def _knockout(one: Knockout, place: Place) -> Data:
    here = place.inside(one.id)
    return {
        "id": one.id,
        **title_data(one.about),
        "when": condition_data(one.when, here),
        "effect": _effect(one.effect),
        "reason": {"code": one.reason.code, "en": one.reason.text.en, "zh": one.reason.text.zh},
        **without_none({"stands_for": stands_for_data(one.stands_for, here)}),
        **remarks_data(one.about),
    }


def _effect(effect: Effect) -> Data:
    match effect:
        case Reject():
            return "reject"
        case Refer():
            return "refer"
        case Cap(tier):
            return {"cap": tier}
        case _:  # pragma: no cover
            assert_never(effect)


def _scorecards(policy: Policy, place: Place) -> dict[str, Data]:
    cards = policy.scorecards
    if len(cards) == 1 and cards[0].id == SINGLE:
        return {"scorecard": scorecard_data(cards[0], place, named=False)}
    return {"scorecards": _filled([scorecard_data(one, place, named=True) for one in cards])}


def _tier(tier: Tier, place: Place) -> Data:
    here = place.inside(tier.id)
    return without_none(
        {
            "id": tier.id,
            "title": label_data(tier.title),
            "when": optional_condition_data(tier.when, here),
            "paths": _filled([_path(one, place) for one in tier.paths]),
            "stay": optional_condition_data(tier.stay, place.inside("stay")),
            "down": None if tier.down is None else _down(tier.down),
            "fee": None if tier.fee is None else _fee(tier.fee, place),
            "benefits": _filled(list(tier.benefits)),
            **declarations_data(tier.declared),
            "stands_for": stands_for_data(tier.stands_for, here),
            **remarks_data(tier.about),
        }
    )


def _path(path: Path, place: Place) -> Data:
    here = place.inside(path.id)
    return {
        "id": path.id,
        **title_data(path.about),
        "when": condition_data(path.when, here),
        **without_none({"stands_for": stands_for_data(path.stands_for, here)}),
        **remarks_data(path.about),
    }


def _down(down: Down) -> Data:
    to = "earned" if down.to_earned else "one_step"
    return {"after": {"assessments": down.after}, "to": to, **remarks_data(down.about)}


def _fee(fee: Fee, place: Place) -> Data:
    waived = optional_condition_data(fee.waived_when, place.inside("fee"))
    amount = {"amount": points_data(fee.amount), "per": fee.per, "waived_when": waived}
    return {**without_none(amount), **remarks_data(fee.about)}


def _otherwise(otherwise: Otherwise) -> Data:
    return without_none(
        {
            "tier": otherwise.tier,
            "title": text_data(otherwise.title),
            "benefits": _filled(list(otherwise.benefits)),
            **remarks_data(otherwise.about),
        }
    )


def _membership(membership: Membership) -> Data:
    declared = declarations_data(membership.declared)
    down = declared.pop("down", _down(membership.down))
    first = {key: declared.pop(key) for key in ("assessed",) if key in declared}
    up = "at_once" if membership.up_at_once else "next"
    return {**first, "up": up, "down": down, **declared}


def _benefit(benefit: Benefit, place: Place) -> Data:
    here = place.inside(benefit.id)
    ties: list[Data] = [declaration_data(one) for one in benefit.ties]
    measure: dict[str, Data] = {}
    if benefit.measure is not None and benefit.value is not None:
        measure[benefit.measure] = _amount(benefit.value, here)
    return without_none(
        {
            **title_data(benefit.about),
            "kind": benefit.kind,
            "of": benefit.of,
            **measure,
            "requires": optional_condition_data(benefit.requires, here),
            "ties": _filled(ties),
            **declarations_data(benefit.declared),
            **remarks_data(benefit.about),
        }
    )


def _amount(value: BenefitValue, place: Place) -> Data:
    match value:
        case ByTier(values):
            listed: dict[str, Data] = {tier: points_data(one) for tier, one in values}
            return {"by_tier": listed}
        case Table(form, otherwise):
            rest = without_none({"otherwise": points_data(otherwise)})
            return {**rows_data(form, place, "value"), **rest}
        case _:
            return points_data(value)
