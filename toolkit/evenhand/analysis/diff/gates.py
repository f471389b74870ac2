"""Gates: what a diff can fail on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.flips import Flips
from evenhand.analysis.diff.ladders import EQUIVALENT, Move
from evenhand.analysis.diff.news import News
from evenhand.analysis.diff.semantic import Semantics
from evenhand.result import NEVER

GATES: Final = ("any", "semantic", "narrowing", "unfair", NEVER)
"""Any change; somebody's outcome or benefits; somebody loses; who somebody is; nothing."""

FAMILIES: Final = ("STAT", "PROT", "FAIR")
"""The families of audit rules about unequal treatment."""


def has_semantic(whole: Semantics, beside: Sequence[Change]) -> bool:
    """Whether somebody's outcome changes, or may, or what goes with a tier.

    ``beside`` are the changes of what a tier gives, costs and takes to keep.
    """
    return {whole.everyone.verdict, whole.complete.verdict} != {EQUIVALENT} or bool(beside)


def has_narrowing(whole: Semantics, beside: Sequence[Change], changes: Iterable[Change]) -> bool:
    """Whether somebody loses a tier or is rejected, or what goes with a tier becomes narrower.

    Where outcomes are unknown, any change counts that the structure alone shows to tighten.
    """
    if whole.of(Move.LOSS):
        return True
    told = beside if whole.known else changes
    return any(one.effect is Effect.TIGHTENING for one in told)


def has_unfair(flips: Flips, news: News) -> bool:
    """Whether who somebody is begins to decide, or may, or the audit finds more unequal treatment.

    What is not known counts: a gate must not open because a question was too large.
    """
    found = any(one.rule.partition("-")[0] in FAMILIES for one in news.new)
    return bool(flips.begun or flips.unknown) or found
