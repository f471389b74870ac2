"""Intervals: against SciPy and statsmodels, and against how often they hold, counted exactly.

``reference.json`` was made with the versions of both that it names: SciPy's
``binomtest(k, n).proportion_ci`` and statsmodels' ``confint_proportions_2indep`` (``newcomb``; for
ratios ``score`` without correction).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import exp, inf, lgamma, log, sqrt
from pathlib import Path

import pytest

from evenhand.analysis.fairness import intervals
from evenhand.analysis.fairness.intervals import (
    Interval,
    changed,
    deviate,
    difference,
    exact,
    ratio,
    simultaneous,
    wilson,
)

KNOWN = json.loads((Path(__file__).parent / "reference.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "made"), [("wilson", wilson), ("exact", exact)])
def test_rates_as_scipy_has_them(name: str, made: Callable[..., Interval]) -> None:
    assert len(KNOWN[name]) == 120
    for hits, of, level, low, high in KNOWN[name]:
        found = made(hits, of, level)
        assert [found.low, found.high] == pytest.approx([low, high], abs=1e-11)


def test_differences_as_statsmodels_has_them() -> None:
    assert len(KNOWN["newcombe"]) == 40
    for x, m, y, n, low, high in KNOWN["newcombe"]:
        found = difference((x, m), (y, n))
        assert [found.low, found.high] == pytest.approx([low, high], abs=1e-12)


def test_ratios_as_statsmodels_has_them() -> None:
    assert len(KNOWN["koopman"]) >= 30
    for x, m, y, n, low, high in KNOWN["koopman"]:
        found = ratio((x, m), (y, n))
        assert [found.low, found.high] == pytest.approx([low, high], rel=1e-7)


def test_ratios_of_groups_without_hits_or_without_misses() -> None:
    assert ratio((0, 40), (9, 40)).low == 0.0
    assert ratio((0, 40), (9, 40)).high == pytest.approx(0.39860, abs=1e-5)
    assert ratio((9, 40), (0, 40)).high == inf
    assert ratio((0, 40), (0, 40)) == Interval(0.0, inf)
    both = ratio((40, 40), (30, 40))
    assert 1.0 < both.low < 40 / 30 < both.high < 2.0
    turned = ratio((30, 40), (40, 40))
    assert [1 / both.high, 1 / both.low] == pytest.approx([turned.low, turned.high])


@pytest.mark.parametrize(("gained", "lost", "of"), [(12, 2, 50), (1, 0, 14), (5, 5, 200)])
def test_a_change_ends_where_its_score_is_the_deviate(gained: int, lost: int, of: int) -> None:
    """The score at each end, with the likeliest share of losses found by looking at many."""

    def likelihood(loss: float, gap: float) -> float:
        still = 1.0 - 2.0 * loss - gap
        if min(loss, loss + gap, still) <= 0.0:
            return -inf
        return gained * log(loss + gap) + lost * log(loss) + (of - gained - lost) * log(still)

    found = changed(gained, lost, of)
    for end in (found.low, found.high):
        grid = [max(0.0, -end) + step * 1e-4 for step in range(1, 6_000)]
        loss = max(grid, key=lambda one, end=end: likelihood(one, end))  # type: ignore[misc]
        spread = of * (2.0 * loss + end - end * end)
        assert abs(gained - lost - of * end) / sqrt(spread) == pytest.approx(1.96, abs=0.005)


def test_a_change_is_the_same_the_other_way_round() -> None:
    for gained, lost, of in ((351, 497, 200_000), (0, 3, 50), (7, 0, 20), (1, 1, 2)):
        here, there = changed(gained, lost, of), changed(lost, gained, of)
        assert [here.low, here.high] == pytest.approx([-there.high, -there.low])
        assert here.low <= (gained - lost) / of <= here.high


def mass(hits: int, of: int, rate: float) -> float:
    return exp(
        lgamma(of + 1)
        - lgamma(hits + 1)
        - lgamma(of - hits + 1)
        + hits * log(rate)
        + (of - hits) * log(1 - rate)
    )


def coverage(made: Callable[[int, int], Interval], of: int, rate: float) -> float:
    """How often an interval holds the rate, over all samples of a size that ever come up."""
    masses = {hits: mass(hits, of, rate) for hits in range(min(of, 60) + 1)}
    assert sum(masses.values()) > 1.0 - 1e-6
    return sum(share for hits, share in masses.items() if share > 1e-9 and rate in made(hits, of))


def wald(hits: int, of: int) -> Interval:
    rate = hits / of
    half = deviate(0.95) * sqrt(rate * (1 - rate) / of)
    return Interval(rate - half, rate + half)


@pytest.mark.parametrize(
    ("of", "rate", "by_wald"), [(2000, 0.001, 0.864), (500, 0.01, 0.871), (40, 0.05, 0.87)]
)
def test_rare_outcomes_are_covered_and_wald_does_not(of: int, rate: float, by_wald: float) -> None:
    assert coverage(exact, of, rate) >= 0.95 - 1e-6
    assert coverage(wilson, of, rate) > 0.94
    assert coverage(wald, of, rate) == pytest.approx(by_wald, abs=0.005)


def test_how_often_ratios_and_differences_hold() -> None:
    """Over all pairs of samples of 20 and 25 people."""
    first, second = 0.2, 0.35
    weights = [
        [mass(hits, of, rate) for hits in range(of + 1)] for of, rate in ((20, first), (25, second))
    ]
    held = {"difference": 0.0, "ratio": 0.0}
    for x, here in enumerate(weights[0]):
        for y, there in enumerate(weights[1]):
            if here * there > 1e-6:
                gap, quotient = difference((x, 20), (y, 25)), ratio((x, 20), (y, 25))
                held["difference"] += here * there * (first - second in gap)
                held["ratio"] += here * there * (first / second in quotient)
    assert 0.93 < held["difference"] < 0.98
    assert 0.93 < held["ratio"] < 0.98


def test_several_intervals_that_hold_together() -> None:
    assert simultaneous(0.95, 1) == 0.95
    assert simultaneous(0.95, 10) ** 10 == pytest.approx(0.95)
    with pytest.raises(ValueError, match="at least one"):
        simultaneous(0.95, 0)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (-1, 4), (5, 4)])
def test_what_is_no_rate_is_refused(hits: int, of: int) -> None:
    for made in (wilson, exact):
        with pytest.raises(ValueError, match="no rate"):
            made(hits, of)
    with pytest.raises(ValueError, match="no rate"):
        ratio((hits, of), (1, 2))


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_what_is_no_level_is_refused(level: float) -> None:
    for made in (wilson, exact):
        with pytest.raises(ValueError, match="level"):
            made(1, 2, level)


def test_the_binomial_tails_add_up() -> None:
    total = intervals.at_most(3, 10, 0.3) + intervals.at_least(4, 10, 0.3)
    assert total == pytest.approx(1.0)
    assert intervals.at_most(0, 10, 0.0) == 1.0 and intervals.at_least(10, 10, 1.0) == 1.0
