"""The policies on arrays: numpy, and a kernel of numba with a loop over the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from scoring.books import OUTCOMES, PLAIN, REFER, REJECTED, Book

if TYPE_CHECKING:
    import numpy as np

    Columns = Mapping[str, np.ndarray[Any, Any]]


def numpy_outcomes(book: Book, columns: Columns) -> Any:
    """The numbers of the outcomes."""
    import numpy as np

    assets = 2 * columns[book.whole] + columns[book.half]
    score = np.zeros(len(assets), np.int32)
    for one in book.criteria:
        points = np.asarray(one.points, np.int32)
        if one.cuts is None:
            score += points[columns[one.attribute]]
        else:
            doubled = one.attribute == "assets"
            values = assets if doubled else columns[one.attribute]
            cuts = np.asarray(one.cuts, np.int32) * np.int32(2 if doubled else 1)
            score += points[np.searchsorted(cuts, values, side="right")]
    tiers = np.asarray(book.least, np.int32)
    found = np.searchsorted(tiers, score, side="right").astype(np.int8) + np.int8(PLAIN)
    linked = 3 * columns[book.times] >= columns[book.other]
    found[(found == OUTCOMES.index("tier-4")) & ~linked] = OUTCOMES.index("tier-3")
    rich = (found == OUTCOMES.index("tier-1")) & (assets >= 2 * book.rich)
    found[rich] = OUTCOMES.index("tier-2")
    found[columns["watched"]] = REFER
    for name in book.flags:
        found[columns[name]] = REJECTED
    for name, least in book.floors:
        found[columns[name] < least] = REJECTED
    return found


def numba_outcomes(book: Book) -> Callable[[tuple[Any, ...]], Any]:
    """A kernel for the policy, compiled at its first call; two threads; takes stacked columns."""
    import numba
    import numpy as np

    numba.set_num_threads(2)
    whole = [one for one in book.criteria if one.cuts and one.attribute != "assets"]
    enums = [one for one in book.criteria if one.cuts is None]
    codes = np.zeros((len(enums), max(len(one.points) for one in enums)), np.int32)
    for at, one in enumerate(enums):
        codes[at, : len(one.points)] = one.points
    of_assets = next(one for one in book.criteria if one.attribute == "assets")
    assert of_assets.cuts is not None
    tables = (
        np.asarray([one.cuts for one in whole], np.int32),
        np.asarray([one.points for one in whole], np.int32),
        codes,
        2 * np.asarray(of_assets.cuts, np.int32),
        np.asarray(of_assets.points, np.int32),
        np.asarray([least for _, least in book.floors], np.int32),
        np.asarray(book.least, np.int32),
        np.int32(2 * book.rich),
    )
    kernel = _kernel()
    return lambda held: kernel(held, tables)


def stacked(book: Book, columns: Columns) -> tuple[Any, ...]:
    """The columns as the kernel takes them: a matrix for each kind."""
    import numpy as np

    names = (
        [one.attribute for one in book.criteria if one.cuts and one.attribute != "assets"],
        [one.attribute for one in book.criteria if one.cuts is None],
        [*book.flags],
        [name for name, _ in book.floors],
        [book.whole, book.half, book.times, book.other],
    )
    return (*(np.stack([columns[name] for name in each]) for each in names), columns["watched"])


def _kernel() -> Any:
    """The loop over the rows; each part is a function that is compiled into it."""
    import numba
    import numpy as np

    @numba.njit  # type: ignore[untyped-decorator]
    def struck(row: int, flags: Any, floors: Any, least: Any) -> bool:
        found = False
        for at in range(len(flags)):
            found |= flags[at, row]
        for at in range(len(floors)):
            found |= floors[at, row] < least[at]
        return found

    @numba.njit  # type: ignore[untyped-decorator]
    def reached(value: Any, cuts: Any) -> int:
        count = 0
        for cut in range(4):
            count += value >= cuts[cut]
        return count

    @numba.njit  # type: ignore[untyped-decorator]
    def scored(row: int, amounts: Any, kinds: Any, cuts: Any, points: Any, codes: Any) -> int:
        total = 0
        for at in range(len(amounts)):
            total += points[at, reached(amounts[at, row], cuts[at])]
        for at in range(len(kinds)):
            total += codes[at, kinds[at, row]]
        return total

    @numba.njit(parallel=True, nogil=True)  # type: ignore[untyped-decorator]
    def kernel(held: Any, tables: Any) -> Any:
        amounts, kinds, flags, floors, linked, watched = held
        cuts, points, codes, sum_cuts, sum_points, least, tiers, rich = tables
        found = np.zeros(len(watched), np.int8)
        for row in numba.prange(len(watched)):
            if struck(row, flags, floors, least):
                continue
            if watched[row]:
                found[row] = 1
                continue
            assets = 2 * linked[0, row] + linked[1, row]
            score = scored(row, amounts, kinds, cuts, points, codes)
            tier = 2 + reached(score + sum_points[reached(assets, sum_cuts)], tiers)
            if tier == 6 and 3 * linked[2, row] < linked[3, row]:
                tier = 5
            if tier == 3 and assets >= rich:
                tier = 4
            found[row] = tier
        return found

    return kernel
