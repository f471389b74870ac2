"""Plain data of conditions and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from evenhand.loading.writing.data import Data
from evenhand.loading.writing.elements import (
    remarks_data,
    sources_data,
    text_data,
    title_data,
    value_data,
    without_none,
)
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
    StandsFor,
)
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Option,
    Range,
    Times,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands: the policy's only scorecard, if it has one, and the element.

    What follows from the place is not written.
    """

    card: str | None
    element: str = ""

    def inside(self, element: str) -> Place:
        return Place(self.card, element)


def condition_data(condition: Condition, place: Place) -> dict[str, Data]:
    """A condition as a mapping, with what is remarked on it."""
    plain = _condition(condition, place)
    if condition.about is None:
        return plain
    return {**title_data(condition.about), **plain, **remarks_data(condition.about)}


def _condition(condition: Condition, place: Place) -> dict[str, Data]:
    match condition:
        case All(parts):
            return _merged(parts, place) or {"all": _listed(parts, place)}
        case AnyOf(parts):
            return {"any": _listed(parts, place)}
        case Not(part):
            return {"not": condition_data(part, place)}
        case CountOf(needed, parts):
            return {"at_least": needed, "of": _listed(parts, place)}
        case Meets(definition):
            return {"meets": definition}
        case ScoreIs(of):
            return {"score": {**_score(of, place), **_comparison(condition)}}
        case OpenCondition(wording, read_as, because):
            return {"unstated": text_data(wording), **_taken(read_as, because)}
        case Discretion(own, who, criteria, read_as, because):
            named = {} if own == place.element else {"id": own}
            asked = without_none({"criteria": text_data(criteria)})
            return {"discretion": text_data(who), **named, **asked, **_taken(read_as, because)}
        case Compare() | OneOf() | Includes() | Known():
            return _atom(condition)
        case _:  # pragma: no cover
            assert_never(condition)


def optional_condition_data(condition: Condition | None, place: Place) -> Data:
    return None if condition is None else condition_data(condition, place)


def stands_for_data(stands_for: StandsFor | None, place: Place) -> Data:
    if stands_for is None:
        return None
    return without_none(
        {
            "when": optional_condition_data(stands_for.when, place),
            "attribute": stands_for.attribute,
            "source": sources_data(stands_for.source),
            **({} if stands_for.about is None else remarks_data(stands_for.about)),
        }
    )


def _listed(parts: tuple[Condition, ...], place: Place) -> list[Data]:
    return [condition_data(part, place) for part in parts]


def _taken(read_as: bool | None, because: object) -> dict[str, Data]:
    said = None if read_as is None else "met" if read_as else "not_met"
    return without_none({"read_as": said, "because": text_data(because)})  # type: ignore[arg-type]


def _score(of: str, place: Place) -> dict[str, Data]:
    return {} if of == place.card else {"of": of}


def _comparison(atom: Compare | ScoreIs) -> dict[str, Data]:
    return {atom.operator.value: figure_data(atom.figure)}


def _merged(parts: tuple[Condition, ...], place: Place) -> dict[str, Data] | None:
    """Parts that one mapping can hold: both ends of one stretch, or tests of several attributes."""
    if len(parts) < 2 or any(part.about is not None for part in parts):
        return None
    stretch = _stretch(parts, place)
    if stretch is not None:
        return stretch
    tests = [test for test in map(_tests, parts) if test is not None]
    names = {name for test in tests for name in test}
    if len(tests) < len(parts) or len(names) < len(parts):
        return None
    return {name: value for test in tests for name, value in test.items()}


def _stretch(parts: tuple[Condition, ...], place: Place) -> dict[str, Data] | None:
    """Several comparisons of one attribute, or of one score, as one test."""
    compared = [part for part in parts if isinstance(part, Compare)]
    scores = [part for part in parts if isinstance(part, ScoreIs)]
    names = {part.attribute for part in compared} | {f"score {part.of}" for part in scores}
    chosen: list[Compare | ScoreIs] = [*compared, *scores]
    operators = {part.operator for part in chosen}
    if len(names) != 1 or not len(operators) == len(chosen) == len(parts):
        return None
    ends = {one.is_upward for one in operators}
    if len(ends) < len(operators) or any(part.about is not None for part in chosen):
        return None
    test = {key: value for part in chosen for key, value in _comparison(part).items()}
    if compared:
        return {compared[0].attribute: test}
    return {"score": {**_score(scores[0].of, place), **test}}


def _tests(part: Condition) -> dict[str, Data] | None:
    """A condition on one attribute only, with its test."""
    match part:
        case Compare() | OneOf() | Includes() | Known():
            return _atom(part)
        case All(inner) if all(isinstance(one, Compare) for one in inner) and len(inner) > 1:
            return _stretch(inner, Place(None))
        case _:
            return None


def _atom(atom: Compare | OneOf | Includes | Known) -> dict[str, Data]:
    match atom:
        case Compare(attribute):
            return {attribute: _comparison(atom)}
        case OneOf(attribute, values, negated):
            listed = [value_data(value) for value in values]
            if negated:
                one = {"is_not": listed[0]} if len(listed) == 1 else {"not_in": listed}
                return {attribute: one}
            return {attribute: listed[0] if len(listed) == 1 else listed}
        case Includes(attribute, members, every):
            if every and len(members) == 1:
                return {attribute: {"includes": members[0]}}
            return {attribute: {"includes_all" if every else "includes_any": list(members)}}
        case Known(attribute, expected):
            return {attribute: {"known": expected}}
        case _:  # pragma: no cover
            assert_never(atom)


def figure_data(figure: Figure) -> Data:
    """A figure: a value, or a mapping that says how it is open or what it depends on."""
    match figure:
        case Constant():
            return _constant(figure)
        case OpenFigure(None, None, None):
            return "unstated"
        case OpenFigure(wording, read_as, because):
            return {"unstated": text_data(wording or ""), **_read(read_as, because)}
        case Disputed(options, read_as, because):
            return {"disputed": list(_options(options)), **_read(read_as, because)}
        case Range(low, high, read_as, because):
            return {"range": [_constant(low), _constant(high)], **_read(read_as, because)}
        case Times(factor, attribute, plus):
            more: dict[str, Data] = {"plus": plus} if plus else {}
            return {"times": factor, "of": attribute, **more}
        case By(attribute, values, otherwise):
            chosen: dict[str, Data] = {code: figure_data(one) for code, one in values}
            rest = None if otherwise is None else figure_data(otherwise)
            return without_none({"by": attribute, "values": chosen, "otherwise": rest})
        case _:  # pragma: no cover
            assert_never(figure)


def _constant(constant: Constant) -> Data:
    value = constant.value
    return value.isoformat() if isinstance(value, date) else value


def _options(options: tuple[Option, ...]) -> Iterator[Data]:
    for one in options:
        yield without_none({"value": _constant(one.value), "source": sources_data(one.source)})


def _read(read_as: Constant | None, because: object) -> dict[str, Data]:
    chosen = None if read_as is None else _constant(read_as)
    return without_none({"read_as": chosen, "because": text_data(because)})  # type: ignore[arg-type]
