"""Tables with commas: cells, quotes, line ends, and places."""

from __future__ import annotations

import pytest

from evenhand.loading.separated import OpenQuote, rows
from evenhand.loading.text import text_of


def cells(written: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows(text_of("t.csv", written))]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\n\n , \n1,2", [["a", "b"], ["1", "2"]]),
        ("a,\n1,", [["a", ""], ["1", ""]]),
        ("a,,b", [["a", "", "b"]]),
        ('"a,b",c', [["a,b", "c"]]),
        ('"a ""b""",c', [['a "b"', "c"]]),
        ('"a\nb",c\nd,e', [["a\nb", "c"], ["d", "e"]]),
        (" a , b ", [["a", "b"]]),
    ],
)
def test_cells(written: str, wanted: list[list[str]]) -> None:
    assert cells(written) == wanted


def test_a_cell_knows_its_place() -> None:
    listed = list(rows(text_of("t.csv", 'id,age\nA,"40"\n')))
    assert str(listed[1][1].location) == "t.csv:2:3"
    assert listed[1][1].location.end_column == 7


def test_a_quote_that_never_closes_is_refused_where_it_opens() -> None:
    with pytest.raises(OpenQuote) as refused:
        cells('a,b\n1,"2\n')
    assert str(refused.value.location) == "t.csv:2:3"
