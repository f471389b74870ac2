"""What the encodings ask of a solver: literals, linear sums, and a search with a limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

SECONDS: Final = 8
"""The limit of one search."""

Lit: TypeAlias = Any
"""A literal in the solver's own form."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: a literal for each threshold, and the number itself where it is compared.

    ``cells`` are literals for the stretches between thresholds, where a model has them.
    """

    at_least: Mapping[int, Lit]
    raw: Any
    cells: Sequence[Lit] = ()


class Lazy(dict[int, Lit]):
    """Literals of thresholds that are made as they are asked for."""

    def __init__(self, cuts: Sequence[int], make: Callable[[int], Lit]) -> None:
        super().__init__()
        self.cuts, self.make = tuple(cuts), make

    def __missing__(self, cut: int) -> Lit:
        self[cut] = self.make(self.cuts.index(cut))
        return self[cut]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search said (``yes``, ``no`` or ``limit``), and the least or greatest sum found."""

    said: str
    best: int | None = None


Terms: TypeAlias = Sequence[tuple[int, Lit]]


class Backend(Protocol):
    """A solver with a model that is being built."""

    name: str

    def flag(self) -> Lit: ...

    def codes(self, count: int) -> list[Lit]: ...

    def amount(self, cuts: Sequence[int], highest: int, *, compared: bool) -> Amount: ...

    def no(self, lit: Lit) -> Lit: ...

    def every(self, lits: Sequence[Lit]) -> Lit: ...

    def some(self, lits: Sequence[Lit]) -> Lit: ...

    def total(self, terms: Terms, plus: int) -> Any: ...

    def reaches(self, total: Any, least: int) -> Lit: ...

    def multiple(self, times: int, raw: Any, other: Any) -> Lit: ...

    def sum_reaches(self, raws: Sequence[Any], least: int) -> Lit: ...

    def insist(self, lit: Lit) -> None: ...

    def in_order(self, amount: Amount, above: Amount) -> None: ...

    def points(
        self, amount: Amount, cuts: Sequence[int], values: Sequence[int]
    ) -> tuple[list[tuple[int, Lit]], int]: ...

    def search(self) -> Found: ...

    def least(self, terms: Terms, plus: int) -> Found: ...


def by_steps(
    amount: Amount, cuts: Sequence[int], values: Sequence[int]
) -> tuple[list[tuple[int, Lit]], int]:
    """Points of bands as the points of the first one, and what each threshold adds."""
    steps = zip(cuts, values, values[1:], strict=False)
    return [(b - a, amount.at_least[cut]) for cut, a, b in steps if a != b], values[0]


def by_cells(
    amount: Amount, cuts: Sequence[int], values: Sequence[int]
) -> tuple[list[tuple[int, Lit]], int]:
    """Points of bands, cell by cell; ``amount.at_least`` knows all thresholds."""
    assert isinstance(amount.at_least, Lazy)
    starts = (0, *amount.at_least.cuts)
    points = [values[sum(start >= cut for cut in cuts)] for start in starts]
    return [(one, lit) for one, lit in zip(points, amount.cells, strict=True) if one], 0
