"""Questions to the exact engine, each asked once: the only place where laws meet it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from evenhand.engines.exact.cell import MISSING_CELL
from evenhand.engines.exact.question import (
    MET,
    OPEN,
    Budget,
    Order,
    Question,
    Side,
    outcome_of,
    truth_of,
)
from evenhand.engines.exact.sweep import Effects, Swept
from evenhand.engines.proofs import Answer, ask, swept
from evenhand.model.conditions import All, Condition
from evenhand.model.law import Customers
from evenhand.model.outcome import REFERRED, Reading
from evenhand.model.policy import Policy

DEFAULT_BUDGET: Final = Budget()
BY_RULE: Final = "by_rule"
"""The label of a decision that a rule leaves to a person."""


@dataclass(frozen=True, slots=True)
class Among:
    """Whom a law speaks of: complete customers or all, and those who meet a condition, or all."""

    customers: Customers = Customers.COMPLETE
    condition: Condition | None = None

    @property
    def complete(self) -> bool:
        return self.customers is Customers.COMPLETE


EVERYBODY: Final = Among()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer.

    ``bare`` is how many labels come before those of ``among``. ``deciders`` are the policies whose
    decisions about a witness are shown.
    """

    question: Question
    answer: Answer
    bare: int
    deciders: tuple[Policy, ...]

    @property
    def known(self) -> bool:
        return self.answer.known

    @property
    def unused(self) -> bool:
        """Whether no outcome hangs on the attribute in which the twins differ."""
        reason = self.answer.reason
        return reason is not None and reason.key == "exact.not-used"

    def reached(self) -> frozenset[tuple[str, ...]]:
        """The labels that occur together among those who are meant, those of ``among`` left out."""
        return frozenset(
            labels[: self.bare]
            for labels in self.answer.reached
            if all(label == MET for label in labels[self.bare :])
        )

    def showing(self) -> Asked:
        """The same with an answer that has witnesses.

        What a sweep tells is asked by itself, which may be too much: then it is not known.
        """
        if not isinstance(self.answer, Later):
            return self
        return replace(self, answer=ask(self.question, self.answer.budget))

    def whole(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """The labels with those of ``among``."""
        more = len(self.question.sides) - self.bare
        return (*labels, *(MET for _ in range(more)))


@dataclass(slots=True)
class Later(Answer):
    """An answer that a sweep gave; it has no witnesses until its question is asked by itself."""

    budget: Budget = DEFAULT_BUDGET


def _pairs(effects: Effects, order: Order) -> Iterator[tuple[str, str]]:
    """The labels of twins who differ, the customer's first."""
    for _, high, one, other in effects.pairs:
        if one != other and not (order is Order.ABOVE and effects.cells[high] is MISSING_CELL):
            yield one, other
            if order is Order.ANY:
                yield other, one


@dataclass(slots=True)
class Asker:
    """Asks about one policy under one reading, and remembers what it was told.

    ``answering`` gives the answers; for certificates it is not the exact engine.
    """

    policy: Policy
    reading: Reading = Reading.DECLARED
    budget: Budget = DEFAULT_BUDGET
    answering: Callable[[Question, Budget], Answer] = ask
    told: dict[Hashable, Asked] = field(default_factory=dict)
    effects: dict[bool, Mapping[str, Effects]] = field(default_factory=dict)

    def outcomes(self, among: Among) -> Asked:
        """Which outcomes customers get."""
        return self._once(
            ("outcomes", among), among, lambda: (outcome_of(self.policy, self.reading),)
        )

    def decisions(self, among: Among) -> Asked:
        """Which outcomes are decided, OPEN where none is; a person's decision by rule is one."""
        return self._once(("decisions", among), among, lambda: (self._decision(),))

    def _decision(self) -> Side:
        whole = outcome_of(self.policy, self.reading)
        entries = tuple(
            (BY_RULE if label == REFERRED else label, condition)
            for label, condition in whole.entries
        )
        return replace(whole, entries=entries, undecided=OPEN, floor=False)

    def truths(self, condition: Condition, among: Among) -> Asked:
        """Whether a condition holds."""
        sides = (truth_of(self.policy, condition, self.reading),)
        return self._asked(sides, among)

    def outcomes_and_truths(self, condition: Condition, among: Among) -> Asked:
        """Which outcomes go with which truth of a condition."""
        sides = (
            outcome_of(self.policy, self.reading),
            truth_of(self.policy, condition, self.reading),
        )
        return self._asked(sides, among)

    def twins(self, attribute: str, order: Order, among: Among) -> Asked:
        """Which outcomes two customers get who differ in one attribute alone.

        Twins who get the same may be left out: where one sweep answers for all attributes at once,
        a question is asked only for a witness.
        """
        swept = self._swept(attribute, order, among)
        if swept is not None:
            return swept
        return self._once(
            ("twins", attribute, order, among),
            among,
            lambda: (
                outcome_of(self.policy, self.reading),
                outcome_of(self.policy, self.reading, twin=True),
            ),
            (attribute,),
            order,
        )

    def _swept(self, attribute: str, order: Order, among: Among) -> Asked | None:
        """The answer about one attribute out of the sweep over all; None where it has none."""
        split = (attribute,)
        if among.complete not in self.effects:
            self.swept((), among)
        if among.condition is not None or among.complete not in self.effects:
            return None
        found = self.effects[among.complete].get(attribute)
        if found is None:
            return None
        sides = tuple(outcome_of(self.policy, self.reading, twin=twin) for twin in (False, True))
        question = Question(sides, among.complete, split, order)
        answer = Later(question, frozenset(_pairs(found, order)), budget=self.budget)
        return Asked(question, answer, len(sides), (self.policy,))

    def swept(self, others: Sequence[Policy], among: Among) -> Swept | None:
        """What one sweep tells of this policy, and of others that differ from it in one place.

        None where it is not about those who are meant, or somebody else gives the answers.
        """
        if among.condition is not None or self.answering is not ask:
            return None
        found = swept(
            self.policy,
            others,
            reading=self.reading,
            complete=among.complete,
            budget=self.budget,
        )
        self.effects.setdefault(among.complete, found.effects)
        return found

    def twin_labels(self, sides: tuple[Side, Side], attribute: str, among: Among) -> Asked:
        """Which labels two customers get who differ in one attribute alone."""
        return self._asked(sides, among, (attribute,))

    def beside(self, other: Policy, among: Among) -> Asked:
        """Which outcomes a customer gets from this policy and from another one."""
        sides = (outcome_of(self.policy, self.reading), outcome_of(other, self.reading))
        return replace(self._asked(sides, among), deciders=(self.policy, other))

    def _once(
        self,
        key: Hashable,
        among: Among,
        sides: Callable[[], tuple[Side, ...]],
        split: tuple[str, ...] = (),
        order: Order = Order.ANY,
    ) -> Asked:
        if key not in self.told:
            self.told[key] = self._asked(sides(), among, split, order)
        return self.told[key]

    def _asked(
        self,
        sides: tuple[Side, ...],
        among: Among,
        split: tuple[str, ...] = (),
        order: Order = Order.ANY,
    ) -> Asked:
        more = self._among(among, twins=bool(split))
        question = Question((*sides, *more), among.complete, split, order)
        answer = self.answering(question, self.budget)
        return Asked(question, answer, len(sides), (self.policy,))

    def _among(self, among: Among, *, twins: bool) -> tuple[Side, ...]:
        if among.condition is None:
            return ()
        own = truth_of(self.policy, among.condition, self.reading)
        if not twins:
            return (own,)
        return (own, truth_of(self.policy, among.condition, self.reading, twin=True))


def both(left: Condition | None, right: Condition | None) -> Condition | None:
    """The condition that both hold; None where neither is given."""
    given = [one for one in (left, right) if one is not None]
    if len(given) < 2:
        return given[0] if given else None
    return All(tuple(given), given[0].location)
