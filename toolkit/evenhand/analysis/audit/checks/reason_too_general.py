"""A reason that tells a customer nothing that could be checked or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Knockouts whose reason holds one of ``words`` in either language; case does not count."""
    for knockout in subject.policy.knockouts:
        text = knockout.reason.text
        said = f"{text.en}\n{text.zh}".lower()
        met = [word for word in parameters.texts("words") if word.lower() in said]
        if met:
            yield Hit(
                f"knockouts/{knockout.id}",
                knockout.location,
                (knockout.reason.code, met[0]),
                {"code": knockout.reason.code, "reason": text},
            )


CHECK: Final = Check(
    "reason-too-general",
    find,
    {FOUND: frozenset({"code", "reason"})},
    frozenset({"words"}),
)
