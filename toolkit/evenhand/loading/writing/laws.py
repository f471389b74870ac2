"""Plain data of laws."""

from __future__ import annotations

from typing import assert_never

from evenhand.loading.writing.conditions import Place, condition_data, optional_condition_data
from evenhand.loading.writing.data import Data
from evenhand.loading.writing.elements import remarks_data, title_data, without_none
from evenhand.model.law import (
    CLAIM_KEYS,
    Always,
    Claim,
    Customers,
    Indifferent,
    Law,
    Monotone,
    NoDead,
    NoGap,
    NoOverlap,
    OnlyIf,
    PointsAtMost,
    Reachable,
    TiersAtMost,
    Total,
    Unreachable,
)


def law_data(law: Law, place: Place) -> dict[str, Data]:
    """One law as a mapping."""
    here = place.inside(f"{law.id}")
    whom = None if law.customers is Customers.COMPLETE else law.customers.value
    return {
        **without_none({"id": law.id}),
        **title_data(law.about),
        CLAIM_KEYS[type(law.claim)]: claim_data(law.claim, here),
        **without_none({"customers": whom, "among": optional_condition_data(law.among, here)}),
        **remarks_data(law.about),
    }


def claim_data(claim: Claim, place: Place) -> Data:
    """What a law claims, as it stands behind the claim's key."""
    match claim:
        case Monotone(attributes, better):
            names = _one_or_list(attributes)
            return names if better is None else {"in": names, "better": better}
        case Indifferent(attributes, classes):
            return {"class": classes[0]} if classes else _one_or_list(attributes)
        case Reachable(names) | Unreachable(names) | Always(names):
            return _one_or_list(names)
        case NoGap(names) | NoOverlap(names) | NoDead(names):
            return _one_or_list(names)
        case OnlyIf(tier, holds):
            return {"tier": tier, "holds": condition_data(holds, place)}
        case Total():
            return True
        case PointsAtMost(attribute, points):
            return {"attribute": attribute, "points": points}
        case TiersAtMost(attribute, tiers):
            return {"attribute": attribute, "tiers": tiers}
        case _:
            assert_never(claim)


def _one_or_list(names: tuple[str, ...]) -> Data:
    return names[0] if len(names) == 1 else list(names)
