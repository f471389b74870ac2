"""Formatting: files in the canonical layout, which of them change, and which were refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evenhand.finding import in_order
from evenhand.loading.writing.formatted import Formatted
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatting(Result):
    """Files in the canonical layout.

    ``files`` are those that could be laid out, ``refused`` the paths of those that could not and
    stay as they are, ``passed_over`` YAML met in a folder that is none of evenhand's. ``check``
    says that a file that would change is a fault, ``diff`` that changes are shown line by line,
    ``writes`` that the caller is going to write the files.
    """

    files: tuple[Formatted, ...] = field(repr=False)
    refused: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    check: bool = False
    diff: bool = False

    @property
    def writes(self) -> bool:
        return not (self.check or self.diff)

    @property
    def changed(self) -> tuple[Formatted, ...]:
        return tuple(one for one in self.files if one.changed)

    def without(self, lost: Formatted) -> Formatting:
        """The same with one file refused after all, because it could not be written."""
        kept = tuple(one for one in self.files if one is not lost)
        return replace(self, files=kept, refused=(*self.refused, lost.origin.shown))

    def data(self) -> Mapping[str, object]:
        return {
            "files": [
                {"path": one.origin.shown, "kind": one.kind, "changed": one.changed}
                for one in self.files
            ],
            "refused": list(self.refused),
            "passed_over": list(self.passed_over),
            "written": self.writes,
        }

    def exit_code(self, fail_on: str = "error", *, strict: bool = False) -> int:  # noqa: ARG002
        """3 where a file was refused; 1 where one would change and that was asked; else 0."""
        if self.refused:
            return 3
        return 1 if self.check and self.changed else 0


def fmt(
    named: Sequence[Formatted],
    met: Sequence[Formatted],
    run: Run,
    *,
    check: bool = False,
    diff: bool = False,
) -> Formatting:
    """Put together files that were named and files that were met in folders."""
    passed_over = [one for one in met if not one.ours]
    looked_at = [*named, *(one for one in met if one.ours)]
    return Formatting(
        run=run,
        findings=in_order(found for one in looked_at for found in one.findings),
        files=tuple(one for one in looked_at if one.after is not None),
        refused=tuple(one.origin.shown for one in looked_at if one.after is None),
        passed_over=tuple(one.origin.shown for one in passed_over),
        check=check,
        diff=diff,
    )


def unified(one: Formatted) -> Iterable[str]:
    """What changes in a file, as a unified diff without line breaks."""
    before = one.before.decode("utf-8-sig").splitlines()
    after = (one.after or "").splitlines()
    yield from difflib.unified_diff(before, after, one.origin.shown, one.origin.shown, lineterm="")
