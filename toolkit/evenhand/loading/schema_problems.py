"""From misfits between a file and its schema to problems: one mistake, one problem.

A problem stands at the node that has to be changed, and names what would fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from evenhand.loading import schema_keys as keys
from evenhand.loading import schema_values as values
from evenhand.loading.schema_misfit import Misfit, Problem, does_not_fit

ABOUT_KEYS: Final = frozenset({"unknown-key", "missing-key", "conflicting-keys"})
"""Rules of which one mapping can break several, each by another key."""


def problems_of(misfit: Misfit) -> Iterator[Problem]:
    """The problems that a misfit stands for (several keys may be missing at once)."""
    if "propertyNames" in misfit.within[-3:]:
        yield keys.malformed(misfit)
        return
    found = _BY_KEYWORD.get(misfit.keyword, does_not_fit)(misfit)
    if isinstance(found, Problem):
        yield found
    else:
        yield from found


def without_echoes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without those that follow from others: one for each mistake.

    Of several problems of the same value, or of the same key, the first stands. Left out are
    missing keys that another problem of the same mapping accounts for.
    """
    found = sorted(problems, key=lambda problem: len(problem.words))
    kept: dict[tuple[object, ...], Problem] = {}
    for problem in found:
        around = [p for p in found if p.path == problem.path and p is not problem]
        if problem.rule != "missing-key" or not _is_echo(problem, around):
            kept.setdefault(_subject_of(problem), problem)
    return tuple(kept.values())


def _is_echo(missing: Problem, around: Iterable[Problem]) -> bool:
    """Whether a missing key is accounted for by another problem of its mapping.

    An unknown key is its misspelling; or what demands it is itself in conflict; or, where one of
    several keys is wanted, an unknown key stands for them or one of them is demanded already.
    """
    several = len(missing.words) > 1
    for other in around:
        match other.rule:
            case "unknown-key" if several or set(other.words) & set(missing.words):
                return True
            case "conflicting-keys" if set(other.words) & set(missing.cause):
                return True
            case "missing-key" if several and set(other.words) < set(missing.words):
                return True
            case _:
                pass
    return False


def _subject_of(problem: Problem) -> tuple[object, ...]:
    """What a problem is about: two problems about the same thing are one mistake."""
    if problem.rule not in ABOUT_KEYS:
        return (problem.path,)
    if problem.rule == "missing-key" and len(problem.words) > 1:
        return (problem.path, problem.rule)
    return (
        problem.path,
        problem.rule,
        problem.location.line,
        problem.location.column,
        *problem.words,
    )


_BY_KEYWORD: Final[Mapping[str, Callable[[Misfit], Problem | Iterable[Problem]]]] = {
    "not": keys.conflict,
    "additionalProperties": keys.unknown,
    "required": keys.missing,
    "anyOf": keys.missing_any,
    "dependentRequired": keys.missing_beside,
    "type": values.wrong_kind,
    "pattern": values.wrong_kind,
    "format": values.bad_date,
    "enum": values.not_allowed,
    "const": values.not_allowed,
    "minLength": values.bad_length,
    "maxLength": values.bad_length,
    "minimum": values.out_of_range,
    "maximum": values.out_of_range,
    "minItems": values.bad_count,
    "maxItems": values.bad_count,
    "uniqueItems": values.repeated,
    "minProperties": values.empty,
}
