"""Reading: the text of one file to nodes with places, hostile input refused.

The stream of events is checked against the limits before a node is built from it, so a text that
is too deep or too large costs no more than counting up to the limit.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.builder import MAX_FINDINGS, Builder, StoppedError
from evenhand.loading.characters import parseable, unwelcome
from evenhand.loading.decoding import decoded, without_mark
from evenhand.loading.events import events
from evenhand.loading.limits import DEFAULT_LIMITS, LimitError, Limits, counted
from evenhand.loading.nodes import Node, walk
from evenhand.loading.problems import problem
from evenhand.loading.syntax import translated
from evenhand.loading.text import Text, text_of
from evenhand.location import Source, whole

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "ReadResult",
    "read",
    "read_file",
    "too_large",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading gave.

    ``root`` is None when the text has no nodes or is not YAML. It is there, usable for further
    checks but not for a policy in force, when ``findings`` hold an error that did not stop the
    parser (such as a duplicate key, of which the first stands). ``unreadable`` says that the file
    could not be read or exceeds a limit, as opposed to: was read and is wrong. ``bad`` holds the
    ``id()`` of each node of ``root`` that is not what was meant, so that nothing is concluded from
    it: a refused scalar or key, a mapping that lost an entry.
    """

    source: Source
    root: Node | None
    findings: tuple[Finding, ...] = ()
    unreadable: bool = False
    bad: frozenset[int] = frozenset()

    @property
    def wrong(self) -> bool:
        """Whether a finding is an error."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def read_file(path: Path, shown: str, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    """Read one file of the disk; ``shown`` is its path in findings, with forward slashes."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return unreadable(shown, "not-a-file")
        if status.st_size > limits.max_bytes:
            return too_large(shown, status.st_size, limits)
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        return unreadable(shown, "missing-file")
    except OSError:
        return unreadable(shown, "no-access")
    return read(data, shown, limits)


def read(text: str | bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    """Read a text; ``path`` is shown in findings. Never raises for any input.

    Raises MissingExtraError when the C part of the YAML library is not installed.
    """
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > limits.max_bytes:
        return too_large(path, size, limits)
    found = decoded(text, path) if isinstance(text, bytes) else without_mark(text, path)
    told = tuple(f for f in (found.finding,) if f is not None)
    if found.written is None:
        source = next((f.location.source for f in told if f.location), Source(path))
        return ReadResult(source, None, told, unreadable=True)
    return _parsed(found.written, path, told, limits)


def _parsed(written: str, path: str, told: tuple[Finding, ...], limits: Limits) -> ReadResult:
    text = text_of(path, written, parseable(written))
    try:
        stream, broken = counted(events(text.content), limits)
    except LimitError as error:
        place = text.location(error.event.start, error.event.end)
        beyond = problem(error.name, place, limit=error.limit)
        return ReadResult(text.source, None, (beyond,), unreadable=True)
    builder = Builder(text)
    findings = [*told, *islice(unwelcome(text, written), MAX_FINDINGS)]
    try:
        for event in stream:
            builder.take(event)
    except StoppedError as stop:
        found = in_order([*findings, *builder.findings, stop.finding])
        return ReadResult(text.source, None, found)
    if broken is not None:
        stray = translated(broken, text, builder.open_bracket)
        findings += [f for f in builder.findings if _before(f, stray)]
        return ReadResult(text.source, None, in_order([*findings, stray]))
    findings += [*builder.finish(), *_tabs(text, builder.quoted)]
    if builder.blank:
        findings.append(problem("empty-file", text.location(0, 0)))
        return ReadResult(text.source, None, in_order(findings))
    bad = _within(builder.root, {id(node) for node in builder.spoiled})
    return ReadResult(text.source, builder.root, in_order(findings), bad=bad)


def _within(root: Node | None, spoiled: set[int]) -> frozenset[int]:
    """Those of the identities that belong to nodes under a root; others may be used anew."""
    if root is None or not spoiled:
        return frozenset()
    return frozenset(id(node) for node in walk(root) if id(node) in spoiled)


def _before(finding: Finding, other: Finding) -> bool:
    """Whether a finding stands before another; what stands after it may only follow from it."""
    one, two = finding.location, other.location
    return one is None or two is None or (one.line, one.column) < (two.line, two.column)


def _tabs(text: Text, quoted: list[tuple[int, int]]) -> Iterator[Finding]:
    """The first line that is indented with a tab and is not within a quoted or block text."""
    starts = [start for start, _ in quoted]
    for found in _TAB.finditer(text.content):
        around = bisect_right(starts, found.start()) - 1
        if around < 0 or quoted[around][1] <= found.start():
            yield problem("tab", text.location(found.end() - 1, found.end()))
            return


def unreadable(path: str, name: str) -> ReadResult:
    """A file that could not be read; ``name`` is the problem's."""
    source = Source(path)
    return ReadResult(source, None, (problem(name, whole(source)),), unreadable=True)


def too_large(path: str, size: int, limits: Limits) -> ReadResult:
    """A file of more bytes than one may have."""
    source = Source(path)
    found = problem("too-large", whole(source), size=size, limit=limits.max_bytes)
    return ReadResult(source, None, (found,), unreadable=True)


_TAB: Final = re.compile(r"^ *\t(?=[ \t]*[^\s#])", re.MULTILINE)
