"""Shapes of amounts: for each normal deviate the value that as many people are below.

A plain lognormal is computed; every other shape *is* a table of values at deviates between
``-LAST`` and ``LAST``, with straight lines between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, pi, sqrt
from typing import TYPE_CHECKING, Final

from evenhand.model.population import Active, Beta, Lognormal, Quantiles, Shape
from evenhand.populations.normal import above, quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

LAST: Final = 8.25
"""Beyond this deviate is less than one in 10**16."""

KNOTS: Final = 3_301
"""How many deviates a table has: one every 0.005."""

GRID: Final = 20_000
"""Stretches over which the density of a beta distribution is added up."""


@dataclass(frozen=True, slots=True)
class Plain:
    """median × exp(sigma × z)."""

    median: float
    sigma: float

    @property
    def mean(self) -> float:
        return self.median * exp(self.sigma * self.sigma / 2.0)

    def at(self, z: Reals) -> Reals:
        """The values at some deviates."""
        import numpy as np

        found: Reals = np.exp(z * self.sigma)
        found *= self.median
        return found


@dataclass(frozen=True, slots=True)
class Tabled:
    """Values at equally spaced places from ``first`` on, with straight lines between them.

    Below the first place and above the last the value stays what it is there.
    """

    first: float
    step: float
    values: Reals
    rises: Reals

    @property
    def places(self) -> Reals:
        """The places of the values."""
        import numpy as np

        return self.first + self.step * np.arange(self.values.size, dtype=np.float64)

    @property
    def mean(self) -> float:
        """The exact mean of the broken line where places are normal deviates."""
        import numpy as np

        z, v = self.places, self.values
        share = above(z)
        density = np.exp(-z * z / 2.0) / sqrt(2.0 * pi)
        slope = self.rises / self.step
        level = v[:-1] - slope * z[:-1]
        inner = -level * np.diff(share) - slope * np.diff(density)
        return float(inner.sum() + v[0] * (1.0 - share[0]) + v[-1] * share[-1])

    def at(self, place: Reals) -> Reals:
        """The values at some places."""
        import numpy as np

        found = place - self.first
        found /= self.step
        np.clip(found, 0.0, self.rises.size - 1e-9, out=found)
        whole = found.astype(np.int64)
        found -= whole
        found *= self.rises[whole]
        found += self.values[whole]
        return found


def tabled(first: float, last: float, values: Reals) -> Tabled:
    """A table of values at equally spaced places."""
    import numpy as np

    return Tabled(first, (last - first) / (values.size - 1), values, np.diff(values))


Curve = Plain | Tabled


def curve(shape: Shape) -> Curve:
    """A shape made ready."""
    match shape:
        case Lognormal(median, sigma, tail_from, alpha):
            if tail_from is None or alpha is None:
                return Plain(float(median), float(sigma))
            return _with_tail(shape, float(tail_from), float(alpha))
        case Beta(a, b):
            return _beta(float(a), float(b))
        case Quantiles(points):
            return _quantiles(points)
        case Active():
            return _active(shape)


def _tabled(values: Callable[[Reals, Reals], Reals]) -> Tabled:
    """A table of a function of the shares of people below and above."""
    import numpy as np

    over = above(np.linspace(-LAST, LAST, KNOTS))
    return tabled(-LAST, LAST, values(over[::-1].copy(), over))


def _deviate(below: Reals, over: Reals) -> Reals:
    """The deviates with these shares, from the smaller one, which has more exact digits."""
    import numpy as np

    smaller = np.clip(np.minimum(below, over), 1e-300, 0.5)
    found = quantile(smaller)
    return np.where(below <= over, found, -found)


def _with_tail(shape: Lognormal, tail_from: float, alpha: float) -> Tabled:
    """A lognormal, and from a share on a Pareto tail that begins at its value there."""
    import numpy as np

    inner = Plain(float(shape.median), float(shape.sigma))
    tail = np.asarray([1.0 - tail_from])
    start = inner.at(_deviate(1.0 - tail, tail))

    def values(below: Reals, over: Reals) -> Reals:
        beyond = (tail / np.maximum(over, 1e-300)) ** (1.0 / alpha)
        return np.where(over > tail, inner.at(_deviate(below, over)), start * beyond)

    return _tabled(values)


def _active(shape: Active) -> Tabled:
    """Spread evenly over next to nothing, and a lognormal among those who are active."""
    import numpy as np

    share, most = float(shape.share), float(shape.others_up_to)
    inner = curve(shape.shape)

    def values(below: Reals, over: Reals) -> Reals:
        ranked = np.minimum(over / share, 1.0)
        held = inner.at(_deviate(1.0 - ranked, ranked))
        return np.where(over > share, most * below / (1.0 - share), held)

    return _tabled(values)


def _quantiles(points: tuple[tuple[Fraction, Fraction], ...]) -> Tabled:
    import numpy as np

    shares = [float(share) for share, _ in points]
    found = [float(value) for _, value in points]
    return _tabled(lambda below, _: np.interp(below, shares, found))


def _beta(a: float, b: float) -> Tabled:
    """A beta distribution: its density over equal stretches of an angle, where it is smooth."""
    import numpy as np

    angle = np.linspace(0.0, pi / 2.0, 2 * GRID + 1)
    middle = angle[1::2]
    density = np.sin(middle) ** (2.0 * a - 1.0) * np.cos(middle) ** (2.0 * b - 1.0)
    below = np.concatenate([[0.0], np.cumsum(density)])
    below /= below[-1]
    at = np.sin(angle[::2]) ** 2
    return _tabled(lambda share, _: np.interp(share, below, at))
