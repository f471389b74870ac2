"""Results: what every analysis returns, ready to be rendered, saved and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from evenhand.errors import UsageError
from evenhand.finding import Finding, Severity, at_or_above
from evenhand.messages import message

NEVER: Final = "never"


@dataclass(frozen=True, slots=True)
class Input:
    """One file that a result rests on: its shown path, the SHA-256 of its text, and what it is."""

    path: str
    sha256: str
    policy: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """How a result came about. Clock times, host names and absolute paths never stand in it."""

    command: str
    as_of: date
    inputs: tuple[Input, ...] = ()
    seed: int | None = None
    reading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an analysis found. Subclasses add their own fields and say how they look as data."""

    run: Run
    findings: tuple[Finding, ...] = ()
    incomplete: bool = False

    def data(self) -> Mapping[str, object]:
        """The command's own part of the JSON result: text, whole numbers, lists and mappings."""
        return {}

    def exit_code(self, fail_on: str = NEVER, *, strict: bool = False) -> int:
        """The exit code of the command line: 4, 1 or 0 (other codes are never results).

        ``fail_on`` is ``error``, ``warning``, ``note`` or ``never``. Raises UsageError otherwise.
        """
        if strict and self.incomplete:
            return 4
        if fail_on == NEVER:
            return 0
        return 1 if at_or_above(self.findings, severity(fail_on)) else 0


def severity(name: str) -> Severity:
    """The severity of a name. Raises UsageError for another name."""
    try:
        return Severity(name)
    except ValueError:
        raise UsageError(message("usage.severity", name=name)) from None
