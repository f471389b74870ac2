"""Tables with named axes, and the exact joint distribution of categories by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.model.population import Category, Population

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factor:
    """A table of numbers with one axis for each name."""

    names: tuple[str, ...]
    values: Reals

    def over(self, names: Sequence[str]) -> Reals:
        """The values with the axes of ``names``, in that order; other names get an axis of one."""
        import numpy as np

        kept = [name for name in names if name in self.names]
        assert len(kept) == len(self.names)
        turned = np.transpose(self.values, [self.names.index(name) for name in kept])
        shape = [turned.shape[kept.index(name)] if name in self.names else 1 for name in names]
        return turned.reshape(shape)

    def times(self, other: Factor) -> Factor:
        """The product over all names of both."""
        names = (*self.names, *(name for name in other.names if name not in self.names))
        return Factor(names, self.over(names) * other.over(names))

    def onto(self, names: Sequence[str]) -> Factor:
        """The sums over all other names, with the axes of ``names`` in that order."""
        gone = tuple(index for index, name in enumerate(self.names) if name not in names)
        left = Factor(tuple(n for n in self.names if n in names), self.values.sum(axis=gone))
        return Factor(tuple(names), left.over(names))


@dataclass(frozen=True, slots=True)
class Network:
    """The categories of a population with their conditional tables, parents' axes first."""

    population: Population
    tables: Mapping[str, Factor]

    def joint(self, names: Sequence[str]) -> Factor:
        """The exact joint distribution of some categories, with one axis for each in that order."""
        import numpy as np

        needed = self._needed(names)
        categories = [one for one in self.population.categories() if one.name in needed]
        found = Factor((), np.asarray(1.0))
        for index, one in enumerate(categories):
            found = found.times(self.tables[one.name])
            later = {parent for other in categories[index + 1 :] for parent in other.parents}
            found = found.onto([name for name in found.names if name in names or name in later])
        return found.onto(names)

    def _needed(self, names: Collection[str]) -> set[str]:
        """The names and everything that they stand on."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.population.category(name).parents)
        return found

    def share(self, where: Mapping[str, frozenset[str]]) -> float:
        """The share of people whose levels are among those named."""
        return float(self.selected(self.joint(tuple(where)), where).values.sum())

    def selected(self, factor: Factor, where: Mapping[str, frozenset[str]]) -> Factor:
        """A table with zeros for everybody who is not meant."""
        for name, levels in where.items():
            factor = factor.times(mask(self.population.category(name), levels))
        return factor


def mask(category: Category, levels: Collection[str]) -> Factor:
    """Ones at some levels of a category, zeros at the others."""
    import numpy as np

    chosen = [1.0 if level in levels else 0.0 for level in category.levels]
    return Factor((category.name,), np.asarray(chosen))
