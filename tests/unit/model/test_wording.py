"""Figures, points, bounds, dates and scores in plain words, as far as conditions show them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.build import gold_when, policy

from evenhand.model import describe
from evenhand.model.conditions import Condition
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins
from evenhand.model.wording import listed, number_words

MORE = """\
scorecards:
  - {id: wealth, characteristics: [{id: a, attribute: amount, bins: [{points: 1}]}]}
  - id: loyalty
    sections:
      - id: years
        title: {en: Years, zh: 年限}
        characteristics: [{id: b, attribute: count, bins: [{points: 1}]}]
"""
AGE = "age_here: {label: {en: Age, zh: 年龄}, type: integer, unit: years, class: demographic"
STAY = "stay_here: {label: {en: Stay, zh: 往来}, type: integer, unit: years"
OWN = "".join(f"{one}, range: {{at_least: 0, at_most: 99}}}}\n" for one in (AGE, STAY))


def condition(written: str, more: str = MORE) -> tuple[Condition, Policy]:
    """The condition of a tier (flow YAML), and the policy that it stands in."""
    made = gold_when(written, more=more, own=OWN).model
    found = made.tiers[0].when
    assert found is not None
    return found, made


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("{amount: {above: 0.5, at_most: 1/3}}", "Amount: above 0.5 and at most 1/3"),
        ("{amount: {known: true}}", "Amount: known"),
        ("{amount: {is_not: 5}}", "Amount: not 5"),
        ("{licences: {includes_any: [law, tax, care]}}", "Licences: includes Law, Tax or Care"),
        ("{born: {at_least: 2000-01-31}}", "Born: on or after 2000-01-31"),
        ("{born: {above: 2000-01-31}}", "Born: after 2000-01-31"),
        ("{born: {below: 2000-01-31}}", "Born: before 2000-01-31"),
        ("{age_here: {at_least: 18}}", "Age: at least 18 years"),
        ("{stay_here: {at_least: 1}}", "Stay: at least 1 year"),
        ("{any: []}", "never"),
        ("{all: [{any: [{all: [{count: 1}]}]}, {has_card: true}]}", "Count: 1 and Card: yes"),
        ("{all: [{count: 1}, {all: [{rank: low}]}]}", "Count: 1 and Rank: Low"),
        ("{score: {of: years, at_least: 6}}", "Years: at least 6"),
        ("{unstated: good name}", "“good name” (left open)"),
        ("{unstated: good name, read_as: met}", "“good name” (read as met)"),
        ("{discretion: board}", "decided by board (left open)"),
        ("{discretion: bank, criteria: merit.}", "decided by the bank: merit (left open)"),
    ],
)
def test_conditions_in_words(written: str, english: str) -> None:
    found, names = condition(written)
    assert describe.condition_text(found, names, "en") == english
    assert describe.condition_text(found, names, "zh") not in ("", english)


def test_criteria_lose_their_full_stop_in_both_languages() -> None:
    found, names = condition("{discretion: bank, criteria: {en: merit., zh: 贡献。}}")
    assert describe.condition_text(found, names, "zh") == "由银行裁量：贡献（未明确）"


def test_two_tests_of_a_score_stand_together() -> None:
    found, names = condition("{score: {of: wealth, at_least: 60, below: 80}}")
    shown = describe.condition_text(found, names, "en")
    assert shown == "Score of `wealth`: at least 60 and below 80"
    assert describe.condition_text(found, names.dictionary, "en").startswith("Score: ")


def test_the_only_scorecard_needs_no_name() -> None:
    more = "scorecard: {characteristics: [{id: a, attribute: amount, bins: [{points: 1}]}]}\n"
    found, names = condition("{score: {at_least: 1}}", more)
    assert describe.condition_text(found, names, "en") == "Score: at least 1"


@pytest.mark.parametrize(
    ("figure", "english"),
    [
        ("{times: 1, of: other_amount}", "Other"),
        ("{times: 2, of: other_amount, plus: 10}", "2 × Other plus 10"),
        (
            "{by: rank, values: {low: 5, mid: 6}, otherwise: 7}",
            "a figure by Rank (Low 5; Mid 6; otherwise 7)",
        ),
        ('{by: has_card, values: {"true": 5, "false": 6}}', "a figure by Card (yes 5; no 6)"),
        ("{unstated: a lot}", "a figure not stated (“a lot”)"),
        ("{disputed: [{value: 5, source: a}, {value: 7, source: b}]}", "5 or 7 (sources differ)"),
        (
            "{disputed: [{value: 5, source: a}, {value: 7, source: b}], read_as: 7, because: so}",
            "7 (read from 5 or 7)",
        ),
        ("{range: [5, 7], read_as: 5, because: so}", "5 (read from 5 to 7)"),
    ],
)
def test_figures_in_words(figure: str, english: str) -> None:
    found, names = condition(f"{{amount: {{at_least: {figure}}}}}")
    assert describe.test_text(found, names, "en") == f"at least {english}"
    assert describe.figure_text(found.figure, "amount", names, "en") == english  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("{unstated: a few}", "not stated (“a few”)"),
        ("{unstated: a few, read_as: 2}", "2 (read from “a few”)"),
        ("{disputed: [{value: 5, source: a}, {value: 7, source: b}]}", "5 or 7 (sources differ)"),
        ("{range: [5, 7]}", "a figure from 5 to 7"),
        ("{range: [5, 7], read_as: 5}", "5 (read from 5 to 7)"),
    ],
)
def test_points_in_words(written: str, english: str) -> None:
    assert describe.points_text(bins_of(f"[{{points: {written}}}]").bins[0].points, "en") == english


def bins_of(rows: str) -> Bins:
    body = f"""
    scorecard: {{characteristics: [{{id: a, attribute: amount, bins: {rows}}}]}}
    tiers: [{{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: 9}}}}}}]
    otherwise: {{tier: plain}}
    """
    form = policy(body).model.characteristics()[0].form
    assert isinstance(form, Bins)
    return form


def test_bounds_have_the_lower_end_first() -> None:
    names = policy().model
    first, second = bins_of("[{below: 9, at_least: 5, points: 1}, {points: 2}]").bins
    assert describe.bounds_text(first.bounds, "amount", names, "en") == "at least 5 and below 9"
    assert describe.bounds_text(second.bounds, "amount", names, "zh") == "任何值"


def test_a_test_without_its_attribute_is_the_whole_where_there_are_several() -> None:
    found, names = condition("{any: [{has_card: true}, {count: 1}]}")
    assert describe.test_text(found, names, "en") == "Card: yes or Count: 1"


def test_values_of_no_attribute_and_of_none_at_all() -> None:
    held = frozenset({"tax", "law"})
    assert describe.value_text(held, None, policy().model.dictionary, "en") == "law and tax"
    assert describe.words_text(listed([], "describe.or"), "en") == "nothing"


def test_what_steers_a_terminal_is_shown_and_not_sent() -> None:
    assert describe.words_text("a\x1bb", "en") == "a\\u001bb"


@pytest.mark.parametrize(
    ("number", "text"), [("300000", "300,000"), ("-1234.5", "-1,234.5"), ("1/3", "1/3"), ("0", "0")]
)
def test_numbers_have_their_thousands_apart(number: str, text: str) -> None:
    assert number_words(Fraction(number)) == text
