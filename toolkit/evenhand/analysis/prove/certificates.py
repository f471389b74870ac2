"""Certificates: answers that say what does not occur, written down so that anybody can check them.

A certificate holds, for each answer, the law, the questions behind it, and what the checker finds
out about each. The exact engine is asked only when one is written, and has to agree with the
checker then; ``rechecking`` computes every field anew from the policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.analysis.prove.asking import DEFAULT_BUDGET, Asker
from evenhand.analysis.prove.posed import Posed, Reached, ShownError, judged, posed, rests_on_no
from evenhand.analysis.prove.result import Proof
from evenhand.analysis.prove.run import Wanted
from evenhand.analysis.prove.subjects import Subject, subjects
from evenhand.engines.exact.checker import recomputed
from evenhand.engines.exact.question import Budget, Question, Side
from evenhand.engines.proofs import Answer, Disagreement, ask
from evenhand.loading.writing.conditions import Place, condition_data
from evenhand.loading.writing.data import write_yaml
from evenhand.messages import in_both
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.law import NoDead
from evenhand.model.law_words import law_words
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, value_text

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Certified:
    """An answer with its part of a certificate; without it, ``why`` is the short name of why."""

    proof: Proof
    data: Plain | None = None
    why: str = ""


def certify(
    wanted: Sequence[Wanted],
    policies: Mapping[str, Policy],
    reading: Reading,
    budget: Budget = DEFAULT_BUDGET,
) -> Iterator[Certified]:
    """For each answer, in their order, its part of a certificate.

    ``policies`` are all that are spoken of, by their names within the certificate.

    Raises Disagreement where the engine finds what the checker rules out: a defect of evenhand.
    """
    for one in subjects(wanted, policies):
        asker = Asker(one.policy, reading, budget)
        for part, proof in enumerate(one.answers(asker)):
            yield _certified(one, part, proof, reading, budget)


def _certified(
    one: Subject, part: int, proof: Proof, reading: Reading, budget: Budget
) -> Certified:
    if isinstance(proof.claim, NoDead):
        return Certified(proof, why="dead-parts")
    if not rests_on_no(proof):
        return Certified(proof, why="rests-on-a-customer")
    asked = posed(one.answers, one.policy, reading, part)
    if asked is None or asked.bad is None:
        return Certified(proof, why="too-many-labels")
    try:
        found = [recomputed(question) for question in asked.questions]
    except BeyondError:
        return Certified(proof, why="beyond-the-checker")
    for question, said in zip(asked.questions, found, strict=True):
        _agree(ask(question, budget), said["reached"])
    data = answer_data(one, part, asked, found)
    if not rules_out(one, part, asked, data, reading):
        return Certified(proof, why="too-coarse")
    return Certified(proof, data)


def _agree(answer: Answer, reached: list[list[str]]) -> None:
    """The checker may reach more than the engine, and never less."""
    lost = answer.reached - {tuple(labels) for labels in reached}
    if lost:
        raise Disagreement(f"reached by the engine and not by the checker: {sorted(lost)}")


def rules_out(one: Subject, part: int, asked: Posed, data: Plain, reading: Reading) -> bool:
    """Whether the labels that the checker reaches leave the answer as it is."""
    reached = [_labels(said["reached"]) for said in data["questions"]]
    try:
        found = judged(one.answers, one.policy, reading, part, reached)
    except ShownError:
        return False
    return found is not None and found[0].verdict is asked.proof.verdict


def _labels(listed: list[list[str]]) -> Reached:
    return frozenset(tuple(labels) for labels in listed)


# -- what stands in a certificate ------------------------------------------------------------------


def answer_data(one: Subject, part: int, asked: Posed, found: Sequence[Plain]) -> Plain:
    """An answer in plain data, its questions with what the checker found out."""
    law = asked.proof.law
    said = asked.proof.words if law is None else law_words(law, one.policy, asked.proof.words)
    bad = asked.bad or ()
    return {
        "policy": one.name,
        "law": one.text,
        "part": part + 1,
        "says": dict(in_both(said) or {}),
        "answer": asked.proof.verdict.value,
        "questions": [
            {**question_data(question), **said, **_sorted(said, labels)}
            for question, said, labels in zip(asked.questions, found, bad, strict=True)
        ],
    }


def _sorted(said: Plain, bad: tuple[tuple[str, ...], ...]) -> Plain:
    """The labels that must not occur, and those that could and do not."""
    from itertools import product

    known = {*bad, *_labels(said["reached"])}
    other = [list(labels) for labels in product(*said["labels"]) if labels not in known]
    return {"bad": sorted(map(list, bad)), "other": other}


def question_data(question: Question) -> Plain:
    """A question in plain data."""
    return {
        "sides": [_side_data(side) for side in question.sides],
        "complete": question.complete,
        "split": list(question.split),
        "order": question.order.value,
        "fixed": [
            [name, "missing" if isinstance(value, Missing) else value_text(value)]
            for name, value in sorted(question.fixed.items())
        ],
    }


def _side_data(side: Side) -> Plain:
    cards = side.policy.scorecards
    place = Place(cards[0].id if len(cards) == 1 else None)
    return {
        "policy": side.policy.id,
        "version": side.policy.header.version,
        "reading": side.reading.value,
        "twin": side.twin,
        "undecided": side.undecided,
        "floor": side.floor,
        "entries": [
            [label, write_yaml(condition_data(condition, place))]
            for label, condition in side.entries
        ],
    }
