"""The banks of the benchmark for zen-engine: as compiled expressions, and as decision graphs.

Amounts are whole cents there, as in the bank itself; codes are texts. Nothing is ever missing.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any, assert_never

import zen
from exact.banks import AtLeast, Bank, Criterion, Every, Flag, Multiple, No, Some, Test

Context = dict[str, Any]


def of_bank(bank: Bank, customer: dict[str, int]) -> Context:
    """A customer as the engine is told of her."""
    enums = set(bank.enums())
    flags = set(bank.flags)
    return {
        name: f"code{value}" if name in enums else bool(value) if name in flags else value
        for name, value in customer.items()
    }


class Expressions:
    """Two expressions compiled once: the score, and the outcome that is taken of it."""

    def __init__(self, bank: Bank) -> None:
        self.score = zen.compile_expression(_score(bank))
        self.outcome = zen.compile_expression(_outcome(bank))

    def __call__(self, customer: Context) -> tuple[str, int]:
        """The outcome and the score."""
        score = self.score.evaluate(customer)
        return self.outcome.evaluate({**customer, "score": score}), int(score)


class Graph:
    """A decision graph: one expression node for the score and one for the outcome."""

    def __init__(self, bank: Bank) -> None:
        nodes = [_expression("points", {"score": _score(bank)})]
        self.decision = _decision(bank, nodes)

    def __call__(self, customer: Context) -> tuple[str, int]:
        """The outcome and the score."""
        found = self.decision.evaluate(customer)["result"]
        return found["outcome"], int(found["score"])


class Tables(Graph):
    """A decision graph with a table for each criterion, as its editor would have it drawn."""

    def __init__(self, bank: Bank) -> None:
        nodes = [_table(number, one) for number, one in enumerate(bank.criteria)]
        total = " + ".join(f"p{number}" for number in range(len(nodes)))
        nodes.append(_expression("points", {"score": total}))
        self.decision = _decision(bank, nodes)


# -- texts of the engine's language ----------------------------------------------------------------


def _score(bank: Bank) -> str:
    return " + ".join(f"({_points(one)})" for one in bank.criteria)


def _points(one: Criterion) -> str:
    *others, last = one.points
    if one.cuts is None:
        tests = [f'{one.attribute} == "code{i}"' for i in range(len(others))]
    else:
        tests = [f"{one.attribute} < {cut}" for cut in one.cuts]
    rows = [f"{test} ? {points} : " for test, points in zip(tests, others, strict=True)]
    return "".join(rows) + str(last)


def _outcome(bank: Bank) -> str:
    text = "'plain'"
    for number, grade in enumerate(bank.grades, 1):
        test = "" if grade.test is None else f" and ({_test(grade.test)})"
        text = f"(score >= {grade.least}{test}) ? 'tier-{number}' : ({text})"
    rejecting = " or ".join(f"({_test(one)})" for one in bank.rejecting)
    return f"({rejecting}) ? 'rejected' : ({text})"


def _test(test: Test) -> str:
    match test:
        case AtLeast(name, cents):
            return f"{name} >= {cents}"
        case Flag(name):
            return name
        case Multiple(name, times, other):
            return f"{times} * {name} >= {other}"
        case Every(parts):
            return " and ".join(f"({_test(one)})" for one in parts)
        case Some(parts):
            return " or ".join(f"({_test(one)})" for one in parts)
        case No(part):
            return f"not ({_test(part)})"
        case _:
            assert_never(test)


# -- graphs ----------------------------------------------------------------------------------------


def _decision(bank: Bank, nodes: list[Context]) -> Any:
    """The nodes in a row, each passing on what it was given, then the outcome."""
    first = {"id": "in", "type": "inputNode", "name": "in"}
    result = _expression("result", {"score": "score", "outcome": _outcome(bank)}, last=True)
    row = [first, *nodes, result, {"id": "out", "type": "outputNode", "name": "out"}]
    edges = [
        {"id": f"e{at}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for at, (one, other) in enumerate(pairwise(row))
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": row, "edges": edges}))


def _expression(name: str, made: dict[str, str], *, last: bool = False) -> Context:
    rows = [{"id": f"{name}-{key}", "key": key, "value": text} for key, text in made.items()]
    content = {"expressions": rows, "passThrough": not last}
    return {"id": name, "type": "expressionNode", "name": name, "content": content}


def _table(number: int, one: Criterion) -> Context:
    *others, last = one.points
    if one.cuts is None:
        tests = [f'"code{i}"' for i in range(len(others))]
    else:
        tests = [f"< {cut}" for cut in one.cuts]
    cells = [*zip(tests, others, strict=True), ("", last)]
    rules = [
        {"_id": f"r{number}-{at}", "i": test, "o": str(points)}
        for at, (test, points) in enumerate(cells)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": one.attribute, "field": one.attribute}],
        "outputs": [{"id": "o", "name": "points", "field": f"p{number}"}],
        "rules": rules,
        "passThrough": True,
    }
    return {
        "id": f"t{number}",
        "type": "decisionTableNode",
        "name": f"t{number}",
        "content": content,
    }
