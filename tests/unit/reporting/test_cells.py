"""Widths on a terminal, and text that cannot steer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.reporting.cells import cell_width, cut, escaped, one_line, visible


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("gold", 4), ("金卡", 4), ("ｇ", 2), ("é", 1), ("e\u0301", 1), ("😀", 2), ("·", 1)],
)
def test_widths(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        *(("a", "a"), ("金", "金"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")),
        *(("\x1b", "\\u001b"), ("\u202e", "\\u202e"), ("\ud800", "\\ud800")),
        ("\u2028", "\\u2028"),
    ],
)
def test_steering_characters_become_visible(character: str, shown: str) -> None:
    assert visible(character) == shown


def test_ascii_only() -> None:
    assert visible("金", ascii_only=True) == "\\u91d1"
    assert one_line("a金\n\x1b", ascii_only=True) == "a\\u91d1\\n\\u001b"
    assert escaped("a：") == "a\\uff1a"


@given(st.text())
def test_a_line_is_one_line_that_any_terminal_can_show(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")
    assert one_line(text, ascii_only=True).isascii()


@given(st.lists(st.sampled_from(["a", "金", "\\u202e", "\u0301"]), min_size=1), st.data())
def test_a_cut_shows_the_place_within_the_budget(pieces: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(pieces) - 1))
    first, last = cut(pieces, start, 24)
    assert 0 <= first <= start < last <= len(pieces)
    assert cell_width("".join(pieces[first:last])) <= 24
