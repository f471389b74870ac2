"""Dependence of amounts: correlated normal deviates behind them (a Gaussian copula).

Spearman's rank correlation rho stands in the population; Pearson's of the deviates is
2 sin(pi rho / 6) (Pearson 1907). A matrix that no deviates can have is refused, and the pair named
that makes it so; it is never moved to the nearest possible one in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi, sin, sqrt
from typing import TYPE_CHECKING, Final

from evenhand.errors import InputError
from evenhand.messages import message
from evenhand.model.population import Amount, Correlation, Flag, Population

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

LEAST: Final = 1e-6
"""What must be left of a deviate after all before it, or the matrix is as good as singular."""


class NotPossible(InputError):
    """Correlations that no deviates can have; the message names the pair."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """How a deviate is made: its own times ``own``, and others, made before, times theirs."""

    own: float
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """The deviates in the order in which they are made, and their correlations."""

    mixtures: Mapping[str, Mixture]
    pearson: Mapping[tuple[str, str], float]

    def correlation(self, one: str, other: str) -> float:
        """Pearson's correlation of two deviates."""
        if one == other:
            return 1.0
        return self.pearson.get((one, other), self.pearson.get((other, one), 0.0))


def dependence(population: Population) -> Dependence:
    """The correlated deviates of a population. Raises NotPossible."""
    named = {name for pair in population.correlations for name in (pair.one, pair.other)}
    items = [one.name for one in population.items if isinstance(one, (Amount, Flag))]
    names = [name for name in items if name in named]
    pearson = {
        (pair.one, pair.other): 2.0 * sin(pi * float(pair.rho) / 6.0)
        for pair in population.correlations
    }
    found = Dependence({}, pearson)
    return Dependence(_mixtures(found, names, population.correlations), pearson)


def _mixtures(
    found: Dependence, names: Sequence[str], pairs: Sequence[Correlation]
) -> dict[str, Mixture]:
    """Cholesky's decomposition, row by row, kept as own deviates: sums in a fixed order."""
    rows: dict[str, dict[str, float]] = {}
    for name in names:
        row: dict[str, float] = {}
        for before, made in rows.items():
            shared = sum(weight * made[one] for one, weight in row.items() if one in made)
            row[before] = (found.correlation(name, before) - shared) / made[before]
        left = 1.0 - sum(weight * weight for weight in row.values())
        if left < LEAST:
            raise _refused(name, row, pairs)
        row[name] = sqrt(left)
        rows[name] = row
    return {
        name: Mixture(row[name], tuple((o, w) for o, w in row.items() if o != name and w != 0.0))
        for name, row in rows.items()
    }


def _refused(name: str, row: Mapping[str, float], pairs: Sequence[Correlation]) -> NotPossible:
    """The refusal, at the strongest correlation with what came before."""
    with_before = [
        pair
        for pair in pairs
        if name in (pair.one, pair.other) and {pair.one, pair.other} <= {name, *row}
    ]
    worst = max(with_before, key=lambda pair: abs(pair.rho))
    return NotPossible(
        message(
            "population.not-possible",
            one=worst.one,
            other=worst.other,
            place=str(worst.location),
        )
    )


def deviates(dependence: Dependence, own: Mapping[str, Reals]) -> dict[str, Reals]:
    """Correlated deviates from independent ones."""
    found: dict[str, Reals] = {}
    for name, mixture in dependence.mixtures.items():
        total = own[name] * mixture.own
        for other, weight in mixture.others:
            total += own[other] * weight
        found[name] = total
    return found
