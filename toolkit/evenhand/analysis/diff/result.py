"""The result of ``diff``: the changes between two policies and what they amount to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.structural import changes_between
from evenhand.errors import UsageError
from evenhand.messages import Bilingual, Message, in_both, message
from evenhand.model.policy import Policy
from evenhand.result import NEVER, Result, Run

EQUIVALENT: Final = "equivalent"
UNKNOWN: Final = "unknown"
GATES: Final = ("any", "semantic", "narrowing", NEVER)
"""What a diff can fail on: any change, any that is more than words, any that tightens, nothing."""


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
    """What changed from an old policy to a new one.

    ``verdict`` is ``equivalent`` where nothing changed that is evaluated, which proves that every
    customer gets the same outcome; else it is ``unknown``: the structure alone does not tell
    whether the changes balance each other.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]

    @property
    def verdict(self) -> str:
        return UNKNOWN if any(change.evaluated for change in self.changes) else EQUIVALENT

    @property
    def confidence(self) -> str:
        """How the verdict is known."""
        return "proved" if self.verdict == EQUIVALENT else "static"

    @property
    def explanation(self) -> Message:
        """What the verdict rests on."""
        if not self.changes:
            return message("diff.verdict-no-change")
        return message(f"diff.verdict-{self.verdict}")

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """The changes of one class."""
        return tuple(change for change in self.changes if change.effect is effect)

    def data(self) -> Mapping[str, object]:
        return {
            "verdict": self.verdict,
            "confidence": self.confidence,
            "explanation": in_both(self.explanation),
            "old": self.old.data(),
            "new": self.new.data(),
            "counts": {effect.value: len(self.of(effect)) for effect in Effect},
            "changes": [change.data() for change in self.changes],
        }

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:
        """1 where a change is of the kind to fail on: ``any``, ``semantic`` (more than words),
        ``narrowing`` (tightens for some customer); 0 for ``never``. Raises UsageError otherwise.
        """
        if fail_on not in GATES:
            raise UsageError(message("usage.gate", name=fail_on, known=", ".join(GATES)))
        if strict and self.incomplete:
            return 4
        return int(any(_counts(change, fail_on) for change in self.changes))


def _counts(change: Change, gate: str) -> bool:
    match gate:
        case "any":
            return True
        case "semantic":
            return change.effect is not Effect.TEXT
        case "narrowing":
            return change.effect is Effect.TIGHTENING
        case _:
            return False


def diff(old: Policy, new: Policy, run: Run) -> Diff:
    """Compare two policies."""
    return Diff(run=run, old=_side(old), new=_side(new), changes=changes_between(old, new))


def _side(policy: Policy) -> Side:
    return Side(policy.id, policy.header.version, policy.header.title)
