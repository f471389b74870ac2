"""One measurement in a process of its own: prints what came out as JSON.

python benchmarks/scoring/one.py ENGINE CRITERIA FILE [--missing] [--rows]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "2")
sys.path.insert(0, str(Path(__file__).parents[1]))

from scoring.books import make
from scoring.engines import ENGINES


def peak() -> int:
    """The most memory that this process has held so far, in MiB (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def timed(ask: Callable[[], Any]) -> tuple[Any, float, float]:
    """What came out, the seconds on the wall and the seconds of CPU of all threads."""
    start, used = perf_counter(), process_time()
    found = ask()
    return found, perf_counter() - start, process_time() - used


def main() -> None:
    """Measure, or with ``--rows`` print the number of every row's outcome."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=list(ENGINES))
    parser.add_argument("criteria", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    book = make(given.criteria, missing=given.missing)
    ready, made, _ = timed(lambda: ENGINES[given.engine].make(book, given.file))
    if given.rows:
        json.dump(ready.rows(), sys.stdout)
        return
    before = peak()
    found: dict[str, Any] = {"made": made, "before": before}
    if ready.load is None or ready.decide is None:
        counts, found["wall"], found["cpu"] = timed(ready.counts)
    else:
        held, wall, cpu = timed(ready.load)
        decide = ready.decide
        counts, found["decide_wall"], found["decide_cpu"] = timed(lambda: decide(held))
        found |= {"wall": wall + found["decide_wall"], "cpu": cpu + found["decide_cpu"]}
    json.dump({**found, "counts": counts, "peak": peak()}, sys.stdout)


if __name__ == "__main__":
    main()
