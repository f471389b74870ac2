"""Contrast: the least change of any attribute that would have given another outcome.

It answers "why not gold?", and not "what can the customer do": what nobody can change counts as
well, and is marked. Fewest attributes come first, then the least distance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from evenhand.analysis.distances import MEMBERS, moves_of, told_members
from evenhand.analysis.looked_at import attributes_behind
from evenhand.analysis.plain import written
from evenhand.analysis.traits import is_changeable, is_personal, is_status
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import Unanswered
from evenhand.engines.possible import limits_of
from evenhand.engines.reference import decide
from evenhand.errors import UsageError
from evenhand.messages import Message, in_both, message
from evenhand.model.customer import Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import REFER, REFERRED, Outcome, Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind
from evenhand.suggest import closest

OTHERS: Final = 4
"""How many further answers of one attribute are looked for."""


Solve: TypeAlias = Callable[
    [Policy, Customer, Mapping[str, Move], frozenset[str], Reading], Cheapest | None
]
"""The cheapest possible customer with an outcome of the goal; None: proved that there is none.

Attributes without a move stay as they are. Raises Unanswered where the question is too large.
"""


class Found(Enum):
    """What came of the question."""

    ALREADY = "already"
    CHANGE = "change"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute with the customer's value and the one that it would take.

    ``marks`` say what is special about it: ``fixed`` (no customer can change it), ``personal``,
    ``status``, ``human`` (a person assesses it).
    """

    attribute: str
    before: Value
    after: Value
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Changes that together give the outcome."""

    changes: tuple[Change, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """Why not another outcome. ``kept_missing`` are the attributes that were left missing.

    ``alternatives`` begin with the least change; where that is one attribute, the others are
    further attributes that would have done it alone. ``why`` tells why there is no answer.
    """

    wanted: str
    or_better: bool
    found: Found
    alternatives: tuple[Alternative, ...] = ()
    kept_missing: tuple[str, ...] = ()
    why: Message | None = None

    def data(self) -> Mapping[str, object]:
        return {
            "wanted": self.wanted,
            "or_better": self.or_better,
            "answer": self.found.value,
            "proved": self.found in (Found.CHANGE, Found.NONE),
            "alternatives": [
                {
                    "outcome": one.outcome,
                    "changes": [
                        {
                            "attribute": change.attribute,
                            "before": written(change.before),
                            "after": written(change.after),
                            "marks": list(change.marks),
                        }
                        for change in one.changes
                    ],
                }
                for one in self.alternatives
            ],
            "kept_missing": list(self.kept_missing),
            "why": in_both(self.why),
        }


def contrast(
    policy: Policy,
    customer: Customer,
    outcome: Outcome,
    wanted: str,
    solve: Solve,
    *,
    or_better: bool = False,
) -> Contrast:
    """The least change that would have given the wanted outcome (or a better one).

    Values that are missing stay missing, and so do people's recorded decisions.
    """
    goal = goal_of(policy, wanted, or_better=or_better)
    if outcome.outcome in goal:
        return Contrast(wanted, or_better, Found.ALREADY)
    names = attributes_behind(policy, [one.condition for one in decision_list(policy)])
    missing = tuple(name for name in names if name not in customer.values)
    known = [name for name in (*names, *_tied(policy, names)) if name in customer.values]
    search = _Search(policy, customer, goal, outcome.reading, solve, known)
    try:
        found = search.least(())
    except Unanswered as unanswered:
        reason = message(f"exact.{unanswered.reason}", name=unanswered.about)
        return Contrast(wanted, or_better, Found.UNKNOWN, kept_missing=missing, why=reason)
    if found is None:
        whole = all(search.is_whole(name) for name in known)
        why = None if whole else message("explain.contrast-too-many-members", most=MEMBERS)
        state = Found.NONE if whole else Found.UNKNOWN
        return Contrast(wanted, or_better, state, kept_missing=missing, why=why)
    alternatives = (found, *search.others(found))
    return Contrast(wanted, or_better, Found.CHANGE, alternatives, missing)


def checked_outcome(policy: Policy, wanted: str) -> str:
    """The outcome of a name. Raises UsageError, with the nearest name, for what is none."""
    known = [entry.outcome for entry in decision_list(policy) if entry.outcome != REFERRED]
    known += [REFER] * any(entry.outcome == REFERRED for entry in decision_list(policy))
    if wanted in known:
        return wanted
    near = closest(wanted, known)
    if near is not None:
        raise UsageError(message("usage.no-such-outcome-near", name=wanted, near=near))
    names = ", ".join(known)
    raise UsageError(message("usage.no-such-outcome", policy=policy.id, name=wanted, known=names))


def goal_of(policy: Policy, wanted: str, *, or_better: bool) -> frozenset[str]:
    """The outcomes that answer the question."""
    tiers = [tier.id for tier in policy.tiers]
    if not or_better:
        return frozenset({wanted})
    upto = tiers.index(wanted) + 1 if wanted in tiers else len(tiers)
    return frozenset({wanted, *tiers[:upto]})


def _tied(policy: Policy, names: Collection[str]) -> Iterator[str]:
    """Further attributes that constraints of the vocabulary tie to those of the policy."""
    tied = (name for limit in limits_of(policy) for name in limit.attributes)
    yield from (name for name in dict.fromkeys(tied) if name not in names)


@dataclass(frozen=True, slots=True)
class _Search:
    policy: Policy
    customer: Customer
    goal: frozenset[str]
    reading: Reading
    solve: Solve
    names: Sequence[str]

    def least(self, without: Collection[str]) -> Alternative | None:
        """The least change that leaves some attributes alone; None where there is none."""
        moves = moves_of(self.policy, self.customer, self.names)
        open_ = {name: move for name, move in moves.items() if name not in without}
        found = self.solve(self.policy, self.customer, open_, self.goal, self.reading)
        return None if found is None else self._replayed(found)

    def others(self, first: Alternative) -> tuple[Alternative, ...]:
        """Further attributes that would do it alone, where one attribute does."""
        told: list[Alternative] = []
        done = [change.attribute for change in first.changes]
        while len(done) == len(told) + 1 and len(told) < OTHERS:
            try:
                found = self.least(done)
            except Unanswered:
                break
            if found is None or len(found.changes) > 1:
                break
            told.append(found)
            done.append(found.changes[0].attribute)
        return tuple(told)

    def is_whole(self, name: str) -> bool:
        """Whether every value of an attribute was among the moves."""
        attribute = self.policy.dictionary.attributes[name]
        return attribute.kind is not Kind.SET or len(told_members(self.policy, name)) <= MEMBERS

    def _replayed(self, found: Cheapest) -> Alternative:
        before, after = self.customer.values, found.customer.values
        changes = tuple(
            _change(self.policy, name, before[name], after[name])
            for name in self.names
            if name in after and after[name] != before[name]
        )
        outcome = decide(self.policy, found.customer, self.reading).outcome.outcome
        assert outcome in self.goal, "the engines disagree"
        return Alternative(changes, outcome)


def _change(policy: Policy, name: str, before: Value, after: Value) -> Change:
    attribute = policy.dictionary.attributes[name]
    marks = {
        "fixed": not is_changeable(policy, name) and not attribute.human,
        "personal": is_personal(attribute),
        "status": is_status(attribute),
        "human": attribute.human,
    }
    return Change(name, before, after, tuple(mark for mark, holds in marks.items() if holds))
