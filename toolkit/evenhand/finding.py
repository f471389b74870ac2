"""Findings: what any part of evenhand has to say about a place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from evenhand.location import Location
from evenhand.messages import Bilingual, Message


class Severity(Enum):
    """How grave a finding is; the order of the members is from gravest to mildest."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_RANK: Final[Mapping[Severity, int]] = {s: i for i, s in enumerate(Severity)}


class Confidence(Enum):
    """How a finding is known: read off, proved, bounded by a proof, simulated, or guessed."""

    STATIC = "static"
    PROVED = "proved"
    BOUNDED = "bounded"
    SIMULATED = "simulated"
    HEURISTIC = "heuristic"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding points to, with a short label."""

    location: Location
    label: Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about one place.

    ``rule`` is a rule's id (``STAT-01``) or, for what loading finds, the message's short name
    (``unknown-attribute``); a rule brings its own ``message`` in both languages. ``element``
    addresses the part of the policy by ids (``scorecard/occupation``). ``cause`` holds the
    normalised values that trigger the finding: it enters the fingerprint, while wording, line and
    language do not.
    """

    rule: str
    severity: Severity
    message: Message | Bilingual
    location: Location | None
    confidence: Confidence = Confidence.STATIC
    policy: str | None = None
    element: str | None = None
    hint: Message | None = None
    related: tuple[Related, ...] = ()
    witness: Mapping[str, str] | None = None
    citations: tuple[str, ...] = ()
    remedy: Bilingual | None = None
    cause: tuple[str, ...] = ()
    status: str = field(default="new")

    @property
    def fingerprint(self) -> str:
        """Twenty hexadecimal digits that name the finding by its meaning."""
        import hashlib
        import json

        meaning = json.dumps(
            [1, self.rule, self.policy, self.element, list(self.cause)], ensure_ascii=False
        )
        return hashlib.sha256(meaning.encode()).hexdigest()[:20]


def at_or_above(findings: Iterable[Finding], threshold: Severity) -> bool:
    """Whether a finding is at least as grave as the threshold."""
    return any(SEVERITY_RANK[f.severity] <= SEVERITY_RANK[threshold] for f in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by place in their files, then by rule: the order in which they are always shown."""

    def place(finding: Finding) -> tuple[str, int, int, str, str]:
        said = finding.message
        words = said.key if isinstance(said, Message) else said.en
        where = finding.location
        if where is None:
            return ("", 0, 0, finding.rule, words)
        return (where.path, where.line, where.column, finding.rule, words)

    return tuple(sorted(findings, key=place))
