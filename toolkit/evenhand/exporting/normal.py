"""Conditions, figures and points in the normal form: plain data, every name and unit resolved.

Numbers are texts, exact: decimal digits, or a fraction such as ``1/3``. The parts of ``all``,
``any`` and ``at_least`` stand in an order of their own, since theirs in the file has no meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias, assert_never

from evenhand.messages import Bilingual, in_both
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
from evenhand.model.element import About, SourceRef, Text
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Point,
    Range,
    Times,
)
from evenhand.model.scorecard import Bound, OpenPoints, Points
from evenhand.model.values import Value, number_text, value_text
from evenhand.model.vocabulary import Dictionary, Kind

Plain: TypeAlias = dict[str, Any]


def text_of(text: Text | None) -> Plain | None:
    """A text in both languages; one of a single language stands for both."""
    found = in_both(text)
    return None if found is None else dict(found)


def number(value: Fraction | None) -> str | None:
    """An exact number as text."""
    return None if value is None else number_text(value)


def value(given: Value | Point) -> bool | str | list[str]:
    """A value: a yes or no, else text; the attribute's type tells how to read it."""
    if isinstance(given, bool):
        return given
    if isinstance(given, frozenset):
        return sorted(given)
    return value_text(given)


def sources(refs: Iterable[SourceRef]) -> list[Plain]:
    """Where an element comes from."""
    return [{"id": one.id, "at": one.at, "quote": one.quote} for one in refs]


def described(about: About, title: Bilingual | None = None) -> Plain:
    """The title and the sources of an element."""
    return {"title": text_of(title or about.title), "source": sources(about.source)}


def in_order(parts: Iterable[Plain]) -> list[Plain]:
    """Parts whose order has no meaning, in the one order that they always have."""
    return sorted(parts, key=lambda part: json.dumps(part, sort_keys=True, ensure_ascii=False))


# -- conditions ----------------------------------------------------------------------------------


def condition(given: Condition, dictionary: Dictionary) -> Plain:
    """A condition; ``op`` tells which sort it is."""
    match given:
        case All(parts):
            return {"op": "all", "of": in_order(condition(one, dictionary) for one in parts)}
        case AnyOf(parts):
            return {"op": "any", "of": in_order(condition(one, dictionary) for one in parts)}
        case Not(part):
            return {"op": "not", "of": [condition(part, dictionary)]}
        case CountOf(needed, parts):
            inner = in_order(condition(one, dictionary) for one in parts)
            return {"op": "at_least", "count": needed, "of": inner}
        case Meets(definition):
            return {"op": "meets", "definition": definition}
        case ScoreIs(of, operator, compared):
            shown = figure(compared, dictionary)
            return {"op": "score", "score": of, "test": operator.value, "figure": shown}
        case OpenCondition(wording, read_as):
            return {"op": "unstated", "wording": text_of(wording), "read_as": read_as}
        case Discretion():
            return _discretion(given)
        case Compare() | OneOf() | Includes() | Known():
            return _atom(given, dictionary)
        case _:
            assert_never(given)


def _atom(given: Compare | OneOf | Includes | Known, dictionary: Dictionary) -> Plain:
    about: Plain = {"attribute": given.attribute}
    match given:
        case Compare(_, operator, compared):
            shown = figure(compared, dictionary)
            return {"op": "compare", **about, "test": operator.value, "figure": shown}
        case OneOf(_, values, negated):
            listed = sorted((value(one) for one in values), key=str)
            return {"op": "not_in" if negated else "in", **about, "values": listed}
        case Includes(_, members, every):
            word = "includes_all" if every else "includes_any"
            return {"op": word, **about, "members": sorted(members)}
        case Known(_, expected):
            return {"op": "known", **about, "expected": expected}
        case _:
            assert_never(given)


def _discretion(given: Discretion) -> Plain:
    return {
        "op": "discretion",
        "id": given.id,
        "who": text_of(given.who),
        "criteria": text_of(given.criteria),
        "read_as": given.read_as,
    }


# -- figures and points --------------------------------------------------------------------------


def figure(given: Figure, dictionary: Dictionary) -> Plain:
    """A figure; ``form`` tells which sort it is."""
    match given:
        case Constant(point):
            return {"form": "constant", "value": value(point)}
        case OpenFigure(wording, read_as):
            return {"form": "unstated", "wording": text_of(wording), "read_as": _taken(read_as)}
        case Disputed(options, read_as):
            listed = sorted(str(value(one.value.value)) for one in options)
            return {"form": "disputed", "values": listed, "read_as": _taken(read_as)}
        case Range(low, high, read_as):
            ends = [value(low.value), value(high.value)]
            return {"form": "range", "values": ends, "read_as": _taken(read_as)}
        case Times(factor, attribute, plus):
            return {
                "form": "times",
                "times": number_text(factor),
                "of": attribute,
                "plus": number_text(plus),
            }
        case By(attribute, values, otherwise):
            rest = None if otherwise is None else figure(otherwise, dictionary)
            by_code = {code: figure(inner, dictionary) for code, inner in values}
            return {
                "form": "by",
                "by": attribute,
                "values": in_code_order(by_code, attribute, dictionary),
                "otherwise": rest,
            }
        case _:
            assert_never(given)


def _taken(read_as: Constant | None) -> Any:
    return None if read_as is None else value(read_as.value)


def in_code_order(given: Mapping[str, Any], attribute: str, dictionary: Dictionary) -> Plain:
    """A mapping from codes in the order that their attribute declares."""
    codes = codes_of(attribute, dictionary)
    return {code: given[code] for code in sorted(given, key=codes.index)}


def codes_of(attribute: str, dictionary: Dictionary) -> list[str]:
    """The codes of an attribute; those of a yes or no are ``true`` and ``false``."""
    if dictionary.kind(attribute) is Kind.BOOLEAN:
        return ["true", "false"]
    return [*dictionary.attributes[attribute].codes]


def points(given: Points | None) -> Plain | str | None:
    """Points: a number, or what is known of points that the source leaves open."""
    match given:
        case None:
            return None
        case Fraction():
            return number_text(given)
        case OpenPoints(reason, wording, values, is_range, read_as):
            listed = [number_text(one) for one in (values if is_range else sorted(values))]
            form = "range" if is_range else reason
            return {
                "form": form,
                "wording": text_of(wording),
                "values": listed,
                "read_as": number(read_as),
            }
        case _:
            assert_never(given)


def bounds(given: Iterable[Bound]) -> list[Plain]:
    """The ends of a bin, a lower one first."""
    rows: list[Plain] = [
        {"test": one.operator.value, "value": value(one.value.value)} for one in given
    ]
    return sorted(rows, key=lambda row: (row["test"] in ("at_most", "below"), row["test"]))


def day(given: date | None) -> str | None:
    """A day in ISO form."""
    return None if given is None else given.isoformat()
