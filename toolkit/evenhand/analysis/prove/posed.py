"""Posed questions: what has to be asked for a law, and which labels must not occur for it.

Nothing here finds out what occurs: answers are supposed, and the law's own judgement about them
tells which labels are bad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from evenhand.analysis.prove.asking import Asker
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.engines.exact.question import Budget, Labels, Question, Witness
from evenhand.engines.proofs import Answer
from evenhand.model.boxes.deciding import labels_of
from evenhand.model.law import NoDead, Reachable
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy

Reached: TypeAlias = frozenset[Labels]
Asking: TypeAlias = Callable[[Asker], Iterator[Proof]]

MOST_TUPLES: Final = 2_500
"""How many tuples of labels a question may have, for each of them is looked at by itself."""


class ShownError(Exception):
    """A law asks for a customer who shows some labels: they occur, so it does not rest on a no."""


class Supposed(Answer):
    """An answer that is only supposed. Nobody shows it."""

    def witness(self, labels: Labels) -> Witness:
        raise ShownError(labels)


@dataclass(frozen=True, slots=True)
class Posed:
    """One answer to a law that rests on what does not occur.

    ``bad`` are, for each question, the labels that must not occur together; ``None`` where a
    question has too many labels for that to be told.
    """

    proof: Proof
    questions: tuple[Question, ...]
    bad: tuple[tuple[Labels, ...], ...] | None


def posed(asking: Asking, policy: Policy, reading: Reading, part: int) -> Posed | None:
    """What one answer of a law rests on; None where the law has no such part, or rests on a yes."""
    found = judged(asking, policy, reading, part, ())
    if found is None or not rests_on_no(found[0]):
        return None
    proof, questions = found
    return _posed(asking, reading, part, proof, questions)


def rests_on_no(proof: Proof) -> bool:
    """Whether an answer says that something does not occur."""
    if isinstance(proof.claim, NoDead) or proof.instance is not None:
        return False
    wanted = Verdict.FAILS if isinstance(proof.claim, Reachable) else Verdict.HOLDS
    return proof.verdict is wanted


def judged(
    asking: Asking, policy: Policy, reading: Reading, part: int, reached: Sequence[Reached]
) -> tuple[Proof, tuple[Question, ...]] | None:
    """One answer of a law, with its questions, if some labels were reached in them.

    Questions beyond ``reached``, and those of the answers before, are supposed to reach nothing.
    None where the law has no such part. Raises ShownError where the answer would rest on a customer
    who shows labels.
    """
    questions: list[Question] = []

    def answering(question: Question, _: Budget) -> Answer:
        at = len(questions)
        questions.append(question)
        return Supposed(question, supposed[at] if at < len(supposed) else frozenset())

    asker = Asker(policy, reading, answering=answering)
    answers = asking(asker)
    supposed: Sequence[Reached] = ()
    for _ in range(part):
        if next(answers, None) is None:
            return None
        questions.clear()
        asker.told.clear()
    supposed = reached
    proof = next(answers, None)
    return None if proof is None else (proof, tuple(questions))


def _posed(
    asking: Asking, reading: Reading, part: int, proof: Proof, questions: tuple[Question, ...]
) -> Posed:
    every = [list(product(*map(labels_of, question.sides))) for question in questions]
    if any(len(labels) > MOST_TUPLES for labels in every):
        return Posed(proof, questions, None)
    nothing: Reached = frozenset()

    def is_bad(at: int, labels: Labels) -> bool:
        before = [nothing] * at
        try:
            found = judged(asking, proof.policy, reading, part, [*before, frozenset({labels})])
        except ShownError:
            return True
        return found is None or found[0].verdict is not proof.verdict

    bad = (
        tuple(labels for labels in every[at] if is_bad(at, labels)) for at in range(len(questions))
    )
    return Posed(proof, questions, tuple(bad))
