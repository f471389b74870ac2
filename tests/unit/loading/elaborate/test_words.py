# ruff: noqa: E501
"""Attributes, derived attributes and vocabularies: their own consistency."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.loading.text import TIERS, found_at, load_text, rules

LABEL = "label: {en: L, zh: 标}"


@pytest.mark.parametrize(
    ("own", "rule", "place"),
    [
        (f"x: {{{LABEL}, type: money}}", "no-range", f"{{{LABEL}, type: money}}"),
        (f"x: {{{LABEL}, type: money, range: {{at_least: 5, at_most: 1}}}}", "range-backwards", "{at_least: 5, at_most: 1}"),
        (f"x: {{{LABEL}, type: money, range: {{at_least: few, at_most: 1}}}}", "limit-not-a-number", "few"),
        (f"x: {{{LABEL}, type: ordinal, order: [a, b], values: {{a: {{en: A, zh: 甲}}}}}}", "order-does-not-match", "[a, b]"),
        (f"amount: {{{LABEL}, type: boolean}}", "duplicate-key", "amount"),
        (f"age: {{{LABEL}, type: boolean}}", "defined-twice", "age"),
        (f"net_worth: {{{LABEL}, type: boolean}}", "defined-twice", "net_worth"),
        (f"x: {{{LABEL}, type: boolean, applies_when: {{thing: 1}}}}", "unknown-attribute", "thing"),
        (f"x: {{{LABEL}, type: boolean, applies_when: {{x: true}}}}", "cycle-in-applies-when", "x"),
        (f"x: {{{LABEL}, type: enum, values: {{a: {{en: A, zh: 甲}}}}, typical: b}}", "unknown-code", "b"),
        (f"x: {{{LABEL}, type: integer, range: {{at_least: 0, at_most: 5}}, typical: 9}}", "value-out-of-range", "9"),
        (f"x: {{{LABEL}, type: date, typical: soon}}", "value-not-a-date", "soon"),
    ],
)  # fmt: skip
def test_attributes(own: str, rule: str, place: str) -> None:
    loaded = load_text(own=own)
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


@pytest.mark.parametrize(
    ("derived", "rule", "place"),
    [
        ("sum: [{attribute: thing}]", "unknown-attribute", "thing"),
        ("sum: [{attribute: rank}]", "not-a-number-attribute", "rank"),
        ("max_of: [amount, colour]", "not-a-number-attribute", "colour"),
        ("ratio: {of: amount, to: rank}", "not-a-number-attribute", "rank"),
        ("sum: [{attribute: x}]", "cycle-in-derived", "x"),
        ("sum: [{attribute: share}]", "quotient-in-formula", "x"),
        ("sum: [{attribute: debt_to_asset_ratio}]", "quotient-in-formula", "x"),
    ],
)  # fmt: skip
def test_derived(derived: str, rule: str, place: str) -> None:
    text = f"x: {{{LABEL}, {derived}}}\nshare: {{{LABEL}, ratio: {{of: amount, to: other}}}}\n"
    loaded = load_text(derived=text)
    assert rules(loaded) == [rule]
    assert found_at(loaded) == place


def test_what_stands_on_something_wrong_is_not_told_again() -> None:
    body = "tiers:\n  - {id: gold, title: {en: G, zh: 金}, when: {all: [{x: 1}, {part: 1}, {z: 1}]}}\notherwise: {tier: p}\n"
    derived = f"part: {{{LABEL}, sum: [{{attribute: nothing}}]}}\nz: {{{LABEL}, max_of: [part, amount]}}\n"
    loaded = load_text(body, own=f"x: {{{LABEL}, type: money}}", derived=derived)
    assert rules(loaded) == ["no-range", "unknown-attribute"]


@pytest.mark.parametrize("wrong", ["sum: [{attribute: part}]", "max_of: [share, amount]"])
def test_what_stands_on_something_unsound_is_not_told_again(wrong: str) -> None:
    derived = f"""\
        part: {{{LABEL}, {wrong}}}
        share: {{{LABEL}, ratio: {{of: amount, to: other}}}}
        more: {{{LABEL}, max_of: [part, amount]}}
        most: {{{LABEL}, min_of: [more, amount]}}
        """
    loaded = load_text(TIERS.replace("amount", "most"), derived=derived)
    assert len(rules(loaded)) == 1


def test_a_cycle_of_three_is_told_once() -> None:
    derived = "".join(
        f"{one}: {{{LABEL}, max_of: [{other}, amount]}}\n" for one, other in ("ab", "bc", "ca")
    )
    loaded = load_text(derived=derived)
    assert rules(loaded) == ["cycle-in-derived"]
    assert "a → b → c → a" in loaded.findings[0].message.text("en")


@pytest.mark.parametrize("word", ["held_tier", "assessments_below"])
def test_words_of_the_language_are_no_names(word: str) -> None:
    assert len(rules(load_text(own=f"{word}: {{{LABEL}, type: boolean}}"))) == 1
    assert len(rules(load_text(derived=f"{word}: {{{LABEL}, sum: [{{attribute: amount}}]}}"))) == 1


def test_defaults() -> None:
    own = f"""\
        num: {{{LABEL}, type: number, range: {{at_least: 0, at_most: 1}}}}
        r: {{{LABEL}, type: ratio, range: {{at_least: 0, at_most: 1}}}}
        s: {{{LABEL}, type: set, values: {{a: {{en: A, zh: 甲}}}}, typical: [a]}}
        o: {{{LABEL}, type: enum, open: true, values: {{other: {{en: O, zh: 余}}, a: {{en: A, zh: 甲}}}}}}
        """
    policy = load_text(own=own).policy
    assert policy is not None
    words = policy.dictionary.attributes
    assert (words["num"].step, words["r"].step) == (Fraction(1, 100), Fraction(1, 10_000))
    assert words["s"].typical == frozenset({"a"})
    assert words["o"].codes == ("other", "a")
    assert words["colour"].codes == ("red", "blue", "other")
