"""Ask every engine every question in one run and print the table.

python benchmarks/exact/run.py [--sizes 10,30,100,300] [--engines CP-SAT,HiGHS,Z3]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from exact.asked import Asked, balances, questions
from exact.solvers import Backend, Found

RUNS = 3
LONG = 2.0
GONE = "–"


@dataclass(frozen=True, slots=True)
class Timed:
    """What an engine said about each part of a question, and the seconds that it took.

    ``built`` are the seconds for building models, which do not count.
    """

    found: tuple[Found, ...]
    seconds: float
    built: float

    @property
    def finished(self) -> bool:
        return all(one.said != "limit" for one in self.found)


def backends(wanted: str) -> list[Callable[[], Backend]]:
    """The solvers with every way in which each is asked."""
    from exact.cpsat import CpSat, CpSatCells
    from exact.highs import HiGHS, HiGHSCells
    from exact.smt import Z3, Z3Boolean, Z3Linear

    every = (CpSat, CpSatCells, HiGHS, HiGHSCells, Z3, Z3Linear, Z3Boolean)
    families = wanted.split(",")
    return [one for one in every if any(one.name.startswith(name) for name in families)]


def timed(ask: Callable[[], tuple[Found, ...]]) -> Timed:
    """The median of three runs, or one run that is long."""
    taken: list[float] = []
    while len(taken) < RUNS:
        start = process_time()
        found = ask()
        taken.append(process_time() - start)
        if taken[-1] > LONG:
            break
    return Timed(found, median(taken), 0.0)


def of_solver(asked: Asked, make: Callable[[], Backend]) -> Timed:
    """A solver's answer to all parts of a question."""
    runs: list[tuple[tuple[Found, ...], float, float]] = []
    while len(runs) < RUNS:
        found, searched, built = [], 0.0, 0.0
        for encoded in asked.encoded:
            start = process_time()
            backend = make()
            terms = encoded(backend)
            middle = process_time()
            found.append(backend.search() if terms is None else backend.least(terms, 0))
            searched += process_time() - middle
            built += middle - start
            if found[-1].said == "limit":
                break
        runs.append((tuple(found), searched, built))
        if searched > LONG or found[-1].said == "limit":
            break
    searched = median(one for _, one, _ in runs)
    return Timed(runs[0][0], searched, median(one for _, _, one in runs))


@dataclass(slots=True)
class Table:
    """Rows as they come, and who has run into the limit of which question."""

    makers: list[Callable[[], Backend]]
    rows: list[list[str]] = field(default_factory=list)
    gone: set[tuple[str, str]] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        return [str(getattr(one, "name", "")) for one in self.makers]

    def add(self, size: str, asked: Asked) -> None:
        """Ask everybody, check that all say the same and the right thing, add a row."""
        mine = timed(asked.evenhand)
        _check(asked, mine)
        scale = max(1.0, asked.parts / len(asked.encoded))
        row = [asked.id, size, _cell(mine, 1)]
        best: tuple[float, str] | None = None
        for make, name in zip(self.makers, self.names, strict=True):
            if (asked.id, name) in self.gone:
                row.append(GONE)
                continue
            theirs = of_solver(asked, make)
            row.append(_cell(theirs, scale) + _wrong(mine, theirs))
            if not theirs.finished:
                self.gone.add((asked.id, name))
            elif not _wrong(mine, theirs):
                best = min(best or (theirs.seconds, name), (theirs.seconds, name))
        row.append(_ratio(mine, scale, best))
        self.rows.append(row)
        sys.stdout.write(_line(row))
        sys.stdout.flush()


def _said(one: Timed) -> list[tuple[str, int | None]]:
    return [(found.said, None if found.best is None else abs(found.best)) for found in one.found]


def _check(asked: Asked, mine: Timed) -> None:
    said = _said(mine)
    if not mine.finished:
        raise SystemExit(f"evenhand has no answer to {asked.id}")
    if asked.right != "any" and any(answer != asked.right for answer, _ in said):
        raise SystemExit(f"evenhand on {asked.id}: {said}, right is {asked.right}")


def _wrong(mine: Timed, theirs: Timed) -> str:
    """A mark where a solver that finished says something else."""
    return " wrong" if theirs.finished and _said(mine) != _said(theirs) else ""


def _cell(one: Timed, scale: float) -> str:
    if not one.finished:
        return "limit"
    shown = _milliseconds(one.seconds * scale)
    if one.built:
        shown += f" (+{_milliseconds(one.built * scale)})"
    return f"≈{shown}" if scale > 1 else shown


def _milliseconds(seconds: float) -> str:
    number = seconds * 1000
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def _ratio(mine: Timed, scale: float, best: tuple[float, str] | None) -> str:
    if best is None:
        return "only evenhand"
    return f"{best[0] * scale / max(mine.seconds, 1e-6):.1f} × ({best[1]})"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def main() -> None:
    """Print the table, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,30,100,300")
    parser.add_argument("--engines", default="CP-SAT,HiGHS,Z3")
    parser.add_argument("--questions", default="")
    given = parser.parse_args()
    table = Table(backends(given.engines))
    head = ["question", "n", "evenhand", *table.names, "fastest solver ÷ evenhand"]
    sys.stdout.write(_line(head) + _line(["---"] * len(head)))
    wanted = [one for one in given.questions.split(",") if one]
    for size in given.sizes.split(","):
        for asked in questions(int(size)):
            if not wanted or asked.id in wanted:
                table.add(size, asked)
    for asked in balances():
        if not wanted or asked.id in wanted:
            table.add("8", asked)


if __name__ == "__main__":
    main()
