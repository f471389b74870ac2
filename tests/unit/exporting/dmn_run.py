"""Runs an exported decision model from its XML alone: decisions, tables, functions.

Stricter than the standard: a unique table must have exactly one row that fits, a first one at
least one, and a value must be among those that its column declares.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from tests.unit.exporting.feel import (
    COMPARISONS,
    Node,
    NotFeel,
    Parser,
    Scope,
    both,
    equal,
    expression,
)

NS = "{https://www.omg.org/spec/DMN/20230324/MODEL/}"


class Broken(AssertionError):
    """A model that is not what the standard asks for."""


# -- unary tests -----------------------------------------------------------------------------------


@cache
def unary(text: str) -> Node:
    """Tests of a column's value, which stands under ``?``."""
    if text.strip() == "-":
        return lambda _: True
    parser = Parser(text)
    if parser.tokens[:2] == ("not", "("):
        parser.at = 2
        inner = one_of(parser)
        parser.take(")")
        return lambda scope: inner(scope) is not True
    found = one_of(parser)
    if parser.peek():
        raise NotFeel(text)
    return found


def one_of(parser: Parser) -> Node:
    tests = [single(parser)]
    while parser.peek() == ",":
        parser.take()
        tests.append(single(parser))
    return lambda scope: any(test(scope) is True for test in tests)


def single(parser: Parser) -> Node:
    token = parser.peek()
    if token in COMPARISONS:
        compare, end = COMPARISONS[parser.take()], parser
        bound = end.sum()
        return lambda scope: compare(scope["?"], bound(scope))
    if token in ("[", "(") and ".." in parser.tokens[parser.at :]:
        return stretch(parser)
    value = parser.expression()
    return lambda scope: equal(scope["?"], value(scope))


def stretch(parser: Parser) -> Node:
    above = COMPARISONS[">=" if parser.take() == "[" else ">"]
    low = parser.sum()
    parser.take("..")
    high = parser.sum()
    below = COMPARISONS["<=" if parser.take() == "]" else "<"]
    return lambda scope: both(above(scope["?"], low(scope)), below(scope["?"], high(scope)))


# -- the model -------------------------------------------------------------------------------------


class Runner:
    """One model; ``run`` works out every decision for a customer."""

    def __init__(self, text: str) -> None:
        self.root = ET.fromstring(text)  # noqa: S314 - our own text
        self.inputs = [one.get("name") or "" for one in self.root.iter(f"{NS}inputData")]
        self.decisions = {one.get("name") or "": one for one in self.root.iter(f"{NS}decision")}
        self.by_id = {one.get("id"): one.get("name") for one in self.root.iter() if one.get("id")}
        self.functions = {
            one.get("name") or "": self.function(one)
            for one in self.root.iter(f"{NS}businessKnowledgeModel")
        }

    @staticmethod
    def function(node: ET.Element) -> Any:
        names = [one.get("name") or "" for one in node.iter(f"{NS}formalParameter")]
        body = expression(text_of(node, f"{NS}encapsulatedLogic/{NS}literalExpression/{NS}text"))
        return lambda *given: body(dict(zip(names, given, strict=True)))

    def run(self, values: Mapping[str, Any]) -> dict[str, Any]:
        if not set(values) <= set(self.inputs):
            raise Broken(f"no such input: {set(values) - set(self.inputs)}")
        given = {name: values.get(name) for name in self.inputs}
        done: dict[str, Any] = {}
        for name in self.decisions:
            self.decide(name, given, done)
        return done

    def decide(self, name: str, given: Mapping[str, Any], done: dict[str, Any]) -> Any:
        """A decision sees what it requires and nothing else."""
        if name not in done:
            node = self.decisions[name]
            scope: dict[str, Any] = {}
            for link in node.iter():
                if link.tag.startswith(f"{NS}required"):
                    other = self.by_id[(link.get("href") or "").removeprefix("#")] or ""
                    if other in self.functions:
                        scope[other] = self.functions[other]
                    elif other in given:
                        scope[other] = given[other]
                    else:
                        scope[other] = self.decide(other, given, done)
            done[name] = self.logic(name, node, scope)
        return done[name]

    def logic(self, name: str, node: ET.Element, scope: Scope) -> Any:
        table = node.find(f"{NS}decisionTable")
        if table is None:
            return expression(text_of(node, f"{NS}literalExpression/{NS}text"))(scope)
        return decided_by(name, table, scope)


def decided_by(name: str, table: ET.Element, scope: Scope) -> Any:
    values = [looked_at(name, column, scope) for column in table.findall(f"{NS}input")]
    fitting = [
        rule
        for rule in table.findall(f"{NS}rule")
        if all(
            unary(text_of(entry, f"{NS}text"))({**scope, "?": value}) is True
            for entry, value in zip(rule.findall(f"{NS}inputEntry"), values, strict=True)
        )
    ]
    if not fitting or (table.get("hitPolicy") == "UNIQUE" and len(fitting) > 1):
        raise Broken(f"{name}: {len(fitting)} rows fit {values}")
    outputs = table.findall(f"{NS}output")
    gives = [
        expression(text_of(entry, f"{NS}text"))(scope)
        for entry in fitting[0].findall(f"{NS}outputEntry")
    ]
    if len(outputs) == 1:
        return gives[0]
    return {one.get("name"): value for one, value in zip(outputs, gives, strict=True)}


def looked_at(name: str, column: ET.Element, scope: Scope) -> Any:
    value = expression(text_of(column, f"{NS}inputExpression/{NS}text"))(scope)
    allowed = column.find(f"{NS}inputValues/{NS}text")
    if allowed is not None and not unary(allowed.text or "")({**scope, "?": value}):
        raise Broken(f"{name}: {value!r} is not among {allowed.text}")
    return value


def text_of(node: ET.Element, way: str) -> str:
    found = node.find(way)
    if found is None or not found.text:
        raise Broken(f"no text at {way}")
    return found.text
