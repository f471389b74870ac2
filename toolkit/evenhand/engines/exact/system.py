"""Linear inequalities over whole numbers, walked one variable at a time.

An inequality says that a sum of terms is at most a bound. Each term belongs to one attribute; once
the attribute's cell is chosen, the term is ``rate × count + start`` of the attribute's count of
steps, and the count is eliminated by Fourier and Motzkin's method. With a rate of one on either
side that is exact for whole numbers (W. Pugh, The Omega test, 1992, section 2.3); else the result
may be too wide, never too narrow. An inequality that rests on a term of which the value turns out
to be missing says nothing and is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import gcd
from typing import Final, NamedTuple, TypeAlias

from evenhand.engines.exact.question import Unanswered

Terms: TypeAlias = tuple[tuple[int, int], ...]


class Inequality(NamedTuple):
    """``Σ rate × term <= bound`` where all terms in ``rests_on`` have a value."""

    terms: Terms
    bound: int
    rests_on: frozenset[int]


System: TypeAlias = tuple[Inequality, ...]
EMPTY: Final[System] = ()
MOST: Final = 400
"""How many inequalities may stand side by side before a question is given up as unknown."""


class Put(NamedTuple):
    """What a term is in a cell: ``rate × count + start``."""

    rate: int
    start: int


def inequality(terms: Mapping[int, int], bound: int, rests_on: Iterable[int]) -> Inequality:
    """An inequality in lowest terms; whole numbers let the bound be rounded down."""
    listed = sorted((term, rate) for term, rate in terms.items() if rate)
    common = gcd(*(rate for _, rate in listed)) if listed else 1
    if common > 1:
        listed = [(term, rate // common) for term, rate in listed]
        bound //= common
    return Inequality(tuple(listed), bound, frozenset(rests_on))


def added(
    system: System, new: Iterable[Inequality], ranges: Mapping[int, tuple[int, int]]
) -> System | None:
    """A system with more inequalities, without those that always hold; None if one cannot hold.

    Raises Unanswered where there are too many.
    """
    tightest: dict[tuple[Terms, frozenset[int]], int] = {
        (one.terms, one.rests_on): one.bound for one in system
    }
    for one in new:
        least, most = _reach(one.terms, ranges)
        if most <= one.bound:
            continue
        if least > one.bound and not one.rests_on:
            return None
        key = (one.terms, one.rests_on)
        tightest[key] = min(one.bound, tightest.get(key, one.bound))
    if len(tightest) > MOST:
        raise Unanswered("linear")
    found = (Inequality(terms, bound, rests) for (terms, rests), bound in tightest.items())
    return tuple(sorted(found, key=lambda one: (one.terms, one.bound, sorted(one.rests_on))))


def _reach(terms: Terms, ranges: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    least = most = 0
    for term, rate in terms:
        low, high = ranges[term]
        least += rate * (low if rate > 0 else high)
        most += rate * (high if rate > 0 else low)
    return least, most


def eliminated(
    system: System,
    puts: Mapping[int, Put | None],
    low: int,
    high: int,
    ranges: Mapping[int, tuple[int, int]],
) -> tuple[System | None, bool]:
    """The system without an attribute's terms, its count lying from ``low`` to ``high``.

    ``puts`` gives each of the attribute's terms, None where it has no value. Returns None for the
    system if nothing satisfies it, and whether the elimination was exact.
    """
    kept: list[Inequality] = []
    above: list[tuple[int, dict[int, int], int, frozenset[int]]] = []
    below: list[tuple[int, dict[int, int], int, frozenset[int]]] = []
    for one in system:
        if any(puts.get(term, _NOTHING) is None for term in one.rests_on):
            continue
        rate, rest, bound = 0, {}, one.bound
        for term, factor in one.terms:
            if term in puts:
                put = puts[term]
                assert put is not None
                rate += factor * put.rate
                bound -= factor * put.start
            else:
                rest[term] = factor
        rests_on = one.rests_on - puts.keys()
        if rate == 0:
            kept.append(inequality(rest, bound, rests_on))
        else:
            (above if rate > 0 else below).append((rate, rest, bound, rests_on))
    made, exact = _pairs(above, below)
    made += [inequality(rest, bound - rate * low, rests) for rate, rest, bound, rests in above]
    made += [inequality(rest, bound - rate * high, rests) for rate, rest, bound, rests in below]
    return added((), [*kept, *made], ranges), exact


_NOTHING: Final = Put(0, 0)


def is_possible(system: System, ranges: Mapping[int, tuple[int, int]]) -> bool:
    """Whether some counts may satisfy all that holds for certain; no is certain, yes is not.

    Terms of the same attribute are taken as if each could be anything in its range.
    """
    left: System | None = tuple(one for one in system if not one.rests_on)
    for term in sorted({term for one in left or () for term, _ in one.terms}):
        if left is None:
            return False
        low, high = ranges[term]
        left, _ = eliminated(left, {term: Put(1, 0)}, low, high, ranges)
    return left is not None


def _pairs(
    above: list[tuple[int, dict[int, int], int, frozenset[int]]],
    below: list[tuple[int, dict[int, int], int, frozenset[int]]],
) -> tuple[list[Inequality], bool]:
    """Each upper limit with each lower one. Raises Unanswered where there are too many."""
    if len(above) * len(below) > MOST:
        raise Unanswered("linear")
    made: list[Inequality] = []
    exact = True
    for rate, rest, bound, rests_on in above:
        for other_rate, other_rest, other_bound, other_rests_on in below:
            exact = exact and (rate == 1 or other_rate == -1)
            joined = {term: -other_rate * factor for term, factor in rest.items()}
            for term, factor in other_rest.items():
                joined[term] = joined.get(term, 0) + rate * factor
            total = -other_rate * bound + rate * other_bound
            made.append(inequality(joined, total, rests_on | other_rests_on))
    return made, exact
