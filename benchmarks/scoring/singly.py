"""Engines that take a customer at a time: zen-engine (two ways) and json-logic."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from scoring.books import OUTCOMES, PLAIN, REFER, REJECTED, Book, Criterion, Row

Decide = Callable[[Row], int]


def _tier(name: str) -> int:
    return OUTCOMES.index(name)


# -- zen-engine ------------------------------------------------------------------------------------


def _zen_points(one: Criterion) -> str:
    *others, last = one.points
    if one.cuts is None:
        tests = [f"{one.attribute} == {code}" for code in range(len(others))]
    else:
        factor = 2 if one.attribute == "assets" else 1
        tests = [f"{one.attribute} < {factor * cut}" for cut in one.cuts]
    rows = [f"{test} ? {points} : " for test, points in zip(tests, others, strict=True)]
    return f"({''.join(rows)}{last})"


def _zen_texts(book: Book) -> dict[str, str]:
    one, two, three, four = book.least
    struck = " or ".join([*book.flags, *(f"{name} < {least}" for name, least in book.floors)])
    ways = f"score >= {two} or (score >= {one} and assets >= {2 * book.rich})"
    best = f"score >= {four} and 3 * {book.times} >= {book.other}"
    arms = [
        (struck, REJECTED),
        ("watched", REFER),
        (best, _tier("tier-4")),
        (f"score >= {three}", _tier("tier-3")),
        (ways, _tier("tier-2")),
        (f"score >= {one}", _tier("tier-1")),
    ]
    return {
        "assets": f"2 * {book.whole} + {book.half}",
        "score": " + ".join(_zen_points(each) for each in book.criteria),
        "outcome": "".join(f"({test}) ? {number} : " for test, number in arms) + str(PLAIN),
    }


def zen_expressions(book: Book) -> Decide:
    """Three compiled expressions, one after the other."""
    import zen

    compiled = {name: zen.compile_expression(text) for name, text in _zen_texts(book).items()}

    def decide(row: Row) -> int:
        found: dict[str, Any] = dict(row)
        for name, expression in compiled.items():
            found[name] = expression.evaluate(found)
        return int(found["outcome"])

    return decide


def zen_graph(book: Book) -> Decide:
    """A decision graph: a node of expressions for each step."""
    import zen

    nodes: list[dict[str, Any]] = [{"id": "in", "type": "inputNode", "name": "in"}]
    for name, text in _zen_texts(book).items():
        content = {
            "passThrough": name != "outcome",
            "expressions": [{"id": f"e-{name}", "key": name, "value": text}],
        }
        nodes.append({"id": name, "type": "expressionNode", "name": name, "content": content})
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    names = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in pairwise(names)
    ]
    graph = {"nodes": nodes, "edges": edges, "contentType": "application/vnd.gorules.decision"}
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    return lambda row: int(decision.evaluate(row)["result"]["outcome"])


# -- json-logic ------------------------------------------------------------------------------------


def json_logic(book: Book) -> Decide:
    """One rule. JsonLogic names no intermediate results, so the score is written out each time."""
    from json_logic import jsonLogic

    one, two, three, four = book.least
    assets = {"+": [{"*": [2, {"var": book.whole}]}, {"var": book.half}]}
    score = {"+": [_json_points(each, assets) for each in book.criteria]}
    struck: list[Any] = [{"var": name} for name in book.flags]
    struck += [{"<": [{"var": name}, least]} for name, least in book.floors]
    third = {">=": [{"*": [3, {"var": book.times}]}, {"var": book.other}]}
    rich = {">=": [assets, 2 * book.rich]}

    def reaches(least: int) -> dict[str, Any]:
        return {">=": [score, least]}

    best = {"and": [reaches(four), third]}
    ways = {"or": [reaches(two), {"and": [reaches(one), rich]}]}
    arms = [{"or": struck}, REJECTED, {"var": "watched"}, REFER, best, _tier("tier-4")]
    arms += [reaches(three), _tier("tier-3"), ways, _tier("tier-2")]
    rule = {"if": [*arms, reaches(one), _tier("tier-1"), PLAIN]}
    return lambda row: int(jsonLogic(rule, row))


def _json_points(one: Criterion, assets: dict[str, Any]) -> dict[str, Any]:
    *others, last = one.points
    value = assets if one.attribute == "assets" else {"var": one.attribute}
    rows: list[Any] = []
    for at, points in enumerate(others):
        if one.cuts is None:
            rows += [{"==": [value, at]}, points]
        else:
            rows += [{"<": [value, one.cuts[at] * (2 if value is assets else 1)]}, points]
    return {"if": [*rows, last]}
