"""Conditional tables of categories: from rows or odds, fitted to published margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import exp
from typing import TYPE_CHECKING, Final

from evenhand.errors import InputError
from evenhand.messages import message
from evenhand.model.population import Category, Odds, Population, Rake, Rows
from evenhand.populations.factors import Factor, Network, mask

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

CLOSE: Final = 1e-12
"""How near the fitted margins must come to the published ones."""

ROUNDS: Final = 2_000
"""After so many rounds of fitting without an end the margins contradict each other."""


class NotFitted(InputError):
    """Published margins that no table can have; the message says which."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What fitting a table to its margins took.

    ``shift`` is the common factor on the odds of a split's level, as a logarithm, which makes the
    splits agree with how many people have that level at all: 0 where they already do.
    """

    category: str
    rounds: int
    shift: float


def network(population: Population) -> tuple[Network, tuple[Fitted, ...]]:
    """All tables of a population, in order, each fitted where it has margins."""
    found = Network(population, {})
    fits = []
    for category in population.categories():
        table = _table(population, category)
        if category.rake is not None:
            table, fit = _fitted(found, category, table, category.rake)
            fits.append(fit)
        found = Network(population, {**found.tables, category.name: table})
    return found, tuple(fits)


def _table(population: Population, category: Category) -> Factor:
    import numpy as np

    parents = [population.category(name) for name in category.parents]
    names = (*category.parents, category.name)
    shape = (*(len(one.levels) for one in parents), len(category.levels))
    match category.table:
        case Rows(rows):
            combinations = product(*(one.levels for one in parents))
            values = np.asarray([[float(x) for x in rows[key]] for key in combinations])
            return Factor(names, _normed(values.reshape(shape)))
        case Odds(factors, only):
            found = Factor(names, np.ones(shape))
            for parent, by_level in factors.items():
                found = found.times(_by(population.category(parent), category, by_level))
            for parent, possible in only.items():
                found = found.times(_possible(population.category(parent), category, possible))
            return Factor(names, _normed(found.over(names)))


def _by(parent: Category, category: Category, rows: Mapping[str, Sequence[Fraction]]) -> Factor:
    import numpy as np

    values = [[float(odds) for odds in rows[level]] for level in parent.levels]
    return Factor((parent.name, category.name), np.asarray(values))


def _possible(
    parent: Category, category: Category, possible: Mapping[str, frozenset[str]]
) -> Factor:
    import numpy as np

    every = frozenset(category.levels)
    values = [mask(category, possible.get(level, every)).values for level in parent.levels]
    return Factor((parent.name, category.name), np.asarray(values))


def _normed(values: Reals) -> Reals:
    """Rows that add up to one."""
    found: Reals = values / values.sum(axis=-1, keepdims=True)
    return found


@dataclass(frozen=True, slots=True)
class _Split:
    """A margin in the making: the share of one level of a parent within each level."""

    parent: str
    at: int
    shares: Reals


def _fitted(
    before: Network, category: Category, table: Factor, rake: Rake
) -> tuple[Factor, Fitted]:
    """Iterative proportional fitting (Deming and Stephan 1940), with the parents held fixed."""
    import numpy as np

    among = before.selected(before.joint(category.parents), rake.where)
    among = Factor(among.names, among.values / among.values.sum())
    wanted = np.asarray([float(rake.shares.get(level, 0)) for level in category.levels])
    wanted = wanted / wanted.sum()
    splits, shift = _splits(before, category, among, wanted, rake)
    meant = before.selected(Factor((), np.asarray(1.0)), rake.where)
    for rounds in range(1, ROUNDS + 1):
        joint = among.times(table)
        factor, off = _scaling(joint.onto((category.name,)).values, wanted)
        scaled = _where(table, meant, Factor((category.name,), factor))
        for split in splits:
            joint = among.times(scaled)
            axes = (split.parent, category.name)
            target = wanted * split.shares
            found = joint.onto(axes).values
            rest = found.sum(axis=0) - found[split.at]
            here, off_here = _scaling(found[split.at], target)
            there, off_there = _scaling(rest, wanted - target)
            rows = np.repeat(there[np.newaxis, :], found.shape[0], axis=0)
            rows[split.at] = here
            scaled = _where(scaled, meant, Factor(axes, rows))
            off = max(off, off_here, off_there)
        table = Factor(scaled.names, _normed(scaled.values))
        if off < CLOSE:
            return table, Fitted(category.name, rounds, shift)
    raise NotFitted(message("population.not-fitted", name=category.name, place=str(rake.location)))


def _scaling(found: Reals, wanted: Reals) -> tuple[Reals, float]:
    """By what to multiply to get from one margin to another, and how far they are apart."""
    import numpy as np

    impossible = (found <= 0.0) & (wanted > 0.0)
    if impossible.any():
        return np.ones_like(found), 1.0
    factor = np.divide(wanted, found, out=np.ones_like(found), where=found > 0.0)
    return factor, float(np.abs(found - wanted).max())


def _where(table: Factor, meant: Factor, factor: Factor) -> Factor:
    """A table with a factor applied to those rows that are meant."""
    import numpy as np

    chosen = meant.over(table.names) > 0.0
    scaled = table.values * factor.over(table.names)
    return Factor(table.names, np.where(chosen, scaled, table.values))


def _splits(
    before: Network, category: Category, among: Factor, wanted: Reals, rake: Rake
) -> tuple[list[_Split], float]:
    """The splits, with their odds moved by one common factor so that they agree with the parents.

    Published shares of women by occupation come from other sources than the share of women among
    the employed, and rarely agree with it to the last digit.
    """
    import numpy as np

    found = []
    shift = 0.0
    for (parent, level), by in rake.splits.items():
        at = before.population.category(parent).levels.index(level)
        whole = float(among.onto((parent,)).values[at])
        shares = np.asarray([float(by.get(one, 0)) for one in category.levels])
        shift = _shift(wanted, shares, whole)
        found.append(_Split(parent, at, _moved(shares, shift)))
    return found, shift


def _moved(shares: Reals, shift: float) -> Reals:
    """Shares with their odds multiplied by exp(shift); 0 and 1 stay."""
    factor = exp(shift)
    return shares * factor / (1.0 - shares + shares * factor)


def _shift(wanted: Reals, shares: Reals, whole: float) -> float:
    """The common shift of all odds with which the shares add up to the whole, by halving."""
    low, high = -20.0, 20.0
    for _ in range(200):
        middle = (low + high) / 2.0
        if float((wanted * _moved(shares, middle)).sum()) < whole:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
