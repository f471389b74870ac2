"""Ask every engine in one run, check that all say the same, print the tables, draw the plot.

python benchmarks/scoring/run.py [--rows 1,5,20] [--criteria 10,30,100] [--parts grid,all,…]

Rows are counted in millions. The files are written to a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from scoring import data, ours
from scoring.books import Row, drawn, make, on_thresholds
from scoring.engines import ENGINES
from scoring.table import Measured, tables

ONE: Final = Path(__file__).parent / "one.py"
ROUNDS: Final = 3
LONG: Final = 60.0
MILLION: Final = 1_000_000
PARTS: Final = ("check", "grid", "numpy", "all", "memory", "whole", "missing")
HAND: Final = ("evenhand", "duckdb", "polars")
MEMORY: Final = ("numba", "numpy", "pandas")
SLOW: Final = ("openfisca", "zen-expressions", "zen", "json-logic")
CHECKED: Final = 400


def say(words: str) -> None:
    """A line about what is going on."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


class Run:
    """The measurements as they come; each also goes to a file, line by line."""

    def __init__(self, folder: Path, results: Path) -> None:
        self.folder = folder
        self.results = results

    @contextmanager
    def customers(self, criteria: int, rows: int, missing: bool) -> Iterator[Path]:
        """A file of customers, removed afterwards."""
        book = make(criteria, missing=missing)
        need = 8 * rows * len(book.columns)
        if shutil.disk_usage(self.folder).free < need:
            raise SystemExit(f"{need >> 30} GiB of free disk are needed in {self.folder}")
        path = self.folder / f"customers-{criteria}-{rows}.parquet"
        try:
            data.write(book, rows, path)
            yield path
        finally:
            path.unlink(missing_ok=True)
            path.with_suffix(".decided.parquet").unlink(missing_ok=True)

    def ask(
        self, part: str, engines: Sequence[str], criteria: int, rows: int, missing: bool = False
    ) -> None:
        """Several engines about one file, in turn, three rounds; all must count alike."""
        with self.customers(criteria, rows, missing) as path:
            found: dict[str, list[dict[str, Any]]] = {one: [] for one in engines}
            for _ in range(ROUNDS):
                for engine in engines:
                    if sum(one["wall"] for one in found[engine]) < LONG:
                        found[engine].append(_process(engine, criteria, path, missing))
            size = path.stat().st_size
        counts = [one["counts"] for each in found.values() for one in each]
        if any(one != counts[0] for one in counts):
            raise SystemExit(f"{part}, {rows} × {criteria}: not the same counts: {counts}")
        for engine, each in found.items():
            asked = {"part": part, "engine": engine, "criteria": criteria, "rows": rows}
            one = Measured.of({**asked, "missing": missing, "size": size}, each)
            with self.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(one.data()) + "\n")
            say(one.line())


def _process(engine: str, criteria: int, path: Path, missing: bool, *more: str) -> Any:
    command = [sys.executable, str(ONE), engine, str(criteria), str(path), *more]
    done = subprocess.run(
        [*command, *(["--missing"] if missing else [])], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{engine}, {criteria} criteria: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def check(folder: Path, criteria: int, missing: bool) -> None:
    """Every engine against the reference engine, customer by customer."""
    book, random = make(criteria, missing=missing), Random(criteria)
    rows = [on_thresholds(book, random) for _ in range(CHECKED)]
    rows += [drawn(book, random) for _ in range(CHECKED)]
    told: list[dict[str, int | None]] = [_told(row, random, missing) for row in rows]
    right = ours.reference(book, told)
    path = folder / "checked.parquet"
    data.write_rows(book, told, path)
    engines = ("evenhand", "duckdb") if missing else (*HAND, *MEMORY, *SLOW)
    for engine in engines:
        said = _process(engine, criteria, path, missing, "--rows")
        if said != right:
            wrong = sum(one != other for one, other in zip(said, right, strict=True))
            raise SystemExit(f"{engine}, {criteria} criteria: {wrong} of {len(right)} are wrong")
    say(f"{criteria} criteria: {len(engines)} engines agree on {len(right)} customers")


def _told(row: Row, random: Random, missing: bool) -> dict[str, int | None]:
    hidden = missing and random.random() < 0.5
    return {name: None if hidden and random.random() < 0.1 else row[name] for name in row}


def fitting(engines: Sequence[str], criteria: int, rows: int) -> list[str]:
    """The engines that can take so much."""
    return [one for one in engines if rows * criteria <= ENGINES[one].most]


def measure(run: Run, parts: Sequence[str], rows: Sequence[int], criteria: Sequence[int]) -> None:
    """All questions."""
    middle = 30 if 30 in criteria else criteria[0]
    most = min(max(rows), 5 * MILLION)
    if "check" in parts:
        for one in (*criteria, 14):
            check(run.folder, one, missing=False)
        check(run.folder, middle, missing=True)
    if "all" in parts:
        for engine in SLOW:
            few = min(most, ENGINES[engine].most // middle)
            run.ask("all", ("evenhand", engine), middle, few)
    if "numpy" in parts:
        run.ask("numpy", ("evenhand", "table", "duckdb", "numpy", "numba"), 14, most)
    if "whole" in parts:
        run.ask("whole", ("evenhand", "whole"), middle, most)
    if "missing" in parts:
        run.ask("missing", ("evenhand", "duckdb"), middle, most, missing=True)
    if "grid" in parts:
        for count in rows:
            for one in criteria:
                run.ask("grid", fitting((*HAND, *MEMORY), one, count), one, count)
    if "memory" in parts:
        run.ask("memory", HAND, middle, max(rows) * 5 // 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1,5,20")
    parser.add_argument("--criteria", default="10,30,100")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--folder", type=Path, default=None, help="where customers are written")
    parser.add_argument("--results", type=Path, default=None, help="keep the measurements here")
    parser.add_argument("--plot", type=Path, default=None, help="draw the plot here (SVG)")
    given = parser.parse_args()
    rows = [int(float(one) * MILLION) for one in given.rows.split(",")]
    criteria = [int(one) for one in given.criteria.split(",")]
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        results = given.results or Path(name) / "results"
        measure(Run(Path(name), results), given.parts.split(","), rows, criteria)
        read = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
        found = [Measured.read(line) for line in read]
    sys.stdout.write(tables(found))
    if given.plot is not None:
        from scoring.plot import draw

        given.plot.write_text(draw(found), encoding="utf-8")


if __name__ == "__main__":
    main()
