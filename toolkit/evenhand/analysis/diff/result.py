"""The result of ``diff``: the changes between two policies and what they amount to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from evenhand.analysis.diff.beside import beside_outcomes
from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.effects import TierEffects, tier_effects
from evenhand.analysis.diff.flips import NO_FLIPS, Flips, flips
from evenhand.analysis.diff.gates import GATES, has_narrowing, has_semantic, has_unfair
from evenhand.analysis.diff.ladders import EQUIVALENT, UNKNOWN, Move, ladders
from evenhand.analysis.diff.news import NO_NEWS, News, news
from evenhand.analysis.diff.regain import Regained
from evenhand.analysis.diff.semantic import (
    Ask,
    Semantics,
    completed,
    same_decisions,
    semantics,
    unchanged,
)
from evenhand.analysis.diff.structural import changes_between
from evenhand.analysis.diff.transition import Transition
from evenhand.errors import UsageError
from evenhand.messages import Bilingual, Message, in_both, message
from evenhand.model.policy import Policy
from evenhand.result import NEVER, Result, Run

Recourse: TypeAlias = Callable[[Policy, Transition, Run], Regained | None]
"""Whether and how the customer of a change of outcome can reach the old tier again."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two policies: its id, version and title."""

    policy: str
    version: str
    title: Bilingual

    def data(self) -> Mapping[str, object]:
        return {
            "policy": self.policy,
            "version": self.version,
            "title": in_both(self.title),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff(Result):
    """What changed from an old policy to a new one, and for whom.

    ``verdict`` is about all customers, also those of whom something is missing; ``semantics`` holds
    it for complete ones as well, by tier, and with every change of outcome. ``beside`` are the
    changes of what goes with a tier: benefits, fees, membership. ``effects`` are the benefits that
    tiers gain and lose, ``flips`` the attributes of a person that begin or cease to decide,
    ``news`` the findings of the audit that are new or resolved.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    semantics: Semantics
    beside: tuple[Change, ...] = ()
    effects: tuple[TierEffects, ...] = ()
    flips: Flips = NO_FLIPS
    news: News = NO_NEWS

    @property
    def verdict(self) -> str:
        return self.semantics.everyone.verdict

    @property
    def confidence(self) -> str:
        """How the verdict is known."""
        return "static" if self.verdict == UNKNOWN else "proved"

    @property
    def explanation(self) -> Message:
        """What the verdict means and rests on."""
        if not self.changes:
            return message("diff.verdict-no-change")
        if self.semantics.by_structure:
            return message("diff.verdict-same-decisions")
        if self.verdict == UNKNOWN:
            reason = self.semantics.everyone.reason
            assert reason is not None
            return message("diff.verdict-unknown", reason=reason)
        counts = self.semantics.everyone.moves
        if self.verdict != EQUIVALENT and not counts[Move.LOSS] and not counts[Move.GAIN]:
            return message("diff.verdict-neither")
        return message(f"diff.verdict-{self.verdict}")

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """The changes of one class."""
        return tuple(change for change in self.changes if change.effect is effect)

    def data(self) -> Mapping[str, object]:
        whole = self.semantics
        return {
            "verdict": self.verdict,
            "confidence": self.confidence,
            "explanation": in_both(self.explanation),
            "verdicts": {"complete": whole.complete.data(), "all": whole.everyone.data()},
            "old": self.old.data(),
            "new": self.new.data(),
            "tiers": {
                "added": list(whole.ladders.added),
                "removed": list(whole.ladders.removed),
            },
            "transitions": [one.data() for one in whole.transitions],
            "benefits": [one.data() for one in self.effects],
            "deciding": self.flips.data(),
            "findings": self.news.data(),
            "counts": {effect.value: len(self.of(effect)) for effect in Effect},
            "changes": [change.data() for change in self.changes],
        }

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:
        """1 where what the gate is about is found, 4 under ``strict`` where an answer is unknown.

        ``any``: any change. ``semantic``: somebody's outcome, or what goes with a tier.
        ``narrowing``: somebody loses. ``unfair``: who somebody is begins to decide. ``never``: 0.
        Raises UsageError for another gate.
        """
        if fail_on not in GATES:
            raise UsageError(message("usage.gate", name=fail_on, known=", ".join(GATES)))
        if strict and self.incomplete:
            return 4
        return int(self._fails(fail_on))

    def _fails(self, gate: str) -> bool:
        match gate:
            case "any":
                return bool(self.changes)
            case "semantic":
                return has_semantic(self.semantics, self.beside)
            case "narrowing":
                return has_narrowing(self.semantics, self.beside, self.changes)
            case "unfair":
                return has_unfair(self.flips, self.news)
            case _:
                return False


def diff(
    old: Policy, new: Policy, run: Run, *, ask: Ask | None = None, recourse: Recourse | None = None
) -> Diff:
    """Compare two policies.

    ``ask`` answers questions about all customers (the exact engine's, where none is given) and is
    left alone where nothing that decides changed. ``recourse`` looks for the way
    back of whoever loses (``regain.regained``).
    """
    changes = changes_between(old, new)
    ladder = ladders(old, new)
    whole, turned = unchanged(ladder), NO_FLIPS
    if not same_decisions(old, new):
        asked = _ask() if ask is None else ask
        whole = semantics(old, new, changes, ladder, asked)
        if whole.everyone.verdict != EQUIVALENT:
            turned = flips(old, new, ask)
    if recourse is not None:
        whole = completed(
            whole, [replace(one, regained=recourse(new, one, run)) for one in whole.transitions]
        )
    return Diff(
        run=run,
        incomplete=not whole.known or bool(turned.unknown),
        old=side_of(old),
        new=side_of(new),
        changes=changes,
        semantics=whole,
        beside=beside_outcomes(old, new, changes),
        effects=tier_effects(old, new),
        flips=turned,
        news=news(old, new, run.as_of) if changes else NO_NEWS,
    )


def _ask() -> Ask:
    from evenhand.engines.proofs import ask

    return ask


def side_of(policy: Policy) -> Side:
    """What a diff says of a policy itself."""
    return Side(policy.id, policy.header.version, policy.header.title)
