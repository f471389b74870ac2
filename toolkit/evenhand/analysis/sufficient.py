"""Which values settle a decision: those that fix the outcome, and those that are wanting.

For a decided customer: a set of the values on record such that every customer who has them gets
the same outcome, whatever the rest. No member can be left out; where few values are at stake, no
set is smaller either. All customers are those of whom everything is known; where what is missing
counts too, it is told like a value, and customers are all. For an undecided customer: the fewest
missing values whose answer can decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Final, Protocol, TypeAlias

from evenhand.analysis.looked_at import attributes_behind
from evenhand.analysis.plain import written
from evenhand.engines.exact.question import Question, Side, outcome_of
from evenhand.messages import Message, in_both, message
from evenhand.model.boundaries import discretion_ids
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import Outcome, Reading, Status
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING, Missing, Value

ASKED: Final = 256
"""The most questions that are asked to find a smallest set."""

UNDECIDED: Final = "undecided"


class Reached(Protocol):
    """What is needed of an answer: whether it is one, and which labels some customer gets."""

    @property
    def known(self) -> bool: ...

    @property
    def reason(self) -> Message | None: ...

    @property
    def reached(self) -> frozenset[tuple[str, ...]]: ...


Ask: TypeAlias = Callable[[Question], Reached]
"""Asks about all customers which labels can occur."""


@dataclass(frozen=True, slots=True)
class Sufficient:
    """The values that fix the outcome whatever the rest, or why there are none to tell.

    ``smallest`` tells whether no set with fewer values does so; else it is only known that none of
    these can be left out. ``complete`` tells whether the answer is about customers of whom all is
    known; else some of the values may be missing. ``values`` is None where the question has no
    answer; ``why`` says why.
    """

    values: Mapping[str, Value | Missing] | None
    smallest: bool = False
    complete: bool = True
    why: Message | None = None

    def data(self) -> Mapping[str, object]:
        found = self.values
        return {
            "values": None if found is None else {k: _written(v) for k, v in found.items()},
            "smallest": self.smallest,
            "customers": "complete" if self.complete else "all",
            "proved": found is not None,
            "why": in_both(self.why),
        }


@dataclass(frozen=True, slots=True)
class Settling:
    """The fewest missing attributes of which an answer can decide; None where that is not known.

    ``hopeless`` tells that no answer of the customer decides: the policy itself is open.
    """

    attributes: tuple[str, ...] | None
    hopeless: bool = False
    why: Message | None = None

    def data(self) -> Mapping[str, object]:
        return {
            "attributes": None if self.attributes is None else list(self.attributes),
            "hopeless": self.hopeless,
            "proved": self.attributes is not None or self.hopeless,
            "why": in_both(self.why),
        }


class _NoAnswer(Exception):
    def __init__(self, why: Message | None) -> None:
        self.why = why


def _side(policy: Policy, reading: Reading) -> Side:
    """The outcome, with undecided customers told apart from those whom a rule refers."""
    return replace(outcome_of(policy, reading), undecided=UNDECIDED, floor=False)


# -- what fixes the outcome -----------------------------------------------------------------------


def sufficient(policy: Policy, customer: Customer, outcome: Outcome, ask: Ask) -> Sufficient:
    """A minimal set of the customer's values that fixes a decided outcome for all customers.

    Values are tried without one after the other in the order in which the policy mentions them.
    """
    if outcome.status is not Status.DECIDED:
        return Sufficient(None, why=message("explain.sufficient-undecided"))
    side = _side(policy, outcome.reading)
    told = dict(_facts(policy, customer))
    facts = {name: value for name, value in told.items() if not isinstance(value, Missing)}
    try:
        fixes = _Fixes(side, outcome.outcome, facts, True, ask)
        if not fixes.alone(facts):
            fixes = _Fixes(side, outcome.outcome, told, False, ask)
        kept = list(fixes.facts)
        if not fixes.alone(kept):
            return Sufficient(None, why=message("explain.sufficient-beyond"))
        for name in fixes.facts:
            rest = [one for one in kept if one != name]
            if fixes.alone(rest):
                kept = rest
        chosen, smallest = _smallest(fixes, kept)
    except _NoAnswer as no_answer:
        return Sufficient(None, why=no_answer.why)
    return Sufficient({name: fixes.facts[name] for name in chosen}, smallest, fixes.complete)


@dataclass(frozen=True, slots=True)
class _Fixes:
    side: Side
    outcome: str
    facts: Mapping[str, Value | Missing]
    complete: bool
    ask: Ask

    def alone(self, names: Iterable[str]) -> bool:
        """Whether all customers with these values get the outcome."""
        fixed = {name: self.facts[name] for name in names}
        answer = self.ask(Question((self.side,), complete=self.complete, fixed=fixed))
        if not answer.known:
            raise _NoAnswer(answer.reason)
        return answer.reached == frozenset({(self.outcome,)})


def _smallest(fixes: _Fixes, kept: Sequence[str]) -> tuple[Sequence[str], bool]:
    """A set of fewer values, if there is one and few enough have to be tried."""
    if len(kept) <= 1:
        return kept, True
    names = list(fixes.facts)
    needed = [one for one in names if not fixes.alone(other for other in names if other != one)]
    rest = [one for one in names if one not in needed]
    sizes = range(len(kept) - len(needed))
    if sum(comb(len(rest), size) for size in sizes) > ASKED:
        return kept, False
    for size in sizes:
        for more in combinations(rest, size):
            chosen = [one for one in names if one in needed or one in more]
            if fixes.alone(chosen):
                return chosen, True
    return kept, True


def _facts(policy: Policy, customer: Customer) -> Iterator[tuple[str, Value | Missing]]:
    """What an outcome can depend on, with what is on record of it; people's answers last."""
    for name in attributes_behind(policy, [one.condition for one in decision_list(policy)]):
        yield name, customer.get(name)
    for name in discretion_ids(policy):
        yield f"{DISCRETION_PREFIX}{name}", customer.discretion.get(name, MISSING)


def _written(value: Value | Missing) -> str | bool | list[str] | None:
    return None if isinstance(value, Missing) else written(value)


# -- what would decide ----------------------------------------------------------------------------


def settling(policy: Policy, customer: Customer, outcome: Outcome, ask: Ask) -> Settling:
    """The fewest of the missing attributes of which some answer decides an open outcome.

    All else that is missing stays so, and so do people's decisions that were not made.
    """
    wanting = outcome.settle
    try:
        if not _decides(policy, customer, wanting, outcome.reading, ask):
            return Settling(None, hopeless=True)
        for size in range(1, len(wanting)):
            if comb(len(wanting), size) > ASKED:
                return Settling(None, why=message("explain.settling-too-many"))
            for chosen in combinations(wanting, size):
                if _decides(policy, customer, chosen, outcome.reading, ask):
                    return Settling(chosen)
    except _NoAnswer as no_answer:
        return Settling(None, why=no_answer.why)
    return Settling(tuple(wanting))


def _decides(
    policy: Policy, customer: Customer, given: Sequence[str], reading: Reading, ask: Ask
) -> bool:
    """Whether some answer on these attributes alone leaves one outcome."""
    fixed = {name: value for name, value in _facts(policy, customer) if name not in given}
    answer = ask(Question((_side(policy, reading),), fixed=fixed))
    if not answer.known:
        raise _NoAnswer(answer.reason)
    return any(labels != (UNDECIDED,) for labels in answer.reached)
