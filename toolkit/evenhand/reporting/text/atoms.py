"""One judged condition as text: what it asks, what the customer has, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.explain import does_not_apply
from evenhand.analysis.steps import Atom
from evenhand.engines.trace import Judgement
from evenhand.messages import Message, message
from evenhand.model.conditions import Compare, Includes, Known, OneOf, ScoreIs
from evenhand.model.describe import condition_words, words_text
from evenhand.model.outcome import Cause
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.table import indented, pad

TAKEN: Final = {"met": "taken.met", "not_met": "taken.not-met"}
"""How open conditions are taken, with the keys of what is said of it."""


def atom_lines(policy: Policy, atom: Atom, look: Look, indent: str) -> Iterator[str]:
    """A line (or more) for the condition, one for the customer's value and the place."""
    states = {
        one: message(f"truth.{one}").text(look.language) for one in ("true", "false", "unknown")
    }
    room = max(cell_width(state) for state in states.values())
    mark = f"{indent}{pad(states[atom.truth.value], room)}  "
    words = one_line(words_text(condition_words(atom.condition, policy), look.language))
    yield from indented(words, look.width, mark)
    value = one_line(words_text(here(policy, atom.judged), look.language))
    yield f"{' ' * cell_width(mark)}{value}  {place(atom.condition.location)}"


def here(policy: Policy, atom: Judgement) -> Words:
    """What the customer has: a value, or why there is none."""
    condition = atom.condition
    if does_not_apply(atom):
        return message("explain.not-applicable")
    about: str | None
    match condition:
        case Compare(name) | OneOf(name) | Includes(name):
            about = name
        case ScoreIs():
            about = None
        case Known():
            return message("explain.is-known" if not atom.own.missing else "explain.not-given")
        case _:
            return _answer(atom)
    if atom.value is not None:
        return message("explain.here", value=value_words(atom.value, about, policy))
    return _absence(atom)


def _absence(atom: Judgement) -> Message:
    if isinstance(atom.condition, ScoreIs):
        return message("explain.score-unknown")
    if Cause.HUMAN in atom.own.causes:
        return message("explain.not-judged")
    return message("explain.not-given")


def _answer(atom: Judgement) -> Message:
    """How open wording was settled, if it was."""
    if isinstance(atom.value, bool):
        return message("explain.answered-yes" if atom.value else "explain.answered-no")
    if atom.own.leaned:
        return message(TAKEN[atom.own.leaned[0].taken_as])
    return message("explain.left-open")
