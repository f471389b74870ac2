"""One decision at a time: evenhand's two engines and zen-engine on the same policies.

python benchmarks/compiled/run.py [--sizes 10,30,100] [--customers 200]

Every engine's answers are compared before anything is measured. A cell is the mean time of one
decision in the best of several rounds, in microseconds; rounds of all engines alternate, so that a
slow moment of the machine meets them all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from compiled.jdm import Expressions, Graph, Tables, of_bank
from exact.banks import Bank, drawn_customer, make
from exact.text import amount, model

from evenhand import api
from evenhand.engines.compiled import compiled
from evenhand.engines.reference import decide
from evenhand.model.customer import Customer, make_customer
from evenhand.model.policy import Policy

ROUNDS = 25
ENOUGH = 0.02
SHIPPED = ("ccb-credit-card-100", "three-laws", "scorecard-five")


@dataclass(frozen=True, slots=True)
class Runner:
    """Something that decides, and the customers in the form that it takes."""

    name: str
    decide: Callable[[Any], object]
    customers: Sequence[Any]


def measured(runners: Sequence[Runner]) -> dict[str, float]:
    """Microseconds a decision, by runner."""
    rounds: dict[str, list[float]] = {one.name: [] for one in runners}
    for _ in range(ROUNDS):
        for one in runners:
            rounds[one.name].append(_round(one))
    return {name: min(times) * 1e6 for name, times in rounds.items()}


def _round(one: Runner) -> float:
    start, count = perf_counter(), 0
    while True:
        for customer in one.customers:
            one.decide(customer)
        count += len(one.customers)
        passed = perf_counter() - start
        if passed > ENOUGH:
            return passed / count


# -- banks ---------------------------------------------------------------------------------------


def told(bank: Bank, customer: dict[str, int]) -> Mapping[str, Any]:
    """A customer as a caller tells evenhand: amounts as texts."""
    amounts = set(bank.amounts())
    return {
        name: amount(value) if name in amounts else context
        for (name, value), context in zip(
            customer.items(), of_bank(bank, customer).values(), strict=True
        )
    }


def of_size(n: int, count: int) -> dict[str, float]:
    """All engines on one bank, after their answers have been compared."""
    bank = make(n)
    policy = model(bank)
    fast = compiled(policy)
    random = Random(n)
    drawn = [drawn_customer(bank, random) for _ in range(count)]
    texts = [told(bank, one) for one in drawn]
    ready = [make_customer(policy.dictionary, one) for one in texts]
    contexts = [of_bank(bank, one) for one in drawn]
    peers = {
        "zen, two compiled expressions": Expressions(bank),
        "zen, graph of expressions": Graph(bank),
        "zen, graph of tables": Tables(bank),
    }
    _same_answers(policy, texts, contexts, peers)
    return measured(
        [
            Runner("reference, customer", lambda one: decide(policy, one), ready),
            Runner("compiled, texts", fast, texts),
            Runner("compiled, customer", fast, ready),
            Runner("compiled, outcome of customer", fast.outcome, ready),
            *(Runner(name, peer, contexts) for name, peer in peers.items()),
        ]
    )


def _same_answers(
    policy: Policy,
    texts: Sequence[Mapping[str, Any]],
    contexts: Sequence[Mapping[str, Any]],
    peers: Mapping[str, Callable[[Any], tuple[str, int]]],
) -> None:
    fast = compiled(policy)
    seen: set[str] = set()
    for text, context in zip(texts, contexts, strict=True):
        customer = make_customer(policy.dictionary, text)
        right = decide(policy, customer).outcome
        wanted = (right.outcome, right.score)
        answers = {name: peer(dict(context)) for name, peer in peers.items()}
        found = fast(text)
        answers["compiled"] = (found.outcome, found.score)
        answers["outcome"] = (fast.outcome(customer), right.score)
        for name, answer in answers.items():
            if answer != wanted:
                raise SystemExit(f"{name}: {answer}, the reference engine says {wanted}: {text}")
        if found.reasons != right.reasons:
            raise SystemExit(f"other reasons: {found.reasons}, {right.reasons}")
        seen.add(right.outcome)
    if len(seen) < 3:
        raise SystemExit(f"the customers are too alike: {sorted(seen)}")


# -- shipped policies ----------------------------------------------------------------------------


def of_shipped(name: str) -> dict[str, float]:
    """Both engines of evenhand on the worked customers of a shipped policy."""
    loaded = api.load(f"@{name}")
    customers = [one.customer for one in loaded.examples]
    fast = loaded.compile()
    for one in customers:
        found, right = fast(one), loaded.decide(one)
        if (found.outcome, found.scores, found.reasons) != (
            right.outcome,
            right.scores,
            right.reasons,
        ):
            raise SystemExit(f"{name}: {found}, the reference engine says {right}")
    return measured(
        [
            Runner("reference, customer", loaded.decide, customers),
            Runner("compiled, texts", fast, [_written(one) for one in customers]),
            Runner("compiled, customer", fast, customers),
            Runner("compiled, outcome of customer", fast.outcome, customers),
        ]
    )


def _written(customer: Customer) -> Mapping[str, Any]:
    """A customer as a caller tells: numbers as texts."""
    values = {
        name: str(value) if isinstance(value, Fraction) else value
        for name, value in customer.values.items()
    }
    return values | {f"discretion.{name}": one for name, one in customer.discretion.items()}


# -- the table -----------------------------------------------------------------------------------


def main() -> None:
    """Print microseconds a decision, and each as a multiple of the compiled engine's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,30,100")
    parser.add_argument("--customers", type=int, default=200)
    given = parser.parse_args()
    columns = {f"{n} criteria": of_size(int(n), given.customers) for n in given.sizes.split(",")}
    columns |= {name: of_shipped(name) for name in SHIPPED}
    names = dict.fromkeys(name for found in columns.values() for name in found)
    _line(["µs a decision (÷ compiled, texts)", *columns])
    _line(["---"] * (len(columns) + 1))
    for name in names:
        _line([name, *(_cell(found, name) for found in columns.values())])


def _cell(found: Mapping[str, float], name: str) -> str:
    if name not in found:
        return "–"
    ratio = found[name] / found["compiled, texts"]
    return f"{found[name]:,.1f} ({ratio:,.1f})"


def _line(cells: Sequence[str]) -> None:
    sys.stdout.write("| " + " | ".join(cells) + " |\n")


if __name__ == "__main__":
    main()
