"""How parts of a policy are worded: conditions as nested statements, sources, places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Condition,
    CountOf,
    Meets,
    Not,
    every_part,
)
from evenhand.model.describe import condition_words
from evenhand.model.element import About, SourceRef
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.wording import Words, label_words, value_words

PLAIN = 72
"""Conditions whose English wording is at most this long stay on one line."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in words; what it is made of stands in ``parts``.

    ``definition`` names the definition that the words speak of, to be linked. ``is_all`` tells
    that all parts must hold, so that a list needs no word for it.
    """

    words: Words
    parts: tuple[Clause, ...] = ()
    definition: str | None = None
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A remark with the word that says what it is."""

    label: Words
    words: Words


@dataclass(frozen=True, slots=True)
class Element:
    """What every part of a policy shows: name, place in the file, sources, remarks."""

    id: str
    title: Words
    place: str
    sources: tuple[Words, ...]
    notes: tuple[Note, ...]


def clause(condition: Condition, policy: Policy) -> Clause:
    """A condition as nested statements; short ones stay one statement."""
    if isinstance(condition, All) and not condition.parts:
        return Clause(message("dossier.everybody"))
    words = condition_words(condition, policy)
    if isinstance(condition, Meets):
        return Clause(words, definition=condition.definition)
    if isinstance(condition, Not) and isinstance(condition.part, Meets):
        return Clause(words, definition=condition.part.definition)
    if not _is_nested(condition) or (_is_short(words) and not _names_definition(condition)):
        return Clause(words)
    match condition:
        case All(parts):
            return _group("dossier.all-of", parts, policy)
        case AnyOf(parts):
            return _group("dossier.any-of", parts, policy)
        case CountOf(needed, parts):
            inner = tuple(clause(part, policy) for part in parts)
            return Clause(message("dossier.count-of", needed=needed), inner)
        case Not(AnyOf(parts)):
            return _group("dossier.none-of", parts, policy)
        case Not(part):
            return Clause(message("dossier.not"), (clause(part, policy),))
        case _:
            return Clause(words)


def _group(key: str, parts: tuple[Condition, ...], policy: Policy) -> Clause:
    if len(parts) == 1 and key != "dossier.none-of":
        return clause(parts[0], policy)
    inner = tuple(clause(part, policy) for part in parts)
    return Clause(message(key), inner, is_all=key == "dossier.all-of")


def _is_nested(condition: Condition) -> bool:
    match condition:
        case All(parts) | AnyOf(parts) | CountOf(_, parts):
            return bool(parts)
        case Not():
            return True
        case _:
            return False


def _is_short(words: Words) -> bool:
    return isinstance(words, str) or len(words.text("en")) <= PLAIN


def _names_definition(condition: Condition) -> bool:
    return any(isinstance(part, Meets) for part in every_part(condition))


def element(name: str, about: About, location: Location, title: Words | None = None) -> Element:
    """What is said of a part of a policy wherever it is shown."""
    notes = []
    if about.because is not None:
        notes.append(Note(message("dossier.because"), about.because))
    if about.note is not None:
        notes.append(Note(message("dossier.remark"), about.note))
    return Element(
        name,
        about.title or title or name,
        place(location),
        tuple(source_words(ref) for ref in about.source),
        tuple(notes),
    )


def place(location: Location) -> str:
    """``path:line``."""
    return f"{location.path}:{location.line}"


def source_words(ref: SourceRef) -> Words:
    """A reference into a source: its id, where, and its words."""
    match (ref.at, ref.quote):
        case (None, None):
            return ref.id
        case (str(at), None):
            return message("dossier.source-at", id=ref.id, at=at)
        case (None, str(quote)):
            return message("dossier.source-quote", id=ref.id, quote=quote)
        case (at, quote):
            return message("dossier.source-at-quote", id=ref.id, at=str(at), quote=str(quote))


def outcome_words(outcome: str, policy: Policy) -> Words:
    """An outcome by its name: a tier's title, or what is done instead."""
    if outcome == REJECTED:
        return message("dossier.outcome-rejected")
    if outcome in (REFER, REFERRED):
        return message("dossier.outcome-refer")
    if outcome == OUT_OF_SCOPE:
        return message("dossier.outcome-out-of-scope")
    if outcome == policy.otherwise.tier:
        return policy.otherwise.title or outcome
    titles = {tier.id: tier.title for tier in policy.tiers}
    return titles.get(outcome, outcome)


def customer_words(
    given: Mapping[str, Value | None], policy: Policy
) -> tuple[tuple[Words, Words], ...]:
    """A customer's values with their labels, in the order given; None is not known."""
    rows: list[tuple[Words, Words]] = []
    for name, value in given.items():
        answer = name.removeprefix("discretion.")
        label: Words = (
            label_words(name, policy)
            if answer == name
            else message("dossier.recorded-answer", id=answer)
        )
        shown: Words = (
            message("dossier.not-known") if value is None else value_words(value, name, policy)
        )
        rows.append((label, shown))
    return tuple(rows)
