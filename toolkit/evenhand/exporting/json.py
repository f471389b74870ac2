"""The normalised policy as JSON, described by ``schema/normalised.schema.json``.

All that decides stands in it, and nothing of how the file was written: a program that reads it
needs neither the vocabularies nor evenhand to give every customer the same outcome.
"""

from __future__ import annotations

import json
from typing import Final, assert_never

from evenhand.exporting import normal
from evenhand.exporting.base import Settings
from evenhand.exporting.normal import Plain
from evenhand.model.conditions import Condition
from evenhand.model.decision_list import decision_list
from evenhand.model.mentions import used_attributes, used_derived
from evenhand.model.policy import (
    Benefit,
    ByTier,
    Cap,
    Down,
    Knockout,
    Policy,
    Refer,
    Reject,
    Table,
    Tier,
)
from evenhand.model.scorecard import (
    Bins,
    Cases,
    Characteristic,
    PerUnit,
    PointsTable,
    Scorecard,
    Section,
    Unread,
)
from evenhand.model.values import number_text
from evenhand.model.vocabulary import Attribute, Derived, Extreme, Quotient, Sum

FORMAT: Final = 1
"""The version of the form; a change of what a key means raises it."""


def render(policy: Policy, settings: Settings) -> str:  # noqa: ARG001 - all readings stand in it
    """The normalised policy as indented JSON."""
    return json.dumps(normalised(policy), ensure_ascii=False, indent=2) + "\n"


def normalised(policy: Policy) -> Plain:
    """The normalised policy as plain data."""
    dictionary = policy.dictionary
    return {
        "evenhand": FORMAT,
        "normalised": _header(policy),
        "attributes": [_attribute(policy, name) for name in sorted(used_attributes(policy))],
        "derived": [
            _derived(dictionary.derived[name], policy) for name in sorted(used_derived(policy))
        ],
        "definitions": [
            {"id": name, **normal.described(one.about), "means": _condition(policy, one.means)}
            for name, one in sorted(policy.definitions.items())
        ],
        "knockouts": [_knockout(policy, one) for one in policy.knockouts],
        "scorecards": [_card(policy, one) for one in policy.scorecards],
        "tiers": [_tier(policy, one) for one in policy.tiers],
        "otherwise": {
            "tier": policy.otherwise.tier,
            "title": normal.text_of(policy.otherwise.title),
            "benefits": [*policy.otherwise.benefits],
        },
        "decision_list": [
            {"outcome": one.outcome, "when": _condition(policy, one.condition)}
            for one in decision_list(policy)
        ],
        "undecided": "floor" if policy.undecided_floor else "refer",
        "reasons_shown": policy.shown_reasons(),
        "membership": _membership(policy),
        "benefits": [_benefit(policy, one) for _, one in sorted(policy.benefits.items())],
    }


def _header(policy: Policy) -> Plain:
    header = policy.header
    return {
        "id": header.id,
        "version": header.version,
        "title": normal.text_of(header.title),
        "bank": {"id": header.bank.id, "name": normal.text_of(header.bank.name)},
        "type": header.type,
        "jurisdictions": sorted(header.jurisdictions),
        "currency": header.currency,
        "effective": {"from": header.effective_from, "until": header.effective_until},
        "standing": header.standing,
        "sources": [
            {"id": name, "title": normal.text_of(one.title), "as_of": one.as_of}
            for name, one in sorted(header.sources.items())
        ],
    }


def _condition(policy: Policy, given: Condition) -> Plain:
    return normal.condition(given, policy.dictionary)


def _optional(policy: Policy, given: Condition | None) -> Plain | None:
    return None if given is None else _condition(policy, given)


# -- attributes ----------------------------------------------------------------------------------


def _attribute(policy: Policy, name: str) -> Plain:
    one: Attribute = policy.dictionary.attributes[name]
    labels = zip(one.codes, one.code_labels, strict=True)
    return {
        "id": name,
        "label": normal.text_of(one.label),
        "type": one.kind.value,
        "unit": one.unit,
        "step": normal.number(one.step),
        "low": normal.number(one.low) if one.kind.is_numeric else normal.day(one.earliest),
        "high": normal.number(one.high) if one.kind.is_numeric else normal.day(one.latest),
        "codes": [{"code": code, "label": normal.text_of(label)} for code, label in labels],
        "open": one.open,
        "assessed_by_human": one.human,
        "applies_when": _optional(policy, one.applies_when),
    }


def _derived(one: Derived, policy: Policy) -> Plain:
    about = {
        "id": one.id,
        "label": normal.text_of(one.label),
        "type": policy.dictionary.kind(one.id).value,
    }
    formula = one.formula
    match formula:
        case Sum(parts):
            rows = [
                {
                    "attribute": part.attribute,
                    "times": number_text(part.times),
                    "at_most": normal.number(part.at_most),
                    "missing": normal.number(part.if_missing),
                }
                for part in parts
            ]
            return {**about, "formula": "sum", "of": rows}
        case Extreme(attributes, greatest):
            listed = [{"attribute": name} for name in attributes]
            return {**about, "formula": "max_of" if greatest else "min_of", "of": listed}
        case Quotient(of, to):
            return {**about, "formula": "ratio", "of": [{"attribute": of}, {"attribute": to}]}
        case _:
            assert_never(formula)


# -- knockouts and scores ------------------------------------------------------------------------


def _knockout(policy: Policy, one: Knockout) -> Plain:
    effect = one.effect
    match effect:
        case Reject():
            shown: Plain = {"effect": "reject", "cap": None}
        case Refer():
            shown = {"effect": "refer", "cap": None}
        case Cap(tier):
            shown = {"effect": "cap", "cap": tier}
        case _:
            assert_never(effect)
    return {
        "id": one.id,
        **normal.described(one.about),
        **shown,
        "reason": {"code": one.reason.code, "text": normal.text_of(one.reason.text)},
        "when": _condition(policy, one.when),
    }


def _card(policy: Policy, card: Scorecard) -> Plain:
    return {
        "id": card.id,
        **normal.described(card.about),
        "base": normal.points(card.base),
        "maximum": normal.number(card.maximum),
        "sections": [_section(policy, one) for one in card.sections],
    }


def _section(policy: Policy, section: Section) -> Plain:
    return {
        "id": section.id,
        **normal.described(section.about),
        "weight": normal.points(section.weight),
        "at_least": normal.number(section.at_least),
        "at_most": normal.number(section.at_most),
        "characteristics": [_characteristic(policy, one) for one in section.characteristics],
    }


def _characteristic(policy: Policy, one: Characteristic) -> Plain:
    return {
        "id": one.id,
        **normal.described(one.about),
        **_form(policy, one),
        "otherwise": normal.points(one.otherwise),
        "missing": normal.number(one.if_missing),
        "not_applicable": normal.points(one.not_applicable),
        "maximum": normal.number(one.maximum),
    }


def _form(policy: Policy, one: Characteristic) -> Plain:
    form = one.form
    match form:
        case Bins():
            return {"form": "bins", "attribute": form.attribute, "rows": _bins(form)}
        case PointsTable(attribute, rows):
            by_code = {row.code: normal.points(row.points) for row in rows}
            ordered = normal.in_code_order(by_code, attribute, policy.dictionary)
            return {"form": "codes", "attribute": attribute, "points": ordered}
        case PerUnit(attribute, each, points, at_most, over):
            return {
                "form": "per_unit",
                "attribute": attribute,
                "each": number_text(each),
                "over": number_text(over),
                "points": normal.points(points),
                "at_most": normal.number(at_most),
            }
        case Cases():
            return {"form": "cases", "rows": _cases(policy, form)}
        case Unread(points):
            return {"form": "named_only", "points": normal.points(points)}
        case _:
            assert_never(form)


def _bins(form: Bins) -> list[Plain]:
    return [
        {
            "bounds": normal.bounds(row.bounds),
            "points": normal.points(row.points),
            "source": normal.sources(row.about.source),
        }
        for row in form.bins
    ]


def _cases(policy: Policy, form: Cases) -> list[Plain]:
    return [
        {
            "when": _condition(policy, row.when),
            "points": normal.points(row.points),
            "source": normal.sources(row.about.source),
        }
        for row in form.rows
    ]


# -- tiers and what they give ----------------------------------------------------------------------


def _tier(policy: Policy, tier: Tier) -> Plain:
    fee = tier.fee
    return {
        "id": tier.id,
        **normal.described(tier.about, tier.title),
        "when": _optional(policy, tier.when),
        "paths": [
            {"id": one.id, **normal.described(one.about), "when": _condition(policy, one.when)}
            for one in tier.paths
        ],
        "stay": _optional(policy, tier.stay),
        "down": None if tier.down is None else _down(tier.down),
        "fee": None
        if fee is None
        else {
            "amount": normal.points(fee.amount),
            "per": fee.per,
            "waived_when": _optional(policy, fee.waived_when),
        },
        "benefits": [*tier.benefits],
    }


def _down(down: Down) -> Plain:
    return {"after": down.after, "to": "earned" if down.to_earned else "one_step"}


def _membership(policy: Policy) -> Plain | None:
    return None if policy.membership is None else {"down": _down(policy.membership.down)}


def _benefit(policy: Policy, one: Benefit) -> Plain:
    return {
        "id": one.id,
        **normal.described(one.about),
        "kind": one.kind,
        "measure": one.measure,
        "of": one.of,
        "requires": _optional(policy, one.requires),
        "value": _benefit_value(policy, one),
    }


def _benefit_value(policy: Policy, one: Benefit) -> Plain | str | None:
    match one.value:
        case ByTier(values):
            return {"form": "by_tier", "tiers": {t: normal.points(p) for t, p in sorted(values)}}
        case Table(form, otherwise):
            rest = normal.points(otherwise)
            if isinstance(form, Bins):
                by: Plain = {"form": "bins", "attribute": form.attribute}
                return {**by, "rows": _bins(form), "otherwise": rest}
            return {"form": "cases", "rows": _cases(policy, form), "otherwise": rest}
        case points:
            return normal.points(points)
