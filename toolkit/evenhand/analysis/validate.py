"""Validation: whether files can be read, fit their schema, and refer only to what exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.finding import Finding, in_order
from evenhand.loading.document import KINDS
from evenhand.loading.library import Loaded
from evenhand.result import Result, Run

NOT_OURS = frozenset({"no-head", "no-kind"})
"""What is said of YAML that does not claim to be evenhand's: an error only where it is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation(Result):
    """Which files were looked at.

    ``checked`` are the paths of files with their kinds, ``passed_over`` files met in a folder that
    are no files of evenhand's, ``unreadable`` files that could not be read or exceed a limit.
    """

    checked: tuple[tuple[str, str | None], ...]
    passed_over: tuple[str, ...]
    unreadable: tuple[str, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "files": [{"path": path, "kind": kind} for path, kind in self.checked],
            "passed_over": list(self.passed_over),
            "unreadable": list(self.unreadable),
        }

    def exit_code(self, fail_on: str = "error", *, strict: bool = False) -> int:
        """3 where a file could not be read, else as for every result."""
        return 3 if self.unreadable else super(Validation, self).exit_code(fail_on, strict=strict)


def validate(named: Sequence[Loaded], met: Sequence[Loaded], run: Run) -> Validation:
    """Put together what loading found about files that were named and files met in folders."""
    passed_over = [one for one in met if is_not_ours(one)]
    looked_at = [*named, *(one for one in met if one not in passed_over)]
    findings: dict[Finding, None] = {}
    for one in looked_at:
        findings.update(dict.fromkeys(one.findings))
    return Validation(
        run=run,
        findings=in_order(findings),
        checked=tuple(
            (one.document.source.path, one.document.kind) for one in looked_at if not one.unreadable
        ),
        passed_over=tuple(one.document.source.path for one in passed_over),
        unreadable=tuple(one.document.source.path for one in looked_at if one.unreadable),
    )


def is_not_ours(loaded: Loaded) -> bool:
    """Whether a file is YAML that does not claim to be evenhand's."""
    rules = {finding.rule for finding in loaded.findings}
    return loaded.document.kind not in KINDS and not loaded.unreadable and rules <= NOT_OURS
