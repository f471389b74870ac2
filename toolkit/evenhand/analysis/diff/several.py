"""Several policies before and after: pairs by id, what came, what went, and the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.diff.change import Effect
from evenhand.analysis.diff.gates import GATES
from evenhand.analysis.diff.ladders import EQUIVALENT, INCOMPARABLE, LOOSER, STRICTER, UNKNOWN
from evenhand.analysis.diff.result import Diff, Side
from evenhand.errors import UsageError
from evenhand.messages import Message, in_both, message
from evenhand.result import NEVER, Result

_WEAKER: Final = ("proved", "bounded", "simulated", "heuristic", "static")
"""How something is known, the surest first."""

_COUNTS_WHEN_ADDED: Final = ("any", "semantic")
_COUNTS_WHEN_REMOVED: Final = ("any", "semantic", "narrowing")
"""A policy that went is no longer open to anybody, which is the narrowest there is."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One policy on both sides, with its files, whose paths count from the same place."""

    diff: Diff
    old_path: str
    new_path: str

    @property
    def renamed(self) -> bool:
        """Whether the policy's file has another path now."""
        return self.old_path != self.new_path

    @property
    def changed(self) -> bool:
        """Whether anything but the file's path is different."""
        return bool(self.diff.changes)

    def data(self) -> Mapping[str, object]:
        files = {"old": self.old_path, "new": self.new_path}
        return {**self.diff.data(), "files": files, "renamed": self.renamed}


@dataclass(frozen=True, slots=True)
class Alone:
    """A policy that only one side has."""

    side: Side
    path: str

    def data(self) -> Mapping[str, object]:
        return {**self.side.data(), "path": self.path}


@dataclass(frozen=True, slots=True)
class Against:
    """The commit that the files are compared with: as it was named, and its id."""

    ref: str
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffs(Result):
    """What changed between two states of several policies, paired by id.

    The overall ``verdict`` is ``equivalent`` where that holds of every pair and no policy came or
    went, ``stricter`` or ``looser`` where some pairs are and all others are equivalent,
    ``incomparable`` where some are stricter and others looser or where policies came or went, which
    have nothing to be compared with; else ``unknown``.
    """

    pairs: tuple[Pair, ...]
    added: tuple[Alone, ...] = ()
    removed: tuple[Alone, ...] = ()
    against: Against | None = None

    @property
    def verdict(self) -> str:
        found = {pair.diff.verdict for pair in self.pairs} - {EQUIVALENT}
        if self.added or self.removed or INCOMPARABLE in found or {STRICTER, LOOSER} <= found:
            return INCOMPARABLE
        if UNKNOWN in found:
            return UNKNOWN
        return found.pop() if found else EQUIVALENT

    @property
    def confidence(self) -> str:
        """How the verdict is known: as surely as the least sure of the pairs."""
        found = {pair.diff.confidence for pair in self.pairs}
        return max(found, key=_WEAKER.index, default="static")

    @property
    def explanation(self) -> Message:
        """What the verdict rests on."""
        if self.added or self.removed:
            return message("diff.all-unpaired")
        if not self.changed:
            return message("diff.all-no-change")
        return message(f"diff.all-{self.verdict}")

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs that differ in more than the path of the file."""
        return tuple(pair for pair in self.pairs if pair.changed)

    @property
    def unchanged(self) -> tuple[Pair, ...]:
        """The pairs that do not."""
        return tuple(pair for pair in self.pairs if not pair.changed)

    def counts(self) -> Mapping[str, int]:
        """How many policies there are of each fate."""
        return {
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "added": len(self.added),
            "removed": len(self.removed),
            "renamed": sum(pair.renamed for pair in self.pairs),
        }

    def data(self) -> Mapping[str, object]:
        against = self.against
        changes = {
            effect.value: sum(len(pair.diff.of(effect)) for pair in self.pairs) for effect in Effect
        }
        return {
            "verdict": self.verdict,
            "confidence": self.confidence,
            "explanation": in_both(self.explanation),
            "against": against and {"ref": against.ref, "commit": against.commit},
            "counts": changes,
            "policy_counts": self.counts(),
            "policies": [pair.data() for pair in self.pairs],
            "added": [one.data() for one in self.added],
            "removed": [one.data() for one in self.removed],
        }

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:
        """As that of one pair, over all of them.

        A policy that came counts as any change and as one that is more than words; one that went
        narrows as well. Raises UsageError for a gate that does not exist.
        """
        if fail_on not in GATES:
            raise UsageError(message("usage.gate", name=fail_on, known=", ".join(GATES)))
        codes = [pair.diff.exit_code(fail_on, strict=strict) for pair in self.pairs]
        came = self.added and fail_on in _COUNTS_WHEN_ADDED
        went = self.removed and fail_on in _COUNTS_WHEN_REMOVED
        return max([*codes, int(bool(came or went))])
