"""Documents: a file's nodes with its kind, checked against the schema of that kind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading import schema
from evenhand.loading.elaborate.context import near_hint
from evenhand.loading.nodes import Mapping, Node, Scalar, walk
from evenhand.loading.origin import GivenText, Origin, ShippedFile
from evenhand.loading.problems import not_following, problem
from evenhand.loading.reader import DEFAULT_LIMITS, Limits, ReadResult
from evenhand.location import Source, whole

FORMAT: Final = "1"
"""The version of the file format that this tool reads."""

KINDS: Final = (
    "policy",
    "vocabulary",
    "cases",
    "profile",
    "customers",
    "costs",
    "rule",
    "citations",
    "certificate",
    "mapping",
    "population",
)
"""The kinds of file that this version understands."""

LATER: Final = ("set", "waivers", "pack")
"""The kinds that the language has and another part of the tool reads, or a later version."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was read.

    ``root`` is None where there is nothing to elaborate; ``bad`` holds the identities of the nodes
    that the schema complained about. ``unreadable``: it could not be read or is beyond a limit.
    """

    origin: Origin
    source: Source
    kind: str | None
    root: Mapping | None
    bad: frozenset[int]
    findings: tuple[Finding, ...]
    unreadable: bool
    sha256: str

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def open_document(origin: Origin, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a file, find its kind and check it against the kind's schema. Never raises for input."""
    return check_document(origin, origin.read(limits))


@cache
def shipped_document(origin: ShippedFile) -> Document:
    """A vocabulary that evenhand ships, read once and not compared to its schema again.

    Our own tests have done that, and most of the time of a short command would go into it.
    """
    return check_document(origin, origin.read(), checked_before=True)


def check_document(origin: Origin, result: ReadResult, *, checked_before: bool = False) -> Document:
    """The document of a text that was read."""
    digest = _digest(origin, result)
    if result.root is None:
        return Document(
            origin,
            result.source,
            None,
            None,
            frozenset(),
            result.findings,
            result.unreadable,
            digest,
        )
    kind, wrong_head, newer = kind_of(result.root, result.source)
    if wrong_head is not None or kind is None or not isinstance(result.root, Mapping):
        told = result.findings if wrong_head is None else (*result.findings, wrong_head)
        found = in_order(told)
        return Document(origin, result.source, kind, None, frozenset(), found, newer, digest)
    report = schema.SchemaReport() if checked_before else schema.check(result.root, kind)
    nodes = walk(result.root) if result.bad else ()
    spoiled = [node.location for node in nodes if id(node) in result.bad]
    later = not_following(report.findings, result.findings, spoiled)
    found = in_order((*result.findings, *later))
    bad = report.bad | result.bad
    return Document(origin, result.source, kind, result.root, bad, found, False, digest)


def _digest(origin: Origin, result: ReadResult) -> str:
    """The SHA-256 of the text, line ends as one newline: the same on every system."""
    if isinstance(origin, GivenText) and isinstance(origin.text, str):
        text = origin.text.encode("utf-8", "surrogatepass")
    else:
        text = "\n".join(result.source.lines).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def kind_of(root: Node, source: Source) -> tuple[str | None, Finding | None, bool]:
    """The kind of a file, or what is wrong with its head; and whether it is of a newer format."""
    if not isinstance(root, Mapping) or root.get("evenhand") is None:
        return None, problem("no-head", whole(source)), False
    version = root.get("evenhand")
    if not isinstance(version, Scalar) or version.text != FORMAT:
        assert version is not None
        written = version.text if isinstance(version, Scalar) else "…"
        found = problem("other-format", version.location, version=written, format=FORMAT)
        return None, found, True
    keys = root.keys()
    kinds = [key for key in keys if key in (*KINDS, *LATER)]
    if "policy" in kinds:
        return "policy", None, False
    if len(kinds) == 1:
        kind = kinds[0]
        if kind in LATER:
            key = root.key(kind)
            assert key is not None
            return kind, problem("kind-not-read", key.location, kind=kind), False
        return kind, None, False
    known = ", ".join((*KINDS, *LATER))
    if not kinds:
        close = [near_hint(key, KINDS) for key in keys if key != "evenhand"]
        hint = next((h for h in close if h and h.key == "load.did-you-mean"), None)
        return None, problem("no-kind", root.location, hint=hint, kinds=known), False
    second = root.key(kinds[1])
    assert second is not None
    found = problem("two-kinds", second.location, one=kinds[0], other=kinds[1], kinds=known)
    return None, found, False
