"""Findings of the reader: a short name gives the rule, the sentence and the hint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.finding import Finding, Related, Severity
from evenhand.location import Location
from evenhand.messages import message

_LONGEST: Final = 40


def problem(
    name: str,
    location: Location,
    /,
    *,
    related: tuple[Related, ...] = (),
    **values: str | int,
) -> Finding:
    """What is wrong at a place: sentence ``load.<name>``, hint ``load.<name>.hint``.

    The values fill both sentences and, in the order of their names, are the finding's cause.
    """
    return _finding(name, Severity.ERROR, location, related, values)


def note(name: str, location: Location, /, **values: str | int) -> Finding:
    """Like ``problem``, for what was accepted and should be known."""
    return _finding(name, Severity.NOTE, location, (), values)


def _finding(
    name: str,
    severity: Severity,
    location: Location,
    related: tuple[Related, ...],
    values: Mapping[str, str | int],
) -> Finding:
    shown = {key: shortened(value) for key, value in values.items()}
    return Finding(
        rule=name,
        severity=severity,
        message=message(f"load.{name}", **shown),
        hint=message(f"load.{name}.hint", **shown),
        location=location,
        related=related,
        cause=tuple(str(values[key]) for key in sorted(values)),
    )


def code_point(character: str) -> str:
    """The usual name of a character's code: U+202E."""
    return f"U+{ord(character):04X}"


def shortened(value: str | int) -> str:
    """A value of a sentence, cut when it is long, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
