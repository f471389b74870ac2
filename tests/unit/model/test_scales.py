"""Places on a scale and their neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.build import policy

from evenhand.model.scales import at_and_beside, ends, nearest, place_of, step_of, value_at

ATTRIBUTES = policy().model.dictionary.attributes
AMOUNT, COUNT, RANK, BORN = (ATTRIBUTES[one] for one in ("amount", "count", "rank", "born"))
CENT = Fraction(1, 100)


def test_every_place_has_its_value() -> None:
    for attribute, value in ((AMOUNT, Fraction(5)), (RANK, "mid"), (BORN, date(2000, 1, 31))):
        assert value_at(attribute, place_of(attribute, value)) == value
    assert place_of(RANK, "none") == 0
    with pytest.raises(TypeError, match="licences is not ordered"):
        place_of(ATTRIBUTES["licences"], frozenset())


def test_ends_lie_on_the_step() -> None:
    assert list(ends(AMOUNT)) == [-1000, 1_000_000]
    assert list(ends(RANK)) == [0, 3]
    assert [value_at(BORN, place) for place in ends(BORN)] == [date(1900, 1, 1), date(2199, 12, 31)]
    odd = replace(COUNT, step=Fraction(7), low=Fraction(1), high=Fraction(50))
    assert list(ends(odd)) == [7, 49]
    assert [step_of(one) for one in (AMOUNT, BORN, odd)] == [CENT, 1, 7]


def test_the_nearest_value_stays_inside() -> None:
    third = Fraction(100, 3)
    assert nearest(AMOUNT, third, upward=True) == Fraction("33.34")
    assert nearest(AMOUNT, third, upward=False) == Fraction("33.33")
    assert nearest(AMOUNT, Fraction(-5000), upward=True) == -1000
    assert nearest(RANK, Fraction(9), upward=False) == "high"


def test_values_at_and_beside_a_place() -> None:
    def found(place: str) -> list[object]:
        return list(at_and_beside(COUNT, Fraction(place)))

    assert found("5") == [4, 5, 6]
    assert found("5.5") == [5, 6]
    assert found("0") == [0, 1]
    assert found("100") == [99, 100]
    assert found("101") == [100]
    assert list(at_and_beside(RANK, Fraction(1))) == ["none", "low", "mid"]
