"""All checks by name. A new check is a module here and a name in this list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.analysis.audit.check import Check
from evenhand.analysis.audit.checks import (
    attribute_decides,
    bins_cover,
    counted_twice,
    date_passed,
    look_back,
    missing_scores_worst,
    open_amount,
    open_wording,
    product_tie,
    reason_too_general,
    setting_missing,
    source_incomplete,
    source_missing,
    unbounded_discretion,
    weak_source,
)

_LISTED: Final = (
    attribute_decides,
    bins_cover,
    counted_twice,
    date_passed,
    look_back,
    missing_scores_worst,
    open_amount,
    open_wording,
    product_tie,
    reason_too_general,
    setting_missing,
    source_incomplete,
    source_missing,
    unbounded_discretion,
    weak_source,
)

CHECKS: Final[Mapping[str, Check]] = {module.CHECK.name: module.CHECK for module in _LISTED}
"""Each check by the name that rules use."""
