"""Findings of loading: a short name gives the rule, the sentence and the hint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeAlias

from evenhand.finding import Finding, Related, Severity
from evenhand.location import Location
from evenhand.messages import Bilingual, Message, message

Shown: TypeAlias = str | int | Message | Bilingual
"""A value that a sentence shows."""

LISTS: Final = frozenset({"names", "known", "kinds"})
"""Values that are our own lists of names and are shown whole."""

_LONGEST: Final = 40


def problem(
    name: str,
    location: Location,
    /,
    *,
    hint: Message | None = None,
    related: tuple[Related, ...] = (),
    **values: Shown,
) -> Finding:
    """What is wrong at a place: sentence ``load.<name>``, hint ``load.<name>.hint`` or ``hint``.

    The values fill both sentences and, in the order of their names, are the finding's cause.
    """
    return _finding(name, Severity.ERROR, location, values, hint=hint, related=related)


def note(name: str, location: Location, /, **values: Shown) -> Finding:
    """Like ``problem``, for what was accepted and should be known."""
    return _finding(name, Severity.NOTE, location, values)


def _finding(
    name: str,
    severity: Severity,
    location: Location,
    values: Mapping[str, Shown],
    *,
    hint: Message | None = None,
    related: tuple[Related, ...] = (),
) -> Finding:
    shown = {
        key: shortened(value) if isinstance(value, str | int) and key not in LISTS else value
        for key, value in values.items()
    }
    return Finding(
        rule=name,
        severity=severity,
        message=message(f"load.{name}", **shown),
        hint=hint or message(f"load.{name}.hint", **shown),
        location=location,
        related=related,
        cause=tuple(str(values[key]) for key in sorted(values)),
    )


def not_following(
    later: Iterable[Finding], errors: Iterable[Finding], spoiled: Collection[Location] = ()
) -> tuple[Finding, ...]:
    """Those findings that do not stand, on one line, where an error has been told already.

    One cause gives one message: a text that could not be read as meant also fits no schema.
    ``spoiled`` are the places of whole values that are not what was meant.
    """
    places = [f.location for f in errors if f.severity is Severity.ERROR and f.location]
    return tuple(
        f
        for f in later
        if f.location not in spoiled and not any(_meet(f.location, place) for place in places)
    )


def _meet(one: Location | None, other: Location) -> bool:
    if one is None or one.source is not other.source or one.line != one.end_line:
        return False
    return (one.line, one.column) < (other.end_line, other.end_column) and (
        (other.line, other.column) < (one.end_line, one.end_column)
    )


def code_point(character: str) -> str:
    """The usual name of a character's code: U+202E."""
    return f"U+{ord(character):04X}"


def shortened(value: str | int) -> str:
    """A value of a sentence, cut when it is long, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
