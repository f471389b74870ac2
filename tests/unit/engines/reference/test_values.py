"""Customers and their values: rules 1 and 2 of docs/semantics.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.build import policy

from evenhand.model.customer import Given, ValueRefused, period_in
from evenhand.model.values import MISSING, number_text, value_text

ANY = policy()


@pytest.mark.parametrize(
    "given",
    ["300.10", "300_000", 300, Decimal("300.10"), Fraction(3001, 10), "1/4"],
)
def test_rule_01_numbers_are_read_exactly(given: Any) -> None:
    value = ANY.customer({"amount": given}).get("amount")
    wanted = Fraction(given.replace("_", "")) if isinstance(given, str) else Fraction(given)
    assert value == wanted
    assert isinstance(value, Fraction)


def test_rule_02_a_binary_float_is_refused() -> None:
    with pytest.raises(TypeError, match="binary float"):
        ANY.customer({"amount": 0.1})  # type: ignore[dict-item]


@pytest.mark.parametrize("absent", [None, MISSING])
def test_rule_01_an_attribute_without_a_value_is_missing(absent: Any) -> None:
    assert ANY.customer({"amount": absent}).get("amount") is MISSING
    assert ANY.customer({}).get("amount") is MISSING


@pytest.mark.parametrize(
    ("attribute", "given", "key"),
    [
        ("amount", "1.005", "value.off-step"),
        ("amount", "1_000_000.01", "value.out-of-range"),
        ("amount", "-1_000.01", "value.out-of-range"),
        ("amount", "abc", "value.not-a-number"),
        ("amount", "", "value.not-a-number"),
        ("amount", "1/0", "value.not-a-number"),
        ("amount", True, "value.not-a-number"),
        ("has_card", "yes", "value.not-a-boolean"),
        ("has_card", 1, "value.not-a-boolean"),
        ("rank", "boss", "value.unknown-code"),
        ("licences", ["law", "sea"], "value.unknown-code"),
        ("licences", "law", "value.not-a-set"),
        ("licences", 3, "value.not-a-set"),
        ("born", "2000-02-30", "value.not-a-date"),
        ("born", 5, "value.not-a-date"),
        ("born", "1899-12-31", "value.out-of-range"),
        ("born", "2200-01-01", "value.out-of-range"),
        ("months_here", {"days": 3}, "value.not-a-number"),
        ("months_here", {"years": 1, "months": 2}, "value.not-a-number"),
        ("nonsense", 1, "value.unknown-attribute"),
        ("discretion.gold", "perhaps", "value.not-a-boolean"),
        ("assessments_below", -1, "value.not-a-count"),
        ("assessments_below", "1/2", "value.not-a-count"),
        ("assessments_below", True, "value.not-a-count"),
    ],
)
def test_rule_01_a_value_outside_its_domain_is_refused_never_rounded(
    attribute: str, given: Any, key: str
) -> None:
    with pytest.raises(ValueRefused) as refused:
        ANY.customer({attribute: given})
    assert refused.value.message.key == key
    for language in ("en", "zh"):
        assert refused.value.message.text(language)
        assert refused.value.hint is None or refused.value.hint.text(language)


def test_rule_01_values_at_the_ends_of_the_domain_are_accepted() -> None:
    given: dict[str, Given] = {"amount": "1_000_000", "other_amount": -1000, "born": "1900-01-01"}
    made = ANY.customer(given)
    assert made.values == {
        "amount": Fraction(1_000_000),
        "other_amount": Fraction(-1000),
        "born": date(1900, 1, 1),
    }
    assert ANY.customer({"born": date(2199, 12, 31)}).get("born") == date(2199, 12, 31)


def test_rule_01_an_unlisted_code_of_an_open_enum_is_other() -> None:
    assert ANY.customer({"colour": "mauve"}).get("colour") == "other"
    assert ANY.customer({"colour": "red"}).get("colour") == "red"


def test_periods_are_read_in_the_unit_of_the_attribute() -> None:
    assert ANY.customer({"months_here": {"years": 2}}).get("months_here") == 24
    assert ANY.customer({"months_here": {"months": 7}}).get("months_here") == 7
    assert period_in("years", {"months": 24}) == 2
    assert period_in("years", {"months": 25}) is None
    assert period_in("days", {"days": 3}) == 3
    assert period_in("days", {"months": 3}) is None
    assert period_in(None, {"months": 3}) is None


def test_text_is_read_for_yes_no_sets_and_answers() -> None:
    made = ANY.customer(
        {
            "has_card": "true",
            "licences": ["law", "tax"],
            "discretion.gold": "false",
            "discretion.other": None,
            "held_tier": "gold",
            "assessments_below": "2",
        }
    )
    assert made.get("has_card") is True
    assert made.get("licences") == frozenset({"law", "tax"})
    assert made.discretion == {"gold": False}
    assert (made.held_tier, made.assessments_below) == ("gold", 2)
    assert ANY.customer({"held_tier": None, "discretion.gold": True}).discretion == {"gold": True}


def test_derived_attributes_cannot_be_given() -> None:
    summed = policy(
        derived="both: {label: {en: B, zh: 乙}, sum: [{attribute: amount}, {attribute: count}]}"
    )
    with pytest.raises(ValueRefused) as refused:
        summed.customer({"both": 3})
    assert refused.value.hint is not None
    assert refused.value.hint.text("en") == "give its parts: amount, count"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(300), "300"),
        (Fraction(-1, 100), "-0.01"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(5, 4), "1.25"),
        (Fraction(1, 5), "0.2"),
        (Fraction(12345, 100), "123.45"),
    ],
)
def test_numbers_are_written_so_that_they_read_back(number: Fraction, text: str) -> None:
    assert number_text(number) == text
    assert Fraction(text) == number


def test_values_are_written_as_files_have_them() -> None:
    assert value_text(True) == "true"
    assert value_text(False) == "false"
    assert value_text(date(2026, 1, 31)) == "2026-01-31"
    assert value_text(frozenset({"b", "a"})) == "[a, b]"
    assert value_text("code") == "code"
    assert value_text(Fraction(1, 2)) == "0.5"
    assert repr(MISSING) == "MISSING"


def test_refused_values_are_shown_as_they_were_given() -> None:
    shown = {}
    for given in (date(2026, 1, 1), ["a", "b"], {"days": 2}, Fraction(1, 3)):
        with pytest.raises(ValueRefused) as refused:
            ANY.customer({"has_card": given})
        shown[str(given)] = dict(refused.value.message.values)["value"]
    assert list(shown.values()) == ["2026-01-01", "a, b", "days: 2", "1/3"]
