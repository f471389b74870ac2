"""The exceptions that callers of evenhand can meet."""

from __future__ import annotations

from typing import Any

from evenhand.finding import Finding
from evenhand.messages import Message


class EvenhandError(Exception):
    """Base of all exceptions that evenhand raises on purpose."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text("en"))
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        """Rebuilt from its message, so that it reaches the caller of another process too."""
        return type(self), (self.message,)


class UsageError(EvenhandError):
    """The caller asked for something that does not exist or does not fit together (exit code 2)."""


class InputError(EvenhandError):
    """An input could not be read or is beyond a limit (exit code 3)."""


class LoadError(EvenhandError):
    """A file was read and is wrong; ``findings`` says where and why (exit code 3)."""

    def __init__(self, message: Message, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.findings)

    def __str__(self) -> str:
        lines = [f"{f.location}: {f.message.text('en')}" for f in self.findings]
        return "\n".join([self.message.text("en"), *lines])


class MissingExtraError(EvenhandError):
    """A library that this action needs is not installed; the message names the line to run."""
