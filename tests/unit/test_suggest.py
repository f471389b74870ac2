"""Suggestions: the word that was meant, and none where none is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.suggest import closest


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        ("titel", ["source", "title"], "title"),
        ("at_leest", ["at_most", "at_least"], "at_least"),
        ("deposit_maen_1m", ["deposit_mean_1m", "deposit_mean_3m"], "deposit_mean_1m"),
        ("Reject", ["refer", "reject"], "reject"),
        ("per", ["by"], None),
        ("is", ["in"], "in"),
        ("income", ["outcome", "tenure"], None),
        ("gold", [], None),
        ("cases", ["case", "causes"], "case"),
    ],
)
def test_the_nearest_word_is_suggested(
    word: str, candidates: list[str], expected: str | None
) -> None:
    assert closest(word, candidates) == expected


@given(st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=3), st.data())
def test_one_slip_is_always_understood(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    left_out = word[:place] + word[place + 1 :]
    assert closest(left_out, [word]) == (word if len(left_out) else None)


@given(st.text(), st.lists(st.text()))
def test_only_candidates_are_suggested(word: str, candidates: list[str]) -> None:
    assert closest(word, candidates) in (None, *candidates)
