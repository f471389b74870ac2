"""Points, sections and scores: rules 11 and 12 of docs/semantics.md."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.build import traced

from evenhand.engines.trace import CharacteristicScore
from evenhand.model.customer import Given
from evenhand.model.outcome import Cause

TIERS = """
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 10}}}
otherwise: {tier: plain}
"""


def scored(
    characteristic: str, given: Mapping[str, Given], *, reading: str = "declared"
) -> CharacteristicScore:
    """How one characteristic (flow YAML) is scored."""
    body = f"scorecard: {{characteristics: [{characteristic}]}}\n{TIERS}"
    card = traced(body, given, reading=reading).cards["scorecard"]
    return card.sections[0].characteristics[0]


def points(
    characteristic: str, given: Mapping[str, Given], *, reading: str = "declared"
) -> Fraction | None:
    return scored(characteristic, given, reading=reading).points


BINS = (
    "{id: c, attribute: amount, bins: [{below: 50, points: 1}, {at_least: 50, at_most: 100,"
    " points: 2}, {above: 100, below: 200, points: 4}]%s}"
)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("49.99", 1),
        ("50", 2),
        ("100", 2),
        ("100.01", 4),
        ("199.99", 4),
        ("200", None),
        (None, None),
    ],
)
def test_rule_11_the_first_bin_that_matches_gives_the_points(
    amount: str | None, expected: int | None
) -> None:
    assert points(BINS % "", {"amount": amount}) == expected


def test_rule_11_overlapping_bins_take_the_first() -> None:
    bins = "[{at_least: 10, points: 3}, {at_least: 5, points: 2}, {points: 1}]"
    form = f"{{id: c, attribute: amount, bins: {bins}}}"
    assert [points(form, {"amount": one}) for one in (10, 5, 4)] == [3, 2, 1]


def test_rule_11_otherwise_takes_what_no_row_has_but_not_the_missing() -> None:
    form = BINS % ", otherwise: 7"
    assert points(form, {"amount": 200}) == 7
    assert points(form, {}) is None
    assert points(BINS % ", otherwise: 7, missing: 3", {}) == 3
    assert points(BINS % ", missing: unknown", {}) is None


def test_rule_11_no_row_and_no_otherwise_is_unstated() -> None:
    found = scored(BINS % "", {"amount": 200})
    assert found.notes.causes == {Cause.UNSTATED}
    assert scored(BINS % "", {}).notes.causes == {Cause.MISSING}
    assert scored(BINS % ", missing: 3", {}).notes.causes == set()
    assert scored(BINS % ", missing: 3", {}).notes.missing == {"amount"}


CAP = "{id: c, attribute: card_cap, bins: [{at_least: 100, points: 5}], otherwise: 2%s}"


def test_rule_11_points_where_the_attribute_does_not_exist() -> None:
    none = {"has_card": False}
    assert points(CAP % "", none) == 2
    assert points(CAP % ", not_applicable: 1", none) == 1
    assert points(CAP % ", not_applicable: 0", none) == 0
    assert points(CAP % ", not_applicable: unstated", none) is None
    assert points(CAP % "", {"has_card": True, "card_cap": 100}) == 5
    assert points(CAP % ", missing: 4", {"has_card": True}) == 4
    assert points(CAP % ", missing: 4", {"card_cap": 100}) == 4
    without = "{id: c, attribute: card_cap, bins: [{at_least: 0, points: 5}]}"
    assert scored(without, none).notes.causes == {Cause.UNSTATED}


TABLE = "{id: c, attribute: rank, points: {low: 1, mid: 2.5}%s}"


def test_rule_11_points_by_code() -> None:
    assert points(TABLE % "", {"rank": "low"}) == 1
    assert points(TABLE % "", {"rank": "mid"}) == Fraction(5, 2)
    assert points(TABLE % "", {"rank": "high"}) is None
    assert points(TABLE % ", otherwise: 9", {"rank": "high"}) == 9
    assert points(TABLE % ", missing: -1", {}) == -1
    yes_no = '{id: c, attribute: has_card, points: {"true": 3, "false": 1}}'
    assert points(yes_no, {"has_card": True}) == 3
    assert points(yes_no, {"has_card": False}) == 1


PER = "{id: c, attribute: amount, per_unit: {each: 10, points: 2%s}}"


@pytest.mark.parametrize(
    ("extra", "amount", "expected"),
    [
        ("", "9.99", 0),
        ("", "10", 2),
        ("", "29.99", 4),
        ("", "-35", 0),
        (", at_most: 5", "29.99", 4),
        (", at_most: 5", "30", 5),
        (", over: 20", "29.99", 0),
        (", over: 20", "30", 2),
        (", over: 20", "0", 0),
    ],
)
def test_rule_11_points_per_whole_unit(extra: str, amount: str, expected: int) -> None:
    assert points(PER % extra, {"amount": amount}) == expected


def test_rule_11_points_per_unit_may_be_open_or_negative() -> None:
    assert points(PER.replace("points: 2", "points: unstated") % "", {"amount": 10}) is None
    assert points(PER.replace("points: 2", "points: -3") % "", {"amount": 25}) == -6
    assert points(PER % "", {}) is None


CASES = (
    "{id: c, cases: [{when: {amount: {at_least: 100}}, points: 5},"
    " {when: {has_card: true}, points: 3}]%s}"
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"amount": 100, "has_card": False}, 5),
        ({"amount": 100}, 5),
        ({"amount": 99, "has_card": True}, 3),
        ({"has_card": True}, None),
        ({"amount": 99}, None),
        ({"amount": 99, "has_card": False}, None),
    ],
)
def test_rule_11_the_first_case_that_holds(given: dict[str, Given], expected: int | None) -> None:
    assert points(CASES % "", given) == expected


def test_rule_11_an_unknown_case_before_a_true_one_ends_with_missing() -> None:
    assert points(CASES % ", missing: 1, otherwise: 2", {"has_card": True}) == 1
    assert points(CASES % ", missing: 1, otherwise: 2", {"amount": 1, "has_card": False}) == 2
    assert scored(CASES % "", {"has_card": True}).notes.causes == {Cause.MISSING}
    assert scored(CASES % "", {"amount": 1, "has_card": False}).notes.causes == {Cause.UNSTATED}
    assert scored(CASES % "", {"amount": 100}).notes.causes == set()
    assert scored(CASES % "", {"amount": 100}).notes.missing == {"has_card"}


def test_rule_11_a_flag_is_a_case_with_nothing_otherwise() -> None:
    flag = "{id: c, when: {has_card: true}, points: 4%s}"
    assert points(flag % "", {"has_card": True}) == 4
    assert points(flag % "", {"has_card": False}) == 0
    assert points(flag % "", {}) is None
    assert points(flag % ", missing: 2", {}) == 2
    assert points(flag % ", otherwise: 1", {"has_card": False}) == 1


@pytest.mark.parametrize(
    ("written", "declared", "cause"),
    [
        ("unstated", None, Cause.UNSTATED),
        ("{unstated: some}", None, Cause.UNSTATED),
        ("{unstated: some, read_as: 3}", 3, Cause.UNSTATED),
        ("{disputed: [{value: 2, source: a}, {value: 4, source: b}]}", None, Cause.DISPUTED),
        (
            "{disputed: [{value: 2, source: a}, {value: 4, source: b}], read_as: 4}",
            4,
            Cause.DISPUTED,
        ),
        ("{range: [2, 4], read_as: 2}", 2, Cause.DISPUTED),
    ],
)
def test_rule_11_open_points(written: str, declared: int | None, cause: Cause) -> None:
    form = f"{{id: c, attribute: amount, bins: [{{points: {written}}}]}}"
    found = scored(form, {"amount": 1})
    assert found.points == declared
    assert bool(found.notes.leaned) is (declared is not None)
    opened = scored(form, {"amount": 1}, reading="open")
    assert opened.points is None
    assert opened.notes.causes == {cause}


def test_rule_11_the_wording_of_points_that_were_read() -> None:
    form = "{id: c, attribute: amount, bins: [{points: %s}]}"
    found = {
        written: scored(form % written, {"amount": 1}).notes.leaned[0]
        for written in (
            "{range: [2, 4], read_as: 2}",
            "{disputed: [{value: 2, source: a}, {value: 4, source: b}], read_as: 4}",
            "{unstated: a few, read_as: 1}",
        )
    }
    assert [(one.wording, one.taken_as) for one in found.values()] == [
        ("2–4", "2"),
        ("2 / 4", "4"),
        ("a few", "1"),
    ]


def test_rule_11_an_item_that_is_only_named() -> None:
    assert points("{id: c, unstated: other factors}", {}) is None
    assert points("{id: c, unstated: other factors, read_as: 2}", {}) == 2
    assert points("{id: c, unstated: other factors, read_as: 2}", {}, reading="open") is None


@pytest.mark.parametrize(
    ("characteristic", "best"),
    [
        (BINS % "", 4),
        (BINS % ", otherwise: 9, missing: 50", 9),
        (TABLE % "", Fraction(5, 2)),
        (CASES % ", otherwise: 1", 5),
        (PER % "", 200_000),
        (PER % ", at_most: 30", 30),
        (PER % ", at_most: 300_000", 200_000),
        (PER % ", over: 999_985", 2),
        (PER.replace("points: 2", "points: -3") % "", 0),
        (PER.replace("points: 2", "points: unstated") % ", at_most: 9", None),
        ("{id: c, unstated: x, read_as: 6}", 6),
        ("{id: c, unstated: x}", None),
        ("{id: c, attribute: amount, bins: [{below: 5, points: 1}, {points: unstated}]}", None),
    ],
)
def test_rule_20_the_best_that_anybody_can_reach(
    characteristic: str, best: Fraction | int | None
) -> None:
    assert scored(characteristic, {"amount": 0, "rank": "low"}).best == best


def test_rule_20_how_much_is_missed() -> None:
    assert scored(BINS % "", {"amount": 50}).short == 2
    assert scored(BINS % "", {"amount": 150}).short == 0
    assert scored(BINS % "", {}).short is None
    assert scored(BINS % ", missing: 50", {}).short == 0


CARD = """
scorecard:
  base: 5
  maximum: 100
  sections:
    - id: first
      weight: 1/2
      at_most: 10
      at_least: -4
      characteristics:
        - {id: a, attribute: amount, per_unit: {each: 1, points: 1}}
        - {id: b, when: {has_card: true}, points: -20}
    - id: second
      characteristics:
        - {id: c, attribute: count, per_unit: {each: 1, points: 3}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {of: second, at_least: 6}}}
otherwise: {tier: plain}
"""


@pytest.mark.parametrize(
    ("given", "score"),
    [
        ({"amount": 4, "has_card": False, "count": 1}, 5 + 2 + 3),
        ({"amount": 10, "has_card": False, "count": 1}, 5 + 5 + 3),
        ({"amount": 11, "has_card": False, "count": 1}, 5 + 5 + 3),
        ({"amount": 7, "has_card": False, "count": 0}, Fraction(17, 2)),
        ({"amount": 4, "has_card": True, "count": 0}, 5 - 2),
        ({"amount": 17, "has_card": True, "count": 0}, 5 + Fraction(-3, 2)),
        ({"has_card": False, "count": 1}, None),
        ({"amount": 1, "has_card": False}, None),
    ],
)
def test_rule_12_sections_are_clamped_then_weighed(
    given: dict[str, Given], score: Fraction | int | None
) -> None:
    decision = traced(CARD, given)
    assert decision.outcome.score == score
    assert decision.cards["scorecard"].base == 5


def test_rule_12_a_section_is_read_without_its_weight() -> None:
    assert traced(CARD, {"count": 2}).outcome.outcome == "gold"
    assert traced(CARD, {"count": 1}).outcome.outcome == "plain"
    assert traced(CARD, {"amount": 5, "has_card": True}).outcome.outcome == "refer"
    card = traced(CARD, {"amount": 30, "has_card": True, "count": 1}).cards["scorecard"]
    assert [section.points for section in card.sections] == [10, 3]
    assert [section.weight for section in card.sections] == [Fraction(1, 2), 1]


def test_rule_12_a_maximum_is_a_claim_not_a_limit() -> None:
    assert traced(CARD, {"amount": 0, "has_card": False, "count": 100}).outcome.score == 305


@pytest.mark.parametrize("part", ["weight: unstated", "weight: {unstated: some}"])
def test_rule_12_an_unstated_weight_leaves_the_score_unknown(part: str) -> None:
    body = CARD.replace("weight: 1/2", part)
    given = {"amount": 1, "has_card": False, "count": 2}
    decision = traced(body, given)
    assert decision.outcome.score is None
    assert decision.cards["scorecard"].notes.causes == {Cause.UNSTATED}
    assert decision.outcome.outcome == "gold"


def test_rule_12_an_unstated_base_leaves_the_score_unknown() -> None:
    body = CARD.replace("base: 5", "base: unstated").replace(
        "{of: second, at_least: 6}", "{at_least: 1}"
    )
    decision = traced(body, {"amount": 1, "has_card": False, "count": 2})
    assert decision.outcome.outcome == "refer"
    assert decision.outcome.causes == (Cause.UNSTATED,)


TWO_CARDS = """
scorecards:
  - {id: wealth, characteristics: [{id: a, attribute: amount, per_unit: {each: 1, points: 1}}]}
  - id: loyalty
    characteristics:
      - {id: b, attribute: count, per_unit: {each: 1, points: 1}}
      - {id: c, when: {score: {of: wealth, at_least: 50}}, points: 10}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {all: [{score: {of: wealth, above: 9}}, {score: {of: loyalty, at_least: 5, below: 20}}]}
otherwise: {tier: plain}
"""


def test_rule_12_several_scorecards_each_have_their_score() -> None:
    outcome = traced(TWO_CARDS, {"amount": 10, "count": 5}).outcome
    assert outcome.outcome == "gold"
    assert outcome.scores == {"wealth": 10, "loyalty": 5}
    assert outcome.score is None
    assert traced(TWO_CARDS, {"amount": 50, "count": 10}).outcome.scores["loyalty"] == 20
    assert traced(TWO_CARDS, {"amount": 50, "count": 10}).outcome.outcome == "plain"
    assert traced(TWO_CARDS, {"amount": 9, "count": 5}).outcome.outcome == "plain"
    assert traced(TWO_CARDS, {"amount": 9}).outcome.outcome == "plain"
    assert traced(TWO_CARDS, {"amount": 10}).outcome.outcome == "refer"


def test_rule_12_a_score_against_an_open_figure() -> None:
    body = """
scorecard: {characteristics: [{id: a, attribute: amount, per_unit: {each: 1, points: 1}}]}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {score: {at_least: {disputed: [{value: 60, source: a}, {value: 70, source: b}]}}}
otherwise: {tier: plain}
"""
    found = [traced(body, {"amount": one}).outcome.outcome for one in (59, 60, 69, 70)]
    assert found == ["plain", "refer", "refer", "gold"]
    assert traced(body, {"amount": 60}).outcome.causes == (Cause.DISPUTED,)
    assert traced(body, {}).outcome.causes == (Cause.DISPUTED, Cause.MISSING)
