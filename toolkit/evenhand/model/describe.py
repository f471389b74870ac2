"""Short plain text for conditions, figures, points and values, in both languages.

The functions that end in ``_text`` give the text of one language, safe to show; those that end in
``_words`` give words that become text later. They take a dictionary or a whole policy; with a
policy the titles of definitions and scores stand for their ids.
"""

from __future__ import annotations

from typing import Final, assert_never

from evenhand.messages import Bilingual, Language, Message, message, shown_text
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
from evenhand.model.element import Text
from evenhand.model.figures import Figure
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bound, Points
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import (
    Names,
    Words,
    bounds_words,
    compared,
    figure_words,
    joined,
    kind_of,
    label_words,
    listed,
    members_words,
    points_words,
    role_words,
    value_words,
)

_STOPS: Final = ".。"


# -- text of one language --------------------------------------------------------------------------


def condition_text(condition: Condition, names: Names, language: Language) -> str:
    """A condition as one sentence part: ``Age: at least 18 years and City: Beijing``."""
    return words_text(condition_words(condition, names), language)


def test_text(condition: Condition, names: Names, language: Language) -> str:
    """What is asked of the attribute, without its name: ``at least 300,000``.

    Conditions that are not about one attribute are described as a whole.
    """
    return words_text(test_words(condition, names), language)


def figure_text(figure: Figure, attribute: str | None, names: Names, language: Language) -> str:
    """A figure that an attribute (None: a score) is compared with."""
    return words_text(figure_words(figure, attribute, names), language)


def points_text(points: Points | None, language: Language) -> str:
    """Points, a weight or an amount; None means unknown."""
    return words_text(points_words(points), language)


def bounds_text(bounds: tuple[Bound, ...], attribute: str, names: Names, language: Language) -> str:
    """The stretch of a bin: ``at least 50,000 and below 300,000``."""
    return words_text(bounds_words(bounds, attribute, names), language)


def value_text(value: Value, attribute: str | None, names: Names, language: Language) -> str:
    """A value of an attribute with its unit, or the label of its code."""
    return words_text(value_words(value, attribute, names), language)


def label_text(name: str, names: Names, language: Language) -> str:
    """The label of an attribute; its name where the dictionary does not have it."""
    return words_text(label_words(name, names), language)


def words_text(words: Words, language: Language) -> str:
    """Words as text of one language, safe to show."""
    return shown_text(words, language)


# -- conditions ------------------------------------------------------------------------------------


def condition_words(condition: Condition, names: Names) -> Words:
    """A condition as one sentence part, as words."""
    match condition:
        case All() | AnyOf():
            return _junction(condition, names)
        case Not(Meets(definition)):
            return message("describe.meets-not", title=definition_title(definition, names))
        case Not(part):
            return message("describe.not", part=condition_words(part, names))
        case CountOf(needed, parts):
            shown = [condition_words(part, names) for part in parts]
            rows = listed(shown, "describe.semicolon")
            return message("describe.count-of", needed=needed, parts=rows)
        case Compare() | Includes() | Known() | OneOf() | ScoreIs():
            return _about(condition, test_words(condition, names), names)
        case Meets() | OpenCondition() | Discretion():
            return test_words(condition, names)
        case _:
            assert_never(condition)


def test_words(condition: Condition, names: Names) -> Words:
    """What is asked of the attribute, without its name, as words."""
    match condition:
        case Compare(name, operator, figure):
            return compared(operator, figure, name, names)
        case OneOf():
            return _one_of(condition, names)
        case Includes(name, members, every):
            joint = "describe.and" if every else "describe.or"
            shown = members_words(members, name, names, joint)
            return message("describe.includes", members=shown)
        case Known(_, expected):
            return message("describe.known") if expected else message("describe.not-known")
        case ScoreIs(_, operator, figure):
            return compared(operator, figure, None, names)
        case Meets(definition):
            return message("describe.meets", title=definition_title(definition, names))
        case OpenCondition(wording, read_as):
            return message("describe.open-condition", wording=wording, state=_state(read_as))
        case Discretion():
            return _discretion(condition)
        case All() | AnyOf() | Not() | CountOf():
            return condition_words(condition, names)
        case _:
            assert_never(condition)


def definition_title(name: str, names: Names) -> Words:
    """The title of a definition; its id where no title is known."""
    known = names.definitions.get(name) if isinstance(names, Policy) else None
    return name if known is None or known.about.title is None else known.about.title


def score_label(name: str, names: Names) -> Words:
    """What the score of a scorecard or section is called."""
    if not isinstance(names, Policy):
        return message("describe.score")
    part = names.score_parts().get(name)
    if part is not None and part.about.title is not None:
        return part.about.title
    single = len(names.scorecards) == 1 and names.scorecards[0].id == name
    return message("describe.score") if single else message("describe.score-of", name=name)


def _junction(condition: All | AnyOf, names: Names) -> Words:
    """Parts joined by and, or by or; what is joined the same way inside needs no brackets."""
    of_all = isinstance(condition, All)
    parts = _flat(condition)
    if not parts:
        return message("describe.always") if of_all else message("describe.never")
    joint = "describe.and-also" if of_all else "describe.or-else"
    row: Words | None = None
    while parts:
        same = _same_attribute(parts) if of_all else 1
        words = _together(parts[:same], names)
        if len(parts[0:same]) == 1 and isinstance(parts[0], All | AnyOf):
            words = message("describe.grouped", part=words)
        row = words if row is None else joined(row, words, joint)
        parts = parts[same:]
    assert row is not None
    return row


def _flat(condition: All | AnyOf) -> list[Condition]:
    found: list[Condition] = []
    for part in condition.parts:
        one = part
        while isinstance(one, All | AnyOf) and len(one.parts) == 1:
            one = one.parts[0]
        if isinstance(one, All | AnyOf) and type(one) is type(condition):
            found.extend(_flat(one))
        else:
            found.append(one)
    return found


def _same_attribute(parts: list[Condition]) -> int:
    """How many comparisons of one attribute stand first in a row."""
    first = parts[0]
    count = 1
    for other in parts[1:]:
        match first, other:
            case (Compare(one), Compare(two)) | (ScoreIs(one), ScoreIs(two)) if one == two:
                count += 1
            case _:
                break
    return count


def _together(parts: list[Condition], names: Names) -> Words:
    if len(parts) == 1:
        return condition_words(parts[0], names)
    tests = listed([test_words(part, names) for part in parts], "describe.both")
    return _about(parts[0], tests, names)


def _about(condition: Condition, test: Words, names: Names) -> Words:
    """A test with the name of what is tested before it."""
    match condition:
        case ScoreIs(of):
            return message("describe.compare", label=score_label(of, names), test=test)
        case OneOf(name) if kind_of(name, names) is Kind.BOOLEAN:
            return message("describe.flag", label=label_words(name, names), test=test)
        case Compare(name) | Includes(name) | Known(name) | OneOf(name):
            return message("describe.compare", label=label_words(name, names), test=test)
        case _:
            return test


def _one_of(condition: OneOf, names: Names) -> Words:
    name, values = condition.attribute, condition.values
    if kind_of(name, names) is Kind.BOOLEAN and len(values) == 1:
        return value_words(bool(values[0]) is not condition.negated, name, names)
    shown = listed([value_words(one, name, names) for one in values], "describe.or")
    return message("describe.is-not" if condition.negated else "describe.is", value=shown)


def _discretion(condition: Discretion) -> Message:
    who = role_words(condition.who)
    state = _state(condition.read_as)
    if condition.criteria is None:
        return message("describe.discretion", who=who, state=state)
    criteria = _unstopped(condition.criteria)
    return message("describe.discretion-on", who=who, criteria=criteria, state=state)


def _state(read_as: bool | None) -> Message:
    """How an open condition is taken."""
    if read_as is None:
        return message("describe.left-open")
    return message("describe.taken-as-met") if read_as else message("describe.taken-as-not-met")


def _unstopped(text: Text) -> Text:
    if isinstance(text, str):
        return text.rstrip(_STOPS)
    return Bilingual(text.en.rstrip(_STOPS), text.zh.rstrip(_STOPS))
