"""Plain data of attributes and derived attributes."""

from __future__ import annotations

from typing import assert_never

from evenhand.loading.writing.conditions import Place, optional_condition_data
from evenhand.loading.writing.data import Data
from evenhand.loading.writing.elements import (
    declaration_data,
    label_data,
    remarks_data,
    value_data,
    without_none,
)
from evenhand.model.vocabulary import (
    Attribute,
    Derived,
    Extreme,
    Formula,
    Kind,
    Quotient,
    Sum,
    SumPart,
)


def attribute_data(one: Attribute) -> Data:
    """An attribute, in the order of the vocabulary files."""
    limits: Data = None
    if one.low is not None and one.high is not None:
        limits = {"at_least": one.low, "at_most": one.high}
    labels: dict[str, Data] = {
        code: label_data(label) for code, label in zip(one.codes, one.code_labels, strict=True)
    }
    place = Place(None, one.id)
    return without_none(
        {
            "label": label_data(one.label),
            "type": one.kind.value,
            "unit": one.unit,
            "step": one.step,
            "range": limits,
            "values": labels or None,
            "order": list(one.codes) if one.kind is Kind.ORDINAL else None,
            "open": True if one.open else None,
            "measure_of": one.measure_of,
            "window": None if one.window is None else declaration_data(one.window),
            "subject": one.subject,
            "applies_when": optional_condition_data(one.applies_when, place),
            "assessed_by": "human" if one.human else None,
            "measurable": None if one.measurable else False,
            "better": one.better,
            "class": one.category,
            "source": one.evidence,
            "grows": "with_time" if one.grows_with_time else None,
            "action": None if one.action is None else declaration_data(one.action),
            "proxy_for": list(one.proxy_for) or None,
            "typical": value_data(one.typical),
            **remarks_data(one.about),
        }
    )


def derived_data(one: Derived) -> Data:
    """An attribute that is computed from others."""
    return {"label": label_data(one.label), **_formula(one.formula), **remarks_data(one.about)}


def _formula(formula: Formula) -> dict[str, Data]:
    match formula:
        case Sum(parts):
            return {"sum": [_part(part) for part in parts]}
        case Extreme(attributes, greatest):
            return {"max_of" if greatest else "min_of": list(attributes)}
        case Quotient(of, to):
            return {"ratio": {"of": of, "to": to}}
        case _:  # pragma: no cover
            assert_never(formula)


def _part(part: SumPart) -> Data:
    return without_none(
        {
            "attribute": part.attribute,
            "times": None if part.times == 1 else part.times,
            "at_most": part.at_most,
            "missing": part.if_missing,
        }
    )
