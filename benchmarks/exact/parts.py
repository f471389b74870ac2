"""All dead parts and all directions of a policy: in one sweep, and with one question for each.

python benchmarks/exact/parts.py [--sizes 10,40,100] [--one-by-one]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from exact import banks
from exact.text import model

from evenhand.analysis.prove.asking import Among, Asker
from evenhand.analysis.prove.dead import dead_part, dead_parts
from evenhand.engines.exact.question import Order
from evenhand.model.policy import Policy

RUNS = 5
EVERYBODY = Among()


def at_once(policy: Policy, amounts: Sequence[str]) -> list[object]:
    """Whether each part is dead, and what rising does, of every amount."""
    asker = Asker(policy)
    dead = [(one.part.address, one.dead) for one in dead_parts(asker, EVERYBODY, ("all",))]
    return [dead, [asker.twins(name, Order.ABOVE, EVERYBODY).reached() for name in amounts]]


def one_by_one(policy: Policy, amounts: Sequence[str]) -> list[object]:
    """The same where each part is asked about by itself."""
    asker = Asker(policy)
    listed = [one.part for one in dead_parts(Asker(policy), EVERYBODY, ("all",))]
    dead = [(part.address, dead_part(part, asker, EVERYBODY).dead) for part in listed]
    return [dead, [asker.twins(name, Order.ABOVE, EVERYBODY).reached() for name in amounts]]


def timed(ask: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """The median time in milliseconds, and the answer."""
    taken = []
    for _ in range(runs):
        start = process_time()
        said = ask()
        taken.append(process_time() - start)
    return median(taken) * 1000, said


def main() -> None:
    """Print one line for each size, in milliseconds of CPU time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,40,100")
    parser.add_argument("--one-by-one", action="store_true")
    given = parser.parse_args()
    for size in given.sizes.split(","):
        bank = banks.make(int(size))
        policy, amounts = model(bank), bank.amounts()
        quick, said = timed(lambda: at_once(policy, amounts), RUNS)  # noqa: B023
        line = f"{size} criteria, {len(said[0])} parts, {len(amounts)} amounts: {quick:.0f}"
        if given.one_by_one:
            slow, other = timed(lambda: one_by_one(policy, amounts), 1)  # noqa: B023
            if other != said:
                raise SystemExit(f"{size} criteria: the two ways do not say the same")
            line += f", one by one {slow:,.0f}"
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
