"""What a query is built with: places of values, readings, and where a number grew too great."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.build import policy

from evenhand.engines.sql.building import Building, place, stored_in
from evenhand.engines.sql.numbers import OutOfType, constant, literal
from evenhand.engines.sql.shape import BIG, Shape
from evenhand.engines.sql.stages import column
from evenhand.model.outcome import Reading


def building(reading: Reading = Reading.DECLARED, *, booleans: bool = True) -> Building:
    return Building(policy().model, reading, Shape(booleans=booleans))


def test_a_value_has_a_place() -> None:
    rank = policy().model.dictionary.attributes["rank"]
    assert place(None, Fraction(1, 3)) == Fraction(1, 3)
    assert place(None, date(2000, 2, 29)) == 20_000_229
    assert place(rank, "mid") == 2
    with pytest.raises(TypeError, match="no place"):
        place(None, "mid")


@pytest.mark.parametrize(
    ("reading", "taken", "uses"),
    [
        (Reading.DECLARED, [True, False, None], True),
        (Reading.OPEN, [None, None, None], False),
        (Reading.ALL_MET, [True, True, True], True),
        (Reading.NONE_MET, [False, False, False], True),
    ],
)
def test_readings(reading: Reading, taken: list[bool | None], uses: bool) -> None:
    found = building(reading)
    assert [found.assumption(read_as) for read_as in (True, False, None)] == taken
    assert found.uses_read_as is uses


def test_the_innermost_element_is_the_one_that_is_named() -> None:
    found = building()
    here = found.policy.location
    outer = found.policy.tiers[0].location
    with pytest.raises(OutOfType) as raised, found.at("outer", outer), found.at("inner", here):
        raise OutOfType(BIG)
    assert (raised.value.element, raised.value.location) == ("inner", here)
    assert raised.value.most == BIG


def test_truths_are_columns_or_numbers() -> None:
    one, other = building(), building(booleans=False)
    assert one.boolean("has_card") == column("has_card")
    assert other.boolean("has_card").sql() == '"has_card" = 1'
    assert {stored_in(each.boolean("has_card")) for each in (one, other)} == {column("has_card")}
    named = other.define_truth("x", other.boolean("has_card"), "about")
    assert named.is_open.sql() == '"x" IS NULL'
    assert other.stages.found["x"].sql() == (
        'CASE WHEN "has_card" = 1 THEN 1 WHEN NOT ("has_card" = 1) THEN 0 END'
    )


def test_constants_need_no_name() -> None:
    found = building()
    assert found.define_number("x", constant(Fraction(3))).sql == literal(3)
    number = found.define_number("x", found.attribute("amount"))
    assert (number.sql, number.unit) == (column("x"), Fraction(1, 100))
    codes = found.define_number("y", found.attribute("rank")).codes
    assert codes == ("none", "low", "mid", "high")


def test_names_of_the_policys_columns_are_taken() -> None:
    found = building()
    assert {"amount", "licences__law", "rank"} <= found.stages.taken
    assert found.stages.name("licences__law") == "licences__law_2"
    found.member("licences", "law")
    found.stored("licences")
    assert list(found.columns) == ["licences__law"]
