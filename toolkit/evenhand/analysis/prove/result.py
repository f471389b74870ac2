"""Proofs: the answers to laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from evenhand.analysis.plain import place
from evenhand.analysis.prove.witnesses import Instance
from evenhand.errors import UsageError
from evenhand.location import Location
from evenhand.messages import Message, in_both, message
from evenhand.model.describe import condition_words
from evenhand.model.law import CLAIM_KEYS, Claim, Law
from evenhand.model.policy import Policy
from evenhand.model.wording import Words
from evenhand.result import NEVER, Result

FAILS: Final = "fails"
GATES: Final = (FAILS, NEVER)
"""What ``--fail-on`` of ``prove`` can ask for."""


class Verdict(Enum):
    """The three answers."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Another policy gives every customer the same outcome."""

    other: Policy


@dataclass(frozen=True, slots=True)
class Proof:
    """The answer to one claim, which is a law's own or one of several that the law makes.

    ``because`` says why it fails or is not known, where there is more to say than the customers
    show. ``element`` and ``location`` are those of what is at fault, where it is one element, and
    ``subject`` is what it is called.
    """

    policy: Policy
    law: Law | None
    claim: Claim | Equivalent
    words: Words
    verdict: Verdict
    because: Message | None = None
    instance: Instance | None = None
    element: str | None = None
    location: Location | None = None
    subject: Words | None = None

    @property
    def key(self) -> str:
        """The word for the claim in files, options and results."""
        return CLAIM_KEYS.get(type(self.claim), "equivalent")

    def data(self) -> Mapping[str, object]:
        law = self.law
        among = None if law is None or law.among is None else law.among
        return {
            "policy": self.policy.id,
            "law": {
                "id": None if law is None else law.id,
                "claim": self.key,
                "about": claim_data(self.claim),
                "customers": None if law is None else law.customers.value,
                "among": None if among is None else in_both(condition_words(among, self.policy)),
                "text": in_both(self.words),
                "at": None if law is None or law.id is None else place(law.location),
            },
            "answer": self.verdict.value,
            "confidence": None if self.verdict is Verdict.UNKNOWN else "proved",
            "because": in_both(self.because),
            "element": self.element,
            "at": None if self.location is None else place(self.location),
            "witness": None if self.instance is None else self.instance.data(),
        }


def claim_data(claim: Claim | Equivalent) -> Mapping[str, object]:
    """What a claim speaks of, as plain data."""
    from evenhand.model.values import number_text

    if isinstance(claim, Equivalent):
        return {"other": claim.other.id}
    found: dict[str, object] = {}
    for name in claim.__dataclass_fields__:
        value = getattr(claim, name)
        if name == "points":
            found[name] = number_text(value)
        elif isinstance(value, tuple):
            found[name] = list(value)
        elif isinstance(value, str | int) or value is None:
            found[name] = value
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs(Result):
    """What was asked of some policies, with its answers.

    ``asked`` tells where the laws came from: ``options``, ``file``, or ``default``, by policy.
    """

    proofs: tuple[Proof, ...]
    asked: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> Mapping[str, object]:
        return {
            "laws": [one.data() for one in self.proofs],
            "asked": [{"policy": name, "laws": asked} for name, asked in self.asked.items()],
            "counts": {one.value: self.count(one) for one in Verdict},
        }

    def count(self, verdict: Verdict) -> int:
        """How many answers there are of a kind."""
        return sum(one.verdict is verdict for one in self.proofs)

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:
        """4 where an answer is unknown and ``strict``, 1 where a law fails that must not, else 0.

        ``fail_on`` is ``fails`` or ``never``. Raises UsageError otherwise.
        """
        if fail_on not in GATES:
            raise UsageError(message("usage.gate", name=fail_on, known=", ".join(GATES)))
        if strict and self.incomplete:
            return 4
        return 1 if fail_on == FAILS and self.count(Verdict.FAILS) else 0
