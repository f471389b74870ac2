"""Nodes: exact numbers, plain data, and the way to a part."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from evenhand.loading.nodes import (
    Mapping,
    Node,
    Scalar,
    ScalarKind,
    Sequence,
    at,
    number,
    plain,
    scalars,
)
from evenhand.loading.reader import read


def node(text: str) -> Node:
    root = read(text, "x.yaml").root
    assert root is not None
    return root


def value(text: str) -> Scalar:
    found = at(node(f"v: {text}"), ["v"])
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("300000", Fraction(300000)),
        ("-5", Fraction(-5)),
        ("+5", Fraction(5)),
        ("0", Fraction(0)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e3", Fraction(1000)),
        ("1.5E-2", Fraction(3, 200)),
        ("300_000", Fraction(300000)),
        ('"300_000"', Fraction(300000)),
        ("30_0000", Fraction(300000)),
        ("1_000.50", Fraction(2001, 2)),
        ("-1_000", Fraction(-1000)),
        ("1/3", Fraction(1, 3)),
        ('"2/6"', Fraction(1, 3)),
        ("-1/3", Fraction(-1, 3)),
        ("0/7", Fraction(0)),
        ("300000.00", Fraction(300000)),
        ("299999.995", Fraction(299999995, 1000)),
    ],
)
def test_numbers_are_exact(text: str, exact: Fraction) -> None:
    assert number(value(text)) == exact


@pytest.mark.parametrize(
    "text",
    [
        '"20"', "twenty", "true", "null", "1/0", "01/2", "1/02", "1_00", "1_0000_000", "_1", "1_",
        "012_000", "0_000", "1__000", "1_000.", "2026-01-01", "1:30", "1.2.3",
        "'9_" + "999_" * 20 + "999'",
    ],
)  # fmt: skip
def test_other_text_is_no_number(text: str) -> None:
    assert number(value(text)) is None


def test_plain_data_has_no_binary_fractions() -> None:
    text = "{a: 1, b: 0.10, c: 'x', d: true, e: FALSE, f: null, g: [1e2, {h: ~}], i: 1_000}"
    assert plain(node(text)) == {
        "a": 1,
        "b": Decimal("0.10"),
        "c": "x",
        "d": True,
        "e": False,
        "f": None,
        "g": [Decimal("1E+2"), {"h": None}],
        "i": "1_000",
    }
    assert str(plain(value("0.10"))) == "0.10"


def test_a_mapping_gives_values_and_keys_by_name() -> None:
    root = node("b: 1\na: [2]\n")
    assert isinstance(root, Mapping)
    assert root.keys() == ("b", "a")
    found = root.get("a")
    assert isinstance(found, Sequence)
    key = root.key("a")
    assert key is not None
    assert str(key.location) == "x.yaml:2:1"
    assert root.get("c") is None
    assert root.key("c") is None


def test_a_path_leads_to_a_part() -> None:
    root = node("a: [x, {b: y}]")
    found = at(root, ["a", 1, "b"])
    assert isinstance(found, Scalar)
    assert found.text == "y"
    assert at(root, []) is root


@pytest.mark.parametrize("path", [["b"], [0], ["a", 2], ["a", -1], ["a", "x"], ["a", 0, "x"]])
def test_a_path_that_leads_nowhere_is_an_error(path: list[str | int]) -> None:
    with pytest.raises(KeyError):
        at(node("a: [x, y]"), path)


def test_all_values_in_order() -> None:
    root = node("a: 1\nb: [2, {c: 3}]\nd: 4\n")
    assert [s.text for s in scalars(root)] == ["1", "2", "3", "4"]


def test_nodes_are_compared_by_identity() -> None:
    one, other = value("1"), value("1")
    assert one != other
    assert one.kind is other.kind is ScalarKind.INTEGER
