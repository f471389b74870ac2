"""Tables and paragraphs: every line fits, nothing is lost, Chinese lines up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.reporting.cells import cell_width
from evenhand.reporting.text.table import indented, pad, placed, table, wrap

TEXT = st.text(st.sampled_from("ab 存款，（）-"), max_size=60)


@given(TEXT, st.integers(4, 30))
def test_lines_fit_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_width(line) <= width + 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_are_not_broken_and_marks_stay_with_their_words() -> None:
    assert wrap("deposits and funds", 9) == ["deposits", "and funds"]
    assert wrap("近一月日均存款，不低于", 16) == ["近一月日均存款，", "不低于"]
    assert wrap("甲乙丙（丁）", 6) == ["甲乙丙", "（丁）"]


def test_a_word_that_is_too_wide_is_cut() -> None:
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("", 3) == [""]


def test_columns_line_up_in_cells() -> None:
    lines = table([["项目", "n"], ["存款", "1"], ["x", "20"]], 40, right=frozenset({1}))
    assert lines == ["项目   n", "----  --", "存款   1", "x     20"]


@pytest.mark.parametrize("width", [24, 30, 60])
def test_wide_tables_wrap_inside_their_cells(width: int) -> None:
    lines = table([["a", "b"], ["long words in a cell", "other long words"]], width)
    assert all(cell_width(line) <= width for line in lines)


def test_a_place_moves_below_where_there_is_no_room() -> None:
    assert placed("met", "a.yaml:1:1", 40, "  ") == ["  met  a.yaml:1:1"]
    assert placed("met", "a.yaml:1:1", 10, "  ") == ["  met", "    a.yaml:1:1"]


def test_paragraphs_hang_below_their_mark() -> None:
    assert indented("one twofold", 10, "- ") == ["- one", "  twofold"]
    assert indented("one twofold", 10, "- ", "") == ["- one", "twofold"]
    assert pad("存", 4, right=True) == "  存"
