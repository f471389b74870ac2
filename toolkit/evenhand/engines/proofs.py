"""Answers that can be relied on: what the exact engine finds, replayed on the reference engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenhand.engines.exact.compiled import compiled
from evenhand.engines.exact.moves import Cheapest, Move
from evenhand.engines.exact.question import (
    Budget,
    Labels,
    Question,
    Side,
    Unanswered,
    Witness,
    outcome_of,
    sides_use,
)
from evenhand.engines.exact.sweep import Swept
from evenhand.engines.exact.walk import Walk
from evenhand.engines.exact.witness import witness
from evenhand.engines.possible import Limit, limits_of, violated
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.decision import ranked_ends
from evenhand.messages import Message, message
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading, shown_as
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T


class Disagreement(Exception):
    """The reference engine does not show what the exact engine found: a defect of evenhand."""


@dataclass(slots=True)
class Answer:
    """Which tuples of labels occur together.

    ``known`` is false where the question could not be answered; then ``reason`` says why, and
    ``reached`` is empty. Witnesses are looked for when they are asked for.
    """

    question: Question
    reached: frozenset[Labels]
    reason: Message | None = None
    _walk: Walk | None = field(default=None, repr=False)
    _witnesses: dict[Labels, Witness] = field(default_factory=dict, repr=False)
    _limits: dict[int, tuple[Limit, ...]] = field(default_factory=dict, repr=False)

    @property
    def known(self) -> bool:
        return self.reason is None

    def witness(self, labels: Labels) -> Witness:
        """The most ordinary customer who shows some labels that are in ``reached``.

        Raises Disagreement where the reference engine does not confirm it, a defect of evenhand.
        """
        if labels not in self._witnesses:
            assert self._walk is not None
            found = witness(self._walk, labels)
            shown = replayed(self.question, found, self._limits)
            if shown != labels:
                raise Disagreement(f"{labels} found, {shown} replayed: {found}")
            self._witnesses[labels] = found
        return self._witnesses[labels]


def ask(question: Question, budget: Budget | None = None) -> Answer:
    """Answer a question about all customers, or say why there is no answer."""
    try:
        walk = Walk(compiled(question), budget or Budget())
        reached = frozenset(walk.run())
        answer = Answer(question, reached, None, walk)
        if not walk.exact:
            _confirm(answer)
        return answer
    except Unanswered as unanswered:
        about = unanswered.about
        return Answer(question, frozenset(), message(f"exact.{unanswered.reason}", name=about))


def _confirm(answer: Answer) -> None:
    """Where sums were taken too wide, only what a customer shows counts."""
    for labels in sorted(answer.reached):
        try:
            answer.witness(labels)
        except Disagreement:
            raise Unanswered("linear") from None


def cheapest(
    policy: Policy,
    start: Customer,
    moves: Mapping[str, Move],
    goal: frozenset[str],
    *,
    reading: Reading = Reading.DECLARED,
    budget: Budget | None = None,
) -> Cheapest | None:
    """The cheapest possible customer with an outcome of the goal; None: proved that there is none.

    Attributes without a move, and those that are missing, stay as they are. Raises Unanswered where
    the question is too large, and Disagreement (a defect) where the reference engine sees it
    otherwise.
    """
    from evenhand.engines.exact.cheapest import cheapest as search

    found = search(policy, start, moves, goal, reading, budget)
    if found is not None:
        question = Question((outcome_of(policy, reading),))
        labels = replayed(question, Witness((), found.customer))
        if labels is None or labels[0] not in goal:
            raise Disagreement(f"{goal} sought, {labels} replayed: {found}")
    return found


def swept(
    policy: Policy,
    others: Sequence[Policy] = (),
    *,
    reading: Reading = Reading.DECLARED,
    complete: bool = False,
    budget: Budget | None = None,
) -> Swept:
    """What changing each attribute alone can do to the outcome, for all attributes in one go.

    With it goes whether other policies, each of which differs from this one in one place, give
    anybody another outcome. Attributes that a sum ties to others are left out, and all are where
    the question is too large; so are other policies that are not covered. Ask about those one by
    one.
    """
    from evenhand.engines.exact.sweep import swept as search

    try:
        return search(outcome_of(policy, reading), others, complete=complete, budget=budget)
    except Unanswered:
        return Swept({}, (None,) * len(others))


def replayed(
    question: Question, shown: Witness, limits_by: dict[int, tuple[Limit, ...]] | None = None
) -> Labels | None:
    """The labels that the reference engine gives a witness; None for somebody impossible.

    ``limits_by`` keeps the constraints of each policy, by its id, from one witness to the next.
    """
    known = {} if limits_by is None else limits_by
    for policy in sides_use(question):
        if id(policy) not in known:
            known[id(policy)] = limits_of(policy)
        limits = known[id(policy)]
        for person in (shown.customer, shown.twin):
            if person is not None and violated(policy, person, limits):
                return None
    return tuple(
        label_of(side, shown.twin if side.twin and shown.twin is not None else shown.customer)
        for side in question.sides
    )


def label_of(side: Side, customer: Customer) -> str:
    """The label that a side gives a customer, by the reference engine (rules 15 to 17)."""
    case = Case(side.policy, customer, side.reading)
    possible: list[str] = []
    for label, condition in side.entries:
        truth = judge(case, condition).truth
        if truth is not F:
            possible.append(label)
        if truth is T:
            break
    if len(possible) == 1:
        return shown_as(possible[0])
    floor = ranked_ends(side.policy, possible)[0] if side.floor else None
    return side.undecided if floor is None else floor
