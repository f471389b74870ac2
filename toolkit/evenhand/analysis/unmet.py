"""What an element asks for and was not met, in words for the customer.

Each item is needed; where one of several would do, they stand in one item. What people decide and
what the policy leaves open are named without their inner wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evenhand.analysis.steps import Atom, Ground, deciding
from evenhand.engines.trace import Judgement
from evenhand.messages import Message, message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    ScoreIs,
)
from evenhand.model.describe import condition_words
from evenhand.model.figures import Constant, Disputed, OpenFigure, Range
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, joined, listed, value_words


def unmet(policy: Policy, ground: Ground) -> Iterator[Words]:
    """What the element lacked, each item with what is on record."""
    for words in _lacking(policy, ground.judged, negated=False):
        path = ground.element.title if ground.element.kind == "path" else None
        if path is None:
            yield words
        else:
            yield message("letter.by-path", path=path, condition=words)


def _lacking(policy: Policy, judged: Judgement, *, negated: bool) -> tuple[Words, ...]:
    """What would have to hold as well; of several items all."""
    condition = judged.condition
    match condition:
        case Not() | Meets():
            turned = negated is not isinstance(condition, Not)
            return _lacking(policy, judged.parts[0], negated=turned)
        case All() | AnyOf():
            parts = [_lacking(policy, one, negated=negated) for one in deciding(judged)]
            if parts and isinstance(condition, All) is negated:
                return (_one_of(parts),)
            return tuple(one for part in parts for one in part)
        case CountOf():
            return (_count(policy, judged, condition, negated=negated),)
        case _:
            return (_atom(policy, Atom(judged, negated)),)


def _one_of(parts: Sequence[tuple[Words, ...]]) -> Words:
    """Alternatives in one item; what an alternative needs together stands together."""
    rows = [listed(part, "describe.and-also") for part in parts]
    row = rows[0]
    for one in rows[1:]:
        row = joined(row, one, "describe.or-else")
    return row


def _count(policy: Policy, judged: Judgement, condition: CountOf, *, negated: bool) -> Words:
    if negated or not judged.parts:
        own: Condition = condition
        return condition_words(Not(own, own.location) if negated else own, policy)
    parts = [_lacking(policy, one, negated=False) for one in deciding(judged)]
    rows = listed([listed(part, "describe.and-also") for part in parts], "describe.semicolon")
    met = len(judged.parts) - len(parts)
    return message("letter.count", needed=condition.needed, met=met, parts=rows)


def _atom(policy: Policy, atom: Atom) -> Words:
    """A condition with what is on record."""
    judged = atom.judged
    match judged.condition:
        case Discretion():
            answered = isinstance(judged.value, bool)
            return message("letter.discretion-no" if answered else "letter.discretion-none")
        case OpenCondition(wording):
            return message("letter.open-condition", wording=wording)
        case Known():
            return condition_words(atom.condition, policy)
        case Compare(name) | OneOf(name) | Includes(name):
            return _asked(policy, atom, name)
        case _:
            return _asked(policy, atom, None)


def _asked(policy: Policy, atom: Atom, about: str | None) -> Message:
    asked = condition_words(_as_applied(atom), policy)
    value = atom.judged.value
    if value is None:
        return message("letter.asked-nothing", condition=asked)
    return message("letter.asked", condition=asked, value=value_words(value, about, policy))


def _as_applied(atom: Atom) -> Condition:
    """The condition with the figure that was applied where the source leaves one open."""
    own = atom.judged.condition
    if (
        isinstance(own, Compare | ScoreIs)
        and isinstance(own.figure, OpenFigure | Disputed | Range)
        and len(atom.judged.against) == 1
    ):
        (applied,) = atom.judged.against
        if not isinstance(applied, bool | frozenset):
            own = replace(own, figure=Constant(applied, own.figure.location))
    return Not(own, own.location) if atom.negated else own
