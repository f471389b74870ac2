"""A population made ready: tables, thresholds, curves and scales, with what is exactly known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import exp, log
from typing import TYPE_CHECKING, Final

from evenhand.model.population import Amount, Category, Flag, Lognormal, Population
from evenhand.populations.dependence import Dependence, dependence
from evenhand.populations.factors import Factor, Network
from evenhand.populations.normal import above, quantile
from evenhand.populations.shapes import Curve, Plain, Tabled, curve, tabled
from evenhand.populations.tables import Fitted, network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Whole32 = NDArray[np.uint64]

INDEX_KNOTS: Final = 121
"""At how many places the distribution of an index is known exactly."""

FINER: Final = 32
"""Into how many stretches each distance between them is cut."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A category's thresholds: for each combination of the parents' levels, in 1/2**32.

    A row whose 32 bits lie below the first threshold has the first level, and so on; ``strides``
    turn the parents' levels into the row of ``thresholds``.
    """

    parents: tuple[tuple[str, int], ...]
    thresholds: Whole32


@dataclass(frozen=True, slots=True)
class Cuts:
    """From which deviate on a flag is set, by the level of a category (one entry where by none)."""

    by: str | None
    cuts: Reals


@dataclass(frozen=True, slots=True)
class Drawn:
    """An amount's curves by the level of a category, and its factors; the scale is in them.

    ``logs`` and ``sigmas`` are the normal distribution of its logarithm by the same category, where
    it is lognormal, apart from the tail; ``logged`` are the factors' logarithms. ``plain``: it is
    lognormal without a tail.
    """

    by: str | None
    curves: tuple[Curve, ...]
    factors: Mapping[str, Reals]
    scale: float
    logs: Reals | None = None
    sigmas: Reals | None = None
    logged: Mapping[str, Reals] = field(default_factory=dict)
    plain: bool = False
    index: Index | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """An amount's rank from other amounts: weights of their logarithms and of its own deviate.

    ``ranks`` turns the weighted sum into the deviate that has the same rank.
    """

    weights: tuple[tuple[str, float], ...]
    own: float
    ranks: Tabled


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that drawing needs, and the exact distribution of the categories."""

    population: Population
    network: Network
    fits: tuple[Fitted, ...]
    dependence: Dependence
    levels: Mapping[str, Levels]
    cuts: Mapping[str, Cuts]
    drawn: Mapping[str, Drawn]


def compiled(population: Population) -> Compiled:
    """A population made ready. Raises InputError where its numbers contradict each other."""
    tables, fits = network(population)
    depends = dependence(population)
    levels = {one.name: _levels(tables, one) for one in population.categories()}
    cuts = {one.name: _cuts(population, one) for one in population.items if isinstance(one, Flag)}
    drawn: dict[str, Drawn] = {}
    for item in population.items:
        if isinstance(item, Amount):
            drawn[item.name] = _drawn(tables, depends, drawn, item)
    return Compiled(population, tables, fits, depends, levels, cuts, drawn)


def _levels(tables: Network, category: Category) -> Levels:
    import numpy as np

    table = tables.tables[category.name].values
    shares = table.reshape(-1, len(category.levels))
    below = np.floor(np.cumsum(shares, axis=-1)[:, :-1] * 2.0**32 + 0.5).astype(np.uint64)
    sizes = [len(tables.population.category(name).levels) for name in category.parents]
    strides = [int(np.prod(sizes[index + 1 :], dtype=np.int64)) for index in range(len(sizes))]
    return Levels(tuple(zip(category.parents, strides, strict=True)), below.T.copy())


def _cuts(population: Population, flag: Flag) -> Cuts:
    import numpy as np

    levels = (None,) if flag.by is None else population.category(flag.by).levels
    without = np.asarray([1.0 - float(flag.probability[level]) for level in levels])
    inner = np.clip(without, 1e-300, 1.0 - 1e-16)
    cuts = np.where(without <= 0.0, -np.inf, np.where(without >= 1.0, np.inf, quantile(inner)))
    return Cuts(flag.by, cuts)


def _drawn(
    tables: Network, depends: Dependence, before: Mapping[str, Drawn], amount: Amount
) -> Drawn:
    import numpy as np

    population = tables.population
    levels = (None,) if amount.by is None else population.category(amount.by).levels
    shapes = [amount.shapes[level] for level in levels]
    curves = tuple(curve(shape) for shape in shapes)
    factors = {
        name: np.asarray([float(by[level]) for level in population.category(name).levels])
        for name, by in amount.times.items()
    }
    found = Drawn(amount.by, curves, factors, 1.0)
    if amount.scale is not None:
        mean = _mean(tables, found, amount.scale.where)
        found = replace(found, scale=float(amount.scale.mean) / mean)
    if all(isinstance(shape, Lognormal) for shape in shapes):
        lognormal = [shape for shape in shapes if isinstance(shape, Lognormal)]
        found = replace(
            found,
            logs=np.log([float(shape.median) for shape in lognormal]) + log(found.scale),
            sigmas=np.asarray([float(shape.sigma) for shape in lognormal]),
            logged={name: np.log(values) for name, values in factors.items()},
            plain=all(isinstance(one, Plain) for one in curves),
        )
    if amount.index:
        found = replace(found, index=_index(tables, depends, before, amount))
    return found


def _mean(tables: Network, drawn: Drawn, where: Mapping[str, frozenset[str]]) -> float:
    """The exact mean of an amount among those who are meant, its scale left out."""
    import numpy as np

    axes = tuple(dict.fromkeys((*((drawn.by,) if drawn.by else ()), *drawn.factors, *where)))
    cells = tables.selected(tables.joint(axes), where)
    share = float(cells.values.sum())
    means = np.asarray([one.mean for one in drawn.curves])
    if drawn.by is None:
        cells = Factor(cells.names, cells.values * means[0])
    else:
        cells = cells.times(Factor((drawn.by,), means))
    for name, factor in drawn.factors.items():
        cells = cells.times(Factor((name,), factor))
    return float(cells.values.sum()) / share


def _index(
    tables: Network, depends: Dependence, before: Mapping[str, Drawn], amount: Amount
) -> Index:
    """The exact distribution of an index: in each cell of the categories it is normal."""
    import numpy as np

    weights = tuple((name, float(weight)) for name, weight in amount.index.items())
    own = float(amount.own)
    axes = _axes(before[name] for name, _ in weights)
    cells = tables.joint(axes)
    middle = Factor((), np.asarray(0.0)).over(axes)
    spreads = {}
    for name, weight in weights:
        one = before[name]
        assert one.logs is not None and one.sigmas is not None
        by = () if one.by is None else (one.by,)
        logs = one.logs if by else one.logs[0]
        sigmas = one.sigmas if by else one.sigmas[0]
        middle = middle + weight * Factor(by, np.asarray(logs)).over(axes)
        for category, values in one.logged.items():
            middle = middle + weight * Factor((category,), values).over(axes)
        spreads[name] = weight * Factor(by, np.asarray(sigmas)).over(axes)
    spreads[amount.name] = np.asarray(own)
    variance = sum(
        depends.correlation(one, other) * spreads[one] * spreads[other]
        for one in spreads
        for other in spreads
    )
    shape = cells.values.shape
    means = np.broadcast_to(middle, shape).ravel()
    deviations = np.sqrt(np.broadcast_to(variance, shape).ravel())
    shares = cells.values.ravel()
    there = shares > 0.0
    return Index(weights, own, ranks(shares[there], means[there], deviations[there]))


def _axes(drawn: Iterable[Drawn]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in drawn:
        found.update(dict.fromkeys(((one.by,) if one.by is not None else ()) + (*one.factors,)))
    return tuple(found)


def ranks(shares: Reals, means: Reals, deviations: Reals) -> Tabled:
    """For a mixture of normals, the deviate of the same rank as each value.

    Exact, slope included, at so many knots; between them cubic.
    """
    import numpy as np

    whole = float(shares.sum())
    middle = float((shares * means).sum()) / whole
    spread = float((shares * (deviations**2 + (means - middle) ** 2)).sum() / whole) ** 0.5
    ends = middle - 9.0 * spread, middle + 9.0 * spread
    found, slopes = np.empty(INDEX_KNOTS), np.empty(INDEX_KNOTS)
    for at, knot in enumerate(np.linspace(*ends, INDEX_KNOTS)):
        standard = (knot - means) / deviations
        upward = 1.0 if knot >= middle else -1.0
        beyond = float(above(upward * standard) @ shares) / whole
        density = float(np.exp(-0.5 * standard**2) @ (shares / deviations)) / whole
        smaller = min(max(min(beyond, 1.0 - beyond), 1e-300), 0.5)
        deviate = abs(float(quantile(np.asarray([smaller]))[0]))
        found[at] = upward * deviate if beyond <= 0.5 else -upward * deviate
        slopes[at] = density * exp(min(0.5 * deviate * deviate, 600.0))
    return tabled(*ends, _between(found, slopes * (ends[1] - ends[0]) / (INDEX_KNOTS - 1)))


def _between(values: Reals, slopes: Reals) -> Reals:
    """Cubic pieces with these values and slopes at their ends, looked at between them too."""
    import numpy as np

    share = np.arange(FINER) / FINER
    rise = np.diff(values)[:, None]
    start, end = slopes[:-1, None], slopes[1:, None]
    inner = values[:-1, None] + share * (
        start + share * (3.0 * rise - 2.0 * start - end + share * (start + end - 2.0 * rise))
    )
    return np.concatenate([inner.ravel(), values[-1:]])
