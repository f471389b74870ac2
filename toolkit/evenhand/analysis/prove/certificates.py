"""Certificates: answers that say what does not occur, written down so that anybody can check them.

A certificate holds, for each answer, the law, the questions behind it, and what the checker finds
out about each. When it is checked, every field is computed anew from the policies; the exact engine
is asked only when one is written, and has to agree with the checker then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evenhand.analysis.prove.asking import DEFAULT_BUDGET, Among, Asker
from evenhand.analysis.prove.claims import answered, equivalent
from evenhand.analysis.prove.posed import Posed, Reached, ShownError, judged, posed, rests_on_no
from evenhand.analysis.prove.result import Proof
from evenhand.analysis.prove.run import Wanted
from evenhand.engines.exact.checker import Refused, check, recomputed
from evenhand.engines.exact.question import Budget, Question, Side
from evenhand.engines.proofs import Answer, Disagreement, ask
from evenhand.loading.given_laws import read_law
from evenhand.loading.writing.conditions import Place, condition_data, optional_condition_data
from evenhand.loading.writing.data import Data, write_yaml
from evenhand.loading.writing.laws import claim_data
from evenhand.messages import in_both
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.law import CLAIM_KEYS, Customers, Law, NoDead
from evenhand.model.law_words import law_words
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, value_text

EQUIVALENT: Final = "equivalent"

COMPUTED: Final = ("attributes", "layers", "labels", "reached")
"""What the checker finds out about a question."""

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A law of a policy, or that another policy gives everybody the same outcome.

    The names are those of the policies within the certificate.
    """

    policy: Policy
    law: Law | None
    other: Policy | None
    among: Among
    name: str
    other_name: str = ""

    def answers(self, asker: Asker) -> Iterator[Proof]:
        """The answers, one after the other."""
        if self.other is not None:
            yield equivalent(self.other, asker, self.among)
        if self.law is not None:
            yield from answered(self.law, asker)

    @property
    def text(self) -> str:
        """The law as it stands in files, without its id and remarks."""
        cards = self.policy.scorecards
        place = Place(cards[0].id if len(cards) == 1 else None, "laws/given")
        data: dict[str, Data] = {}
        if self.other is not None:
            data[EQUIVALENT] = self.other_name
        elif self.law is not None:
            data[CLAIM_KEYS[type(self.law.claim)]] = claim_data(self.law.claim, place)
        if self.among.customers is not Customers.COMPLETE:
            data["customers"] = self.among.customers.value
        if self.among.condition is not None:
            data["among"] = optional_condition_data(self.among.condition, place)
        return write_yaml(data)


def named(policies: Iterable[Policy]) -> dict[str, Policy]:
    """Policies by names for a certificate: their ids, with a number where two have the same."""
    found: dict[str, Policy] = {}
    for policy in policies:
        same_id = sum(one.id == policy.id for one in found.values())
        found[f"{policy.id}#{same_id + 1}" if same_id else policy.id] = policy
    return found


def subject_of(name: str, text: str, policies: Mapping[str, Policy]) -> Subject | None:
    """What the text of a law is about; None where it names a policy that is not at hand.

    Raises UsageError for what is no law of the policy.
    """
    policy = policies[name]
    first, _, rest = text.partition("\n")
    other = first.removeprefix(f"{EQUIVALENT}: ")
    if other == first:
        law = read_law(policy, first, f"id: given\n{text}")
        return Subject(policy, law, None, Among(law.customers, law.among), name)
    whom = read_law(policy, first, f"id: given\ntotal: true\n{rest}")
    among = Among(whom.customers, whom.among)
    if other not in policies:
        return None
    return Subject(policy, None, policies[other], among, name, other)


def subjects(wanted: Sequence[Wanted], policies: Mapping[str, Policy]) -> Iterator[Subject]:
    """All that is asked, in its order."""
    names = {id(policy): name for name, policy in policies.items()}
    for one in wanted:
        name = names[id(one.policy)]
        for law in one.laws:
            yield Subject(one.policy, law, None, Among(law.customers, law.among), name)
        for other in one.others:
            yield Subject(one.policy, None, other, one.among, name, names[id(other)])


# -- writing ---------------------------------------------------------------------------------------


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
    data = _data(one, part, asked, found)
    if not _rules_out(one, part, asked, data, reading):
        return Certified(proof, why="too-coarse")
    return Certified(proof, data)


def _agree(answer: Answer, reached: list[list[str]]) -> None:
    """The checker may reach more than the engine, and never less."""
    lost = answer.reached - {tuple(labels) for labels in reached}
    if lost:
        raise Disagreement(f"reached by the engine and not by the checker: {sorted(lost)}")


def _rules_out(one: Subject, part: int, asked: Posed, data: Plain, reading: Reading) -> bool:
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


def _data(one: Subject, part: int, asked: Posed, found: Sequence[Plain]) -> Plain:
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


# -- checking --------------------------------------------------------------------------------------


class CertificateError(Exception):
    """A certificate is wrong: where, what it says there, and what is so (None: nothing)."""

    def __init__(self, path: tuple[str | int, ...], claimed: object, found: object) -> None:
        super().__init__(path, claimed, found)
        self.path, self.claimed, self.found = path, claimed, found


def mentioned(answers: Iterable[Plain]) -> list[str]:
    """The names of the policies that answers speak of, in the order in which they do."""
    found: dict[str, None] = {}
    for one in answers:
        found[one["policy"]] = None
        other = one["law"].partition("\n")[0].removeprefix(f"{EQUIVALENT}: ")
        if one["law"].startswith(EQUIVALENT):
            found[other] = None
    return list(found)


def recheck(
    claimed: Sequence[Plain], policies: Mapping[str, Policy], reading: Reading
) -> Iterator[Proof]:
    """The answers of a certificate, each as soon as all that stands there was found to be so.

    Raises CertificateError at the first difference, UsageError for a law that is none, and
    BeyondError where the checker cannot answer a question.
    """
    same([*policies], mentioned(claimed), ("policies",))
    for index, one in enumerate(claimed):
        if one["number"] != index + 1:
            raise CertificateError(("answers", index, "number"), one["number"], index + 1)
        yield _rechecked(one, ("answers", index), policies, reading)


def _rechecked(
    claimed: Plain, path: tuple[str | int, ...], policies: Mapping[str, Policy], reading: Reading
) -> Proof:
    if claimed["policy"] not in policies:
        raise CertificateError((*path, "policy"), claimed["policy"], None)
    policy = policies[claimed["policy"]]
    one = subject_of(claimed["policy"], claimed["law"], policies)
    if one is None:
        raise CertificateError((*path, "law"), claimed["law"], None)
    part = claimed["part"] - 1
    asked = posed(one.answers, policy, reading, part)
    if asked is None or asked.bad is None:
        raise CertificateError((*path, "part"), claimed["part"], None)
    questions = claimed["questions"]
    if len(questions) != len(asked.questions):
        raise CertificateError((*path, "questions"), len(questions), len(asked.questions))
    for index, (question, said) in enumerate(zip(asked.questions, questions, strict=True)):
        _checked(question, said, (*path, "questions", index))
    found = [{key: said[key] for key in COMPUTED} for said in questions]
    data = _data(one, part, asked, found)
    same(claimed, {"number": claimed["number"], **data}, path)
    if not _rules_out(one, part, asked, data, reading):
        raise CertificateError((*path, "answer"), claimed["answer"], None)
    return asked.proof


def _checked(question: Question, said: Plain, path: tuple[str | int, ...]) -> None:
    """Have the checker check a question, and find the place of what it refuses."""
    try:
        check(question, said)
    except Refused as refused:
        found = recomputed(question)
        same({key: said.get(key) for key in COMPUTED}, found, path)
        raise CertificateError((*path, str(refused)), None, None) from None


def same(claimed: object, found: object, path: tuple[str | int, ...]) -> None:
    """Compare plain data. Raises CertificateError at the first difference."""
    if isinstance(claimed, dict) and isinstance(found, dict):
        for key in [*found, *(key for key in claimed if key not in found)]:
            if key not in claimed or key not in found:
                raise CertificateError((*path, key), claimed.get(key), found.get(key))
            same(claimed[key], found[key], (*path, key))
    elif isinstance(claimed, list) and isinstance(found, list):
        for index, (one, other) in enumerate(zip(claimed, found, strict=False)):
            same(one, other, (*path, index))
        if len(claimed) != len(found):
            raise CertificateError(path, len(claimed), len(found))
    elif type(claimed) is not type(found) or claimed != found:
        raise CertificateError(path, claimed, found)
