"""Shapes of amounts: means and quantiles against closed forms."""

from __future__ import annotations

from fractions import Fraction
from math import exp, gamma
from statistics import NormalDist

import numpy as np
import pytest

from evenhand.model.population import Active, Beta, Lognormal, Quantiles
from evenhand.populations.shapes import Plain, curve

NORMAL = NormalDist()
HALF = Fraction(1, 2)


def at(shape: object, share: float) -> float:
    found = curve(shape).at(np.asarray([NORMAL.inv_cdf(share)]))  # type: ignore[arg-type]
    return float(found[0])


def test_a_plain_lognormal() -> None:
    shape = Lognormal(Fraction(100), HALF)
    assert isinstance(curve(shape), Plain)
    assert at(shape, 0.5) == pytest.approx(100.0)
    assert at(shape, 0.9) == pytest.approx(100 * exp(0.5 * NORMAL.inv_cdf(0.9)))
    assert curve(shape).mean == pytest.approx(100 * exp(0.125))


def test_a_pareto_tail_takes_over_where_it_says() -> None:
    shape = Lognormal(Fraction(100), HALF, Fraction(9, 10), Fraction(2))
    start = 100 * exp(0.5 * NORMAL.inv_cdf(0.9))
    assert at(shape, 0.5) == pytest.approx(100.0, rel=1e-4)
    for share in (0.95, 0.99, 0.9999, 1 - 1e-9):
        assert at(shape, share) == pytest.approx(start * (0.1 / (1 - share)) ** 0.5, rel=1e-4)
    below = 100 * exp(0.125) * NORMAL.cdf(NORMAL.inv_cdf(0.9) - 0.5)
    assert curve(shape).mean == pytest.approx(below + 0.1 * start * 2, rel=1e-4)


def test_an_active_share() -> None:
    shape = Active(Fraction(1, 5), Fraction(400), Lognormal(Fraction(60_000), Fraction(1)))
    assert at(shape, 0.4) == pytest.approx(200.0, rel=1e-4)
    assert at(shape, 0.9) == pytest.approx(60_000.0, rel=1e-4)
    assert at(shape, 0.99) == pytest.approx(60_000 * exp(NORMAL.inv_cdf(0.95)), rel=1e-4)
    assert curve(shape).mean == pytest.approx(0.8 * 200 + 0.2 * 60_000 * exp(0.5), rel=2e-3)


@pytest.mark.parametrize(("a", "b"), [("1", "1"), ("0.9", "1.45"), ("6", "6"), ("0.5", "0.5")])
def test_a_beta_distribution(a: str, b: str) -> None:
    first, second = float(a), float(b)
    shape = Beta(Fraction(a), Fraction(b))
    assert curve(shape).mean == pytest.approx(first / (first + second), rel=1e-4)
    grid = np.linspace(0.0, 1.0, 200_001)[1:-1]
    scale = gamma(first + second) / gamma(first) / gamma(second)
    density = scale * grid ** (first - 1) * (1 - grid) ** (second - 1)
    for share in (0.2, 0.5, 0.8):
        found = at(shape, share)
        below = density[grid <= found].sum() / density.sum()
        assert below == pytest.approx(share, abs=3e-3)


def test_straight_lines_between_quantiles() -> None:
    points = ((Fraction(0), Fraction(0)), (HALF, Fraction(6)), (Fraction(1), Fraction(30)))
    shape = Quantiles(points)
    assert [round(at(shape, share), 2) for share in (0.25, 0.5, 0.75)] == [3.0, 6.0, 18.0]
    assert curve(shape).mean == pytest.approx(0.5 * 3 + 0.5 * 18, rel=1e-4)
