"""Drawing people: columns for any stretch of rows, in blocks, at flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evenhand.model.population import Amount, Category, Flag, Unknown, Whole
from evenhand.populations.compiled import Compiled, Drawn
from evenhand.populations.dependence import deviates
from evenhand.populations.draws import normal, raw, whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

BLOCK: Final = 65_536
"""How many people are drawn at once; it changes no value."""


@dataclass(frozen=True, slots=True)
class People:
    """Some people: whole numbers by name, and of whom which value is not known.

    Categories have the place of the level, from 0; flags 0 or 1; amounts whole multiples of their
    step. What is not known has its value in ``values`` all the same: policies must look at
    ``unknown`` first.
    """

    start: int
    count: int
    values: Mapping[str, Integers]
    unknown: Mapping[str, Flags]


def people(population: Compiled, count: int, *, start: int = 0, seed: int | None = None) -> People:
    """The people in some rows. Row i is the same in every call with the same seed."""
    chosen = population.population.seed if seed is None else seed
    return _Drawing(population, chosen, start, count).people()


def blocks(population: Compiled, count: int, *, seed: int | None = None) -> Iterator[People]:
    """The first ``count`` people, block by block."""
    for start in range(0, count, BLOCK):
        yield people(population, min(BLOCK, count - start), start=start, seed=seed)


@dataclass(frozen=True, slots=True)
class _Drawing:
    compiled: Compiled
    seed: int
    start: int
    count: int

    def people(self) -> People:
        values: dict[str, Integers] = {}
        latents = self._latents()
        for item in self.compiled.population.items:
            match item:
                case Category():
                    values[item.name] = self._levels(item, values)
                case Whole():
                    values[item.name] = self._whole(item, values)
                case Flag():
                    values[item.name] = self._flag(item, values, latents)
                case Amount():
                    values[item.name] = self._amount(item, values, latents)
        unknown = {one.of: self._unknown(one, values) for one in self.compiled.population.unknown}
        return People(self.start, self.count, values, unknown)

    def _raw(self, name: str) -> NDArray[np.uint64]:
        return raw(self.seed, name, self.start, self.count)

    def _latents(self) -> dict[str, Reals]:
        """The deviates of amounts and flags, correlated where the population says so."""
        names = [*self.compiled.cuts, *self.compiled.drawn]
        own = {name: normal(self._raw(name)) for name in names}
        return own | deviates(self.compiled.dependence, own)

    def _levels(self, category: Category, values: Mapping[str, Integers]) -> Integers:
        import numpy as np

        made = self.compiled.levels[category.name]
        bits = whole(self._raw(category.name))
        found = np.zeros(self.count, dtype=np.int64)
        if not made.parents:
            for threshold in made.thresholds[:, 0]:
                found += bits >= threshold
            return found
        row = sum(values[name] * stride for name, stride in made.parents)
        for thresholds in made.thresholds:
            found += bits >= thresholds[row]
        return found

    def _whole(self, item: Whole, values: Mapping[str, Integers]) -> Integers:
        import numpy as np

        category = self.compiled.population.category(item.within.category)
        ends = [item.within.stretches[level] for level in category.levels]
        low = np.asarray([first for first, _ in ends], dtype=np.int64)
        width = np.asarray([last - first + 1 for first, last in ends], dtype=np.uint64)
        at = values[category.name]
        inside = (whole(self._raw(item.name)) * width[at]) >> np.uint64(32)
        return low[at] + inside.astype(np.int64)

    def _flag(
        self, flag: Flag, values: Mapping[str, Integers], latents: Mapping[str, Reals]
    ) -> Integers:
        import numpy as np

        made = self.compiled.cuts[flag.name]
        cuts = made.cuts[0] if made.by is None else made.cuts[values[made.by]]
        return (latents[flag.name] >= cuts).astype(np.int64)

    def _amount(
        self, amount: Amount, values: Mapping[str, Integers], latents: Mapping[str, Reals]
    ) -> Integers:
        import numpy as np

        drawn = self.compiled.drawn[amount.name]
        deviate = latents[amount.name]
        if drawn.index is not None:
            total = deviate * drawn.index.own
            for name, weight in drawn.index.weights:
                total += self._logarithm(name, values, latents[name]) * weight
            deviate = drawn.index.ranks.at(total)
        if drawn.plain:
            found = np.exp(self._logarithm(amount.name, values, deviate))
        else:
            found = _curved(drawn, values, deviate)
            for name, factors in drawn.factors.items():
                found *= factors[values[name]]
            found *= drawn.scale
        found /= float(amount.step)
        return np.rint(found, out=found).astype(np.int64)

    def _logarithm(self, name: str, values: Mapping[str, Integers], deviate: Reals) -> Reals:
        """The logarithm of an amount without its tail; it is normal in each cell."""
        drawn = self.compiled.drawn[name]
        assert drawn.logs is not None and drawn.sigmas is not None
        if drawn.by is None:
            found: Reals = deviate * drawn.sigmas[0]
            found += drawn.logs[0]
        else:
            at = values[drawn.by]
            found = deviate * drawn.sigmas[at]
            found += drawn.logs[at]
        for category, factors in drawn.logged.items():
            found += factors[values[category]]
        return found

    def _unknown(self, one: Unknown, values: Mapping[str, Integers]) -> Flags:
        import numpy as np

        levels = (None,) if one.by is None else self.compiled.population.category(one.by).levels
        shares = [int(one.probability[level] * 2**32) for level in levels]
        thresholds = np.asarray(shares, dtype=np.uint64)
        bits = whole(self._raw(f"{one.of}?"))
        found: Flags = bits < (thresholds[0] if one.by is None else thresholds[values[one.by]])
        return found


def _curved(drawn: Drawn, values: Mapping[str, Integers], deviate: Reals) -> Reals:
    import numpy as np

    if drawn.by is None:
        first: Reals = drawn.curves[0].at(deviate)
        return first
    at = values[drawn.by]
    found = np.empty_like(deviate)
    for level, curve in enumerate(drawn.curves):
        here = at == level
        found[here] = curve.at(deviate[here])
    return found
