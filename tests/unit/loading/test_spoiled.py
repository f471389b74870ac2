"""What reading found wrong is not told again by what comes after it."""

from __future__ import annotations

import pytest

from evenhand.finding import Finding, Severity
from evenhand.loading.nodes import Mapping, Scalar, walk
from evenhand.loading.problems import not_following, note, problem
from evenhand.loading.reader import read
from evenhand.location import Location, Source
from evenhand.messages import message


@pytest.mark.parametrize(
    ("text", "spoiled"),
    [
        ("a: 1\nb: [2]", []),
        ("a: 012\nb: 1", ["012"]),
        ("a: !x 1", ["1"]),
        ("1: a", ["1"]),
        ("tiеr: a", ["tiеr"]),
        ("a: *x", [""]),
        ("- id：x", ["id：x"]),
        ("a: b\n  - c", ["b - c"]),
        ("a: {<<: {b: 1}, c: 2}", [{"c"}]),
        ("a: {[b]: 1, c: 2}", [{"c"}]),
        ("a: 1\na: 012", []),
        ("a: ⾏", []),
    ],
)
def test_the_nodes_that_are_not_what_was_meant(text: str, spoiled: list[object]) -> None:
    result = read(text, "x.yaml")
    assert result.root is not None
    found: list[object] = []
    for node in walk(result.root):
        if id(node) in result.bad:
            match node:
                case Scalar():
                    found.append(node.text)
                case Mapping():
                    found.append(set(node.keys()))
                case _:
                    pass
    assert found == spoiled
    assert len(result.bad) == len(spoiled)


SOURCE = Source("x.yaml", ("abcdef", "ghi"))


def place(line: int, column: int, end_line: int, end_column: int) -> Location:
    return Location(SOURCE, line, column, end_line, end_column)


def later(location: Location | None) -> Finding:
    return Finding("r", Severity.ERROR, message("load.syntax"), location)


ERROR = problem("tab", place(1, 3, 1, 5))


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        (place(1, 3, 1, 5), False),
        (place(1, 1, 1, 7), False),
        (place(1, 4, 1, 5), False),
        (place(1, 1, 1, 4), False),
        (place(1, 1, 1, 3), True),
        (place(1, 5, 1, 7), True),
        (place(1, 1, 2, 2), True),
        (place(2, 3, 2, 4), True),
        (Location(Source("y.yaml"), 1, 3, 1, 5), True),
        (None, True),
    ],
)
def test_what_stands_where_an_error_was_told_is_left_out(
    location: Location | None, kept: bool
) -> None:
    found = later(location)
    assert not_following([found], [ERROR]) == ((found,) if kept else ())


def test_notes_leave_nothing_out_and_spoiled_places_do() -> None:
    found = later(place(1, 1, 2, 2))
    told = [note("byte-order-mark", place(1, 1, 2, 2))]
    assert not_following([found], told) == (found,)
    assert not_following([found], told, [place(1, 1, 2, 2)]) == ()
