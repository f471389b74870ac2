"""The measurements as tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from scoring.engines import ENGINES

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds: seconds on the wall and of CPU, and the highest peak in MiB.

    ``decide_wall`` is the part after reading, where an engine holds the customers in memory.
    ``size`` is that of the file in bytes, ``before`` the memory before the question was asked.
    """

    part: str
    engine: str
    criteria: int
    rows: int
    missing: bool
    size: int
    wall: float
    cpu: float
    decide_wall: float | None
    decide_cpu: float | None
    made: float
    before: int
    peak: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, asked: Mapping[str, Any], each: Sequence[Mapping[str, Any]]) -> Measured:
        """The measurement of several rounds; ``asked`` has the first six parts."""

        def middle(name: str) -> Any:
            return median(one[name] for one in each) if name in each[0] else None

        seconds = ("wall", "cpu", "decide_wall", "decide_cpu", "made")
        medians = {name: middle(name) for name in seconds}
        tops = {name: max(int(one[name]) for one in each) for name in ("before", "peak")}
        return cls(**asked, **medians, **tops, counts=each[0]["counts"])

    @classmethod
    def read(cls, line: str) -> Measured:
        """A measurement from its line."""
        return cls(**json.loads(line))

    def data(self) -> dict[str, Any]:
        """A measurement as a line has it."""
        return asdict(self)

    @property
    def name(self) -> str:
        """The engine's name."""
        return ENGINES[self.engine].name

    @property
    def rate(self) -> float:
        """Rows a second, from the file on."""
        return self.rows / self.wall

    def line(self) -> str:
        """For the one who watches."""
        deciding = "" if self.decide_wall is None else f" ({self.decide_wall:.2f} in memory)"
        return (
            f"{self.part}: {self.rows:,} × {self.criteria} {self.name}: "
            f"{self.wall:.2f} s{deciding}, "
            f"{self.cpu:.2f} s CPU, {self.peak} MiB"
        )


def tables(found: Sequence[Measured]) -> str:
    """All tables in Markdown."""
    parts = {one.part for one in found}
    pieces = []
    if "grid" in parts:
        pieces += ["### Grid", grid(found), "### Memory", memory(found)]
    if "all" in parts:
        pieces += ["### All peers", peers(found)]
    for part in ("numpy", "whole", "missing"):
        if part in parts:
            pieces += [f"### {part}", plain([one for one in found if one.part == part])]
    return "\n\n".join(pieces) + "\n"


def grid(found: Iterable[Measured]) -> str:
    """Seconds on the wall (of CPU) by size, and evenhand's against those by hand."""
    sizes = _by_size(one for one in found if one.part in ("grid", "memory"))
    engines = [one for one in ENGINES if any(one in each for each in sizes.values())]
    names = [ENGINES[one].name for one in engines]
    lines = [_row(["rows", "criteria", *names, "evenhand ÷ DuckDB", "evenhand ÷ Polars"])]
    lines.append(_row(["--:"] * (len(engines) + 4)))
    for (rows, criteria), each in sizes.items():
        cells = [_count(rows), str(criteria)]
        cells += [_both(each[one]) if one in each else "–" for one in engines]
        mine = each["evenhand"]
        for other in (each["duckdb"], each["polars"]):
            cells.append(f"{mine.wall / other.wall:.2f} ({mine.cpu / other.cpu:.2f})")
        lines.append(_row(cells))
    return "\n".join(lines)


def memory(found: Iterable[Measured]) -> str:
    """Peaks by size."""
    sizes = _by_size(one for one in found if one.part in ("grid", "memory"))
    engines = [one for one in ENGINES if any(one in each for each in sizes.values())]
    names = [ENGINES[one].name for one in engines]
    lines = [_row(["rows", "criteria", "file", *names])]
    lines.append(_row(["--:"] * (len(engines) + 3)))
    for (rows, criteria), each in sizes.items():
        cells = [_count(rows), str(criteria), f"{each['evenhand'].size >> 20:,}"]
        cells += [f"{each[one].peak:,}" if one in each else "–" for one in engines]
        lines.append(_row(cells))
    return "\n".join(lines)


def peers(found: Sequence[Measured]) -> str:
    """Rows a second and CPU time a row of every peer at one number of criteria."""
    slow = [one for one in found if one.part == "all" and one.engine != "evenhand"]
    same = [one for one in found if one.part == "grid" and one.criteria == slow[0].criteria]
    most = max((one.rows for one in same if one.engine == "numpy"), default=0)
    chosen = [*(one for one in same if one.rows == most), *slow]
    mine = next((one.cpu / one.rows for one in chosen if one.engine == "evenhand"), None)
    head = ["engine", "rows", "rows a second", "CPU µs a row", "of it in memory", "÷ evenhand"]
    lines = [_row(head), _row(["---", *["--:"] * 5])]
    for one in sorted(chosen, key=lambda one: one.cpu / one.rows):
        spent = one.cpu / one.rows
        held = "–" if one.decide_cpu is None else _micro(one.decide_cpu / one.rows)
        ratio = "" if mine is None else f"{spent / mine:,.1f}"
        lines.append(
            _row([one.name, _count(one.rows), _rate(one.rate), _micro(spent), held, ratio])
        )
    return "\n".join(lines)


def plain(found: Iterable[Measured]) -> str:
    """Everything that was measured of a few engines."""
    lines = [
        _row(["engine", "rows", "criteria", "seconds", "CPU seconds", "of it in memory", "MiB"])
    ]
    lines.append(_row(["---", *["--:"] * 6]))
    for one in found:
        held = "–" if one.decide_wall is None else _seconds(one.decide_wall)
        shown = [_seconds(one.wall), _seconds(one.cpu), held, f"{one.peak:,}"]
        lines.append(_row([one.name, _count(one.rows), str(one.criteria), *shown]))
    return "\n".join(lines)


def _by_size(found: Iterable[Measured]) -> dict[tuple[int, int], dict[str, Measured]]:
    sizes: dict[tuple[int, int], dict[str, Measured]] = {}
    for one in found:
        sizes.setdefault((one.rows, one.criteria), {})[one.engine] = one
    return dict(sorted(sizes.items()))


def _both(one: Measured) -> str:
    return f"{_seconds(one.wall)} ({_seconds(one.cpu)})"


def _count(rows: int) -> str:
    return f"{rows // MILLION} M" if rows % MILLION == 0 else f"{rows:,}"


def _micro(seconds: float) -> str:
    found = seconds * MILLION
    return f"{found:,.0f}" if found >= 10 else f"{found:.2f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def _rate(rate: float) -> str:
    if rate >= MILLION:
        return f"{rate / MILLION:.1f} M"
    return f"{rate / 1000:,.1f} k" if rate < 100_000 else f"{rate / 1000:,.0f} k"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
