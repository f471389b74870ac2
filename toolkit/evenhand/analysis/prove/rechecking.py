"""Rechecking: every field of a certificate computed anew; the exact engine is not asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from evenhand.analysis.prove.certificates import Plain, answer_data, rules_out
from evenhand.analysis.prove.posed import posed
from evenhand.analysis.prove.result import Proof
from evenhand.analysis.prove.subjects import mentioned, subject_of
from evenhand.engines.exact.checker import Refused, check, recomputed
from evenhand.engines.exact.question import Question
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy

COMPUTED: Final = ("attributes", "layers", "labels", "reached")
"""What the checker finds out about a question."""


class CertificateError(Exception):
    """A certificate is wrong: where, what it says there, and what is so (None: nothing)."""

    def __init__(self, path: tuple[str | int, ...], claimed: object, found: object) -> None:
        super().__init__(path, claimed, found)
        self.path, self.claimed, self.found = path, claimed, found


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
    data = answer_data(one, part, asked, found)
    same(claimed, {"number": claimed["number"], **data}, path)
    if not rules_out(one, part, asked, data, reading):
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
