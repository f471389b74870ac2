"""All checks by name. A new check is a module here and a name in this list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.analysis.audit.check import Check
from evenhand.analysis.audit.checks import (
    attribute_decides,
    bins_cover,
    counted_twice,
    customers_undecided,
    date_passed,
    dead_parts,
    look_back,
    missing_scores_worst,
    no_way_up,
    open_amount,
    open_wording,
    product_tie,
    reason_too_general,
    setting_missing,
    source_incomplete,
    source_missing,
    table_rows,
    twins_differ,
    unbounded_discretion,
    weak_source,
    wrong_direction,
    wrong_maximum,
)

_LISTED: Final = (
    attribute_decides,
    bins_cover,
    counted_twice,
    customers_undecided,
    date_passed,
    dead_parts,
    look_back,
    missing_scores_worst,
    no_way_up,
    open_amount,
    open_wording,
    product_tie,
    reason_too_general,
    setting_missing,
    source_incomplete,
    source_missing,
    table_rows,
    twins_differ,
    unbounded_discretion,
    weak_source,
    wrong_direction,
    wrong_maximum,
)

CHECKS: Final[Mapping[str, Check]] = {module.CHECK.name: module.CHECK for module in _LISTED}
"""Each check by the name that rules use."""
