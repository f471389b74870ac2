"""What values an attribute can have, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.build import policy

from evenhand.messages import shown_text
from evenhand.model.domain import domain_words, unit_words

ATTRIBUTES = policy().model.dictionary.attributes


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("amount", "-1,000 to 1,000,000, CNY, in steps of 0.01"),
        ("has_card", "true or false"),
        ("rank", "from lowest to highest: none (None), low (Low), mid (Mid), high (High)"),
        ("colour", "one of: red (Red), blue (Blue), other (Other); anything else counts as other"),
        ("quality", "one of: good (Good), poor (Poor)"),
        ("licences", "a list of: law (Law), tax (Tax), care (Care)"),
        ("born", "1900-01-01 to 2199-12-31"),
        ("count", "0 to 100"),
    ],
)
def test_a_domain_in_words(name: str, english: str) -> None:
    words = domain_words(ATTRIBUTES[name], "CNY")
    assert shown_text(words, "en") == english
    assert shown_text(words, "zh")


def test_ends_that_are_open() -> None:
    count = ATTRIBUTES["count"]
    shown = [
        shown_text(domain_words(replace(count, low=low, high=high)), "en")
        for low, high in ((None, None), (Fraction(1), None), (None, Fraction(9)))
    ]
    assert shown == ["any", "at least 1", "at most 9"]
    born = replace(ATTRIBUTES["born"], earliest=None, latest=date(2020, 1, 1))
    assert shown_text(domain_words(born), "en") == "at most 2020-01-01"
    none = replace(ATTRIBUTES["quality"], codes=(), code_labels=())
    assert shown_text(domain_words(none), "en") == "one of: no values"


def test_units() -> None:
    months = shown_text(domain_words(ATTRIBUTES["months_here"], "CNY"), "en")
    assert months.startswith("0 to 1,200, ")
    assert unit_words("square_metres") == "square_metres"
    assert shown_text(unit_words("per_month"), "zh")
