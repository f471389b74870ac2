"""Plain words for labels, values, figures and points, in both languages.

``Words`` become text of a language where they are shown. ``describe`` adds conditions.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from evenhand.messages import Bilingual, Message, message
from evenhand.model.conditions import Operator
from evenhand.model.figures import By, Constant, Disputed, Figure, OpenFigure, Range, Times
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bound, OpenPoints, Points
from evenhand.model.values import Value, grouped_text
from evenhand.model.vocabulary import Attribute, Dictionary, Kind

Words: TypeAlias = str | Message | Bilingual
"""A text of no language, or one that exists in both."""

Names: TypeAlias = Dictionary | Policy
"""Where labels come from; a policy also knows the titles of its definitions and scores."""

_COMPARED: Final = {
    Operator.AT_LEAST: "describe.at-least",
    Operator.ABOVE: "describe.above",
    Operator.AT_MOST: "describe.at-most",
    Operator.BELOW: "describe.below",
}
_DATED: Final = {
    Operator.AT_LEAST: "describe.on-or-after",
    Operator.ABOVE: "describe.after",
    Operator.AT_MOST: "describe.on-or-before",
    Operator.BELOW: "describe.before",
}
_UNITS: Final = {
    "years": ("describe.years", "describe.years-one"),
    "months": ("describe.months", "describe.months-one"),
    "days": ("describe.days", "describe.days-one"),
}
_FIGURE: Final = ("describe.figure-unstated", "describe.figure-open")
_DISPUTED: Final = ("describe.figure-unstated", "describe.disputed-open")
_SOMEWHERE: Final = ("describe.figure-unstated", "describe.somewhere-open")
_POINTS: Final = ("describe.points-unstated", "describe.points-open")
_ROLES: Final = {
    "bank": "describe.role.bank",
    "branch_manager": "describe.role.branch-manager",
    "credit_officer": "describe.role.credit-officer",
    "relationship_manager": "describe.role.relationship-manager",
    "committee": "describe.role.committee",
}


# -- lists -----------------------------------------------------------------------------------------


def listed(words: Iterable[Words], last: str) -> Words:
    """Words in a row, commas between them; ``last`` is the key of the joint before the last one.

    With ``describe.semicolon`` all joints are semicolons.
    """
    shown = list(words)
    if not shown:
        return message("describe.nothing")
    inner = last if last == "describe.semicolon" else "describe.comma"
    row = shown[0]
    for index, one in enumerate(shown[1:], 2):
        row = joined(row, one, last if index == len(shown) else inner)
    return row


def joined(left: Words, right: Words, joint: str) -> Message:
    """Two words with a joint between them, given by its key."""
    return Message(joint, (("left", left), ("right", right)))


# -- labels and values -----------------------------------------------------------------------------


def dictionary_of(names: Names) -> Dictionary:
    """The dictionary itself, or that of the policy."""
    return names.dictionary if isinstance(names, Policy) else names


def kind_of(name: str, names: Names) -> Kind | None:
    """The kind of an attribute; None for an unknown name."""
    dictionary = dictionary_of(names)
    return dictionary.kind(name) if name in dictionary else None


def label_words(name: str, names: Names) -> Words:
    """The label of an attribute; its name where the dictionary does not have it."""
    dictionary = dictionary_of(names)
    return dictionary.label(name) if name in dictionary else name


_OUTCOMES: Final = {
    OUT_OF_SCOPE: "outcome.out-of-scope",
    REJECTED: "outcome.rejected",
    REFERRED: "outcome.referred",
    REFER: "outcome.refer",
}


def tier_words(policy: Policy, name: str) -> Words:
    """A tier by its title; by its id where it has none. Raises KeyError for another name."""
    if name == policy.otherwise.tier and name not in {tier.id for tier in policy.tiers}:
        return policy.otherwise.title or name
    return policy.tier(name).title


def outcome_words(policy: Policy, name: str) -> Words:
    """What an outcome is called: a tier by its title, the others in plain words."""
    return message(_OUTCOMES[name]) if name in _OUTCOMES else tier_words(policy, name)


def role_words(role: str | Bilingual) -> Words:
    """Who decides, in words where the role is a usual one."""
    return message(_ROLES[role]) if isinstance(role, str) and role in _ROLES else role


def number_words(number: Fraction) -> str:
    """A number with its thousands apart: ``300,000``, ``0.95``, ``1/3``."""
    return grouped_text(number, mark=",", least=4)


def value_words(value: Value, attribute: str | None, names: Names) -> Words:
    """A value of an attribute with its unit, or the label of its code."""
    known = _attribute(attribute, names)
    match value:
        case bool():
            return message("describe.yes") if value else message("describe.no")
        case Fraction():
            return _with_unit(value, known)
        case date():
            return value.isoformat()
        case str():
            return _code(value, known)
        case frozenset():
            return members_words(sorted(value), attribute, names, "describe.and")
        case _:
            assert_never(value)


def members_words(
    codes: Iterable[str], attribute: str | None, names: Names, last: str = "describe.and"
) -> Words:
    """The labels of some codes of an attribute, in a row."""
    known = _attribute(attribute, names)
    return listed([_code(code, known) for code in codes], last)


def code_words(code: str, attribute: str, names: Names) -> Words:
    """A code of an attribute; ``true`` and ``false`` of a boolean are yes and no."""
    value: Value = code
    if kind_of(attribute, names) is Kind.BOOLEAN:
        value = code == "true"
    return value_words(value, attribute, names)


def _attribute(name: str | None, names: Names) -> Attribute | None:
    return None if name is None else dictionary_of(names).attributes.get(name)


def _code(code: str, attribute: Attribute | None) -> Words:
    label = attribute.code_label(code) if attribute is not None else None
    return label if label is not None else code


def _with_unit(number: Fraction, attribute: Attribute | None) -> Words:
    text = number_words(number)
    unit = attribute.unit if attribute is not None else None
    if attribute is None or unit not in _UNITS:
        return text
    if unit == "years" and attribute.category == "demographic":
        return message("describe.years-of-age", number=text)
    several, one = _UNITS[unit]
    return message(one if number == 1 else several, number=text)


# -- figures, points, bounds -----------------------------------------------------------------------


def figure_words(figure: Figure, attribute: str | None, names: Names) -> Words:
    """A figure that an attribute (None: a score) is compared with."""
    match figure:
        case Constant(value):
            return value_words(value, attribute, names)
        case OpenFigure(wording, read_as):
            return _taken(_read(read_as, attribute, names), _quoted(wording), _FIGURE)
        case Disputed(options, read_as):
            values = [value_words(one.value.value, attribute, names) for one in options]
            taken = _read(read_as, attribute, names)
            return _taken(taken, listed(values, "describe.or"), _DISPUTED)
        case Range(low, high, read_as):
            ends = [value_words(one.value, attribute, names) for one in (low, high)]
            spread = message("describe.range", low=ends[0], high=ends[1])
            return _taken(_read(read_as, attribute, names), spread, _SOMEWHERE)
        case Times(factor, of, plus):
            row: Words = label_words(of, names)
            if factor != 1:
                row = message("describe.times", factor=number_words(factor), label=row)
            return joined(row, number_words(plus), "describe.plus") if plus else row
        case By():
            return _by(figure, attribute, names)
        case _:
            assert_never(figure)


def points_words(points: Points | None) -> Words:
    """Points, a weight or an amount; None means unknown."""
    match points:
        case None:
            return message("describe.unknown")
        case Fraction():
            return number_words(points)
        case OpenPoints(_, wording, values, is_range, read_as):
            taken = None if read_as is None else number_words(read_as)
            if not values:
                return _taken(taken, _quoted(wording), _POINTS)
            shown: list[Words] = [number_words(value) for value in values]
            if is_range:
                spread = message("describe.range", low=shown[0], high=shown[-1])
                return _taken(taken, spread, _SOMEWHERE)
            return _taken(taken, listed(shown, "describe.or"), _DISPUTED)
        case _:
            assert_never(points)


def bounds_words(bounds: tuple[Bound, ...], attribute: str, names: Names) -> Words:
    """The stretch of a bin: ``at least 50,000 and below 300,000``."""
    if not bounds:
        return message("describe.any-value")
    tests = [
        compared(one.operator, one.value, attribute, names)
        for one in sorted(bounds, key=lambda bound: not bound.operator.is_upward)
    ]
    return listed(tests, "describe.both")


def compared(operator: Operator, figure: Figure, attribute: str | None, names: Names) -> Words:
    """A comparison without what is compared: ``at least 300,000``."""
    keys = _DATED if attribute and kind_of(attribute, names) is Kind.DATE else _COMPARED
    return message(keys[operator], figure=figure_words(figure, attribute, names))


def _by(figure: By, attribute: str | None, names: Names) -> Message:
    rows: list[Words] = [
        message(
            "describe.by-value",
            value=code_words(code, figure.attribute, names),
            figure=figure_words(inner, attribute, names),
        )
        for code, inner in figure.values
    ]
    if figure.otherwise is not None:
        rest = figure_words(figure.otherwise, attribute, names)
        rows.append(message("describe.by-otherwise", figure=rest))
    label = label_words(figure.attribute, names)
    return message("describe.by", label=label, rows=listed(rows, "describe.semicolon"))


def _read(read_as: Constant | None, attribute: str | None, names: Names) -> Words | None:
    return None if read_as is None else value_words(read_as.value, attribute, names)


def _quoted(wording: str | Bilingual | None) -> Words | None:
    return None if wording is None else message("describe.quoted", wording=wording)


def _taken(taken: Words | None, said: Words | None, keys: tuple[str, str]) -> Words:
    """An open figure: what the source says, and how it is read.

    ``keys`` are those for a figure that nobody settles, without and with what the source says.
    """
    unstated, opened = keys
    if said is None:
        if taken is None:
            return message(unstated)
        return message("describe.read-unstated", taken=taken)
    if taken is None:
        return message(opened, said=said)
    return message("describe.read", taken=taken, said=said)
