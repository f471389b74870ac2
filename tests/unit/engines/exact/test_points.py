"""Points and scores, rules 11 and 12: the same score as the reference engine's for everybody."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.properties.replay import label_of
from tests.properties.varied import every_customer
from tests.unit.engines.exact.tiny import (
    asked,
    customer,
    gold,
    label,
    ladder,
    outcome,
    reached,
    same_for_everybody,
    scored,
)

from evenhand.engines.exact.points import FEW_UNITS, MANY_UNITS
from evenhand.engines.exact.question import Question, Unanswered
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING

DERIVED = """\
most: {label: {en: M, zh: 最大}, max_of: [third, cap]}
share: {label: {en: S, zh: 比}, ratio: {of: amount, to: other}}
total: {label: {en: T, zh: 合计}, sum: [{attribute: third}, {attribute: cap, times: 2}]}
big: {label: {en: B, zh: 大}, sum: [{attribute: much, times: 9}]}
less:
  label: {en: N, zh: 减}
  sum: [{attribute: third}, {attribute: cap, times: -1}, {attribute: much, times: 9, at_most: 2}]
deep: {label: {en: D, zh: 深}, sum: [{attribute: total, missing: 3}, {attribute: cap, missing: 1}]}
"""


def scores_for_all(*characteristics: str, reading: Reading = Reading.DECLARED) -> None:
    """The score of every customer alone, and those of all of them at once."""
    policy = ladder(*characteristics, derived=DERIVED)
    same_for_everybody(outcome(policy, reading))
    for complete in (False, True):
        asked(Question((outcome(policy, reading),), complete))


# -- bins ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ends", ["", ", otherwise: 5", ", missing: 4", ", otherwise: 5, missing: 4"]
)
def test_the_first_bin_that_fits(ends: str) -> None:
    bins = "[{at_least: 3, points: 2}, {above: 0, below: 4, points: 1}]"
    scores_for_all(f"attribute: amount, bins: {bins}{ends}")


@pytest.mark.parametrize("reading", [Reading.DECLARED, Reading.OPEN])
@pytest.mark.parametrize(
    "points",
    [
        "unstated",
        "{unstated: some, read_as: 3}",
        "{disputed: [{value: 2, source: a}, {value: 4, source: b}]}",
        "{range: [2, 4], read_as: 2}",
    ],
)
def test_open_points(points: str, reading: Reading) -> None:
    bins = f"[{{at_least: 3, points: {points}}}, {{at_least: 2, points: 1}}]"
    scores_for_all(f"attribute: amount, bins: {bins}, otherwise: {points}", reading=reading)
    cases = f"[{{when: {{has_card: true}}, points: {points}}}]"
    scores_for_all(f"cases: {cases}, otherwise: 1, missing: 2", reading=reading)


@pytest.mark.parametrize("reading", [Reading.DECLARED, Reading.OPEN])
def test_items_that_are_only_named(reading: Reading) -> None:
    scores_for_all(
        "unstated: other factors, read_as: 2",
        "attribute: has_card, points: {'true': 1}, otherwise: 0",
        reading=reading,
    )
    scores_for_all("unstated: other factors", reading=reading)


@pytest.mark.parametrize(
    "form",
    [
        "attribute: rank, bins: [{at_least: high, points: 3}, {above: low, points: 2}]",
        "attribute: rank, bins: [{at_most: low, points: 3}, {points: 1}], missing: 2",
        "attribute: rank, bins: [{at_least: mid, below: high, points: unstated}], otherwise: 1",
        "attribute: born, bins: [{above: 2020-01-02, points: 3}, {at_most: 2020-01-01, points: 1}]",
        "attribute: half, bins: [{at_least: 0.7, below: 1.5, points: 3}, {at_least: 3, points: 1}]",
    ],
)
def test_bins_of_ranks_dates_and_steps(form: str) -> None:
    scores_for_all(form)


@pytest.mark.parametrize(
    "ends", ["", ", otherwise: 5, missing: 4", ", not_applicable: 6", ", not_applicable: unstated"]
)
@pytest.mark.parametrize(
    "form", ["bins: [{at_least: 1, points: 3}]", "per_unit: {each: 1, points: 2}"]
)
def test_points_where_the_attribute_may_not_exist(form: str, ends: str) -> None:
    if "per_unit" in form:
        ends = ends.replace("otherwise: 5, ", "")
    scores_for_all(f"attribute: cap, {form}{ends}")


@pytest.mark.parametrize(
    "form",
    [
        "attribute: total, bins: [{at_least: 4, points: 3}, {above: 1, points: 1}], missing: 2",
        "attribute: most, bins: [{below: 1, points: 3}], otherwise: 1",
        "attribute: share, bins: [{at_least: 1.5, points: 3}, {at_least: 0, points: 1}]",
        "attribute: total, per_unit: {each: 2, points: 1, over: 1}",
        "attribute: total, per_unit: {each: 2, points: 2, at_most: 3}, missing: 1",
        "attribute: total, per_unit: {each: 2, points: unstated}, missing: 1",
        "attribute: most, per_unit: {each: 1, points: -2}",
        "attribute: most, per_unit: {each: 1, points: 2, at_most: 3}",
        "attribute: deep, per_unit: {each: 3, points: 1}",
    ],
)
def test_points_of_what_is_computed(form: str) -> None:
    scores_for_all(form)


# -- tables and cases ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "attribute: colour, points: {red: 3, blue: 1}",
        "attribute: colour, points: {red: 3, blue: unstated}, otherwise: 1, missing: 2",
        "attribute: has_card, points: {'true': 3, 'false': 0}",
        "attribute: rank, points: {high: 3}, otherwise: 0",
    ],
)
def test_points_by_code(form: str) -> None:
    scores_for_all(form)


def test_the_first_case_that_holds_unless_an_unknown_one_stands_before() -> None:
    rows = "[{when: {amount: {at_least: 3}}, points: 4}, {when: {has_card: true}, points: 2}]"
    for ends in ("", ", otherwise: 1", ", otherwise: 1, missing: 3"):
        scores_for_all(f"cases: {rows}{ends}")
    scores_for_all("when: {discretion: manager}, points: 3")


# -- units -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "each: 1, points: 2",
        "each: 2, points: 1, over: 1",
        "each: 1, points: 2, at_most: 5",
        "each: 1, points: 2, at_most: 4",
        "each: 1, points: -1",
        "each: 1, points: -1, at_most: -2",
        "each: 1, points: 0",
        "each: 3, points: unstated",
        "each: 0.4, points: 1, over: 0.7",
        "each: 9, points: 1",
    ],
)
def test_points_for_whole_units(rule: str) -> None:
    scores_for_all(f"attribute: amount, per_unit: {{{rule}}}, missing: 1")
    scores_for_all(f"attribute: half, per_unit: {{{rule}}}")


def test_units_below_nothing_are_none() -> None:
    scores_for_all("attribute: other, per_unit: {each: 1, points: 2}")
    scores_for_all("attribute: other, per_unit: {each: 1, points: 2, over: -1}")


def of_some(policy: Policy, values: range) -> None:
    for value in values:
        one = customer({"much": Fraction(value)})
        assert label(outcome(policy), one) == label_of(outcome(policy), one), value


@pytest.mark.parametrize(
    ("rule", "at_least"),
    [
        ("each: 1, points: 1", 450),
        ("each: 2, points: 2, over: 7", 300),
        ("each: 1, points: -1", -250),
        ("each: 1, points: 1/3", 90),
        ("each: 2, points: 3, at_most: 300", 300),
        ("each: 2, points: 3, at_most: 300", 299),
        ("each: 2, points: -3, at_most: -12", -99),
        ("each: 2, points: 3, at_most: 5000", 850),
    ],
)
def test_long_runs_of_units(rule: str, at_least: int) -> None:
    assert FEW_UNITS < 600 // 2
    policy = scored(f"attribute: much, per_unit: {{{rule}}}, missing: 5", at_least=str(at_least))
    of_some(policy, range(0, 601, 119))
    asked(Question((outcome(policy),)))


def test_a_run_beside_other_points_of_the_same_attribute() -> None:
    unit = "attribute: much, per_unit: {each: 1, points: 1}"
    policy = scored(
        unit, "attribute: much, bins: [{at_least: 270, points: 50}], otherwise: 0", at_least="300"
    )
    asked(Question((outcome(policy),)))
    twice = scored(unit, unit, at_least="301")
    asked(Question((outcome(twice),)))


def test_two_runs_that_do_not_go_together_are_not_covered() -> None:
    policy = scored(
        "attribute: much, per_unit: {each: 1, points: 1}",
        "attribute: much, per_unit: {each: 2, points: 1}",
        at_least="300",
    )
    with pytest.raises(Unanswered, match="units"):
        reached(Question((outcome(policy),)))


@pytest.mark.parametrize(
    "form",
    [
        "attribute: big, per_unit: {each: 1, points: 1}",
        "attribute: big, per_unit: {each: 1, points: -1, at_most: -3}",
    ],
)
def test_too_many_units_of_what_is_computed_are_not_covered(form: str) -> None:
    assert MANY_UNITS < 600 * 9
    with pytest.raises(Unanswered, match="units"):
        reached(Question((outcome(scored(form, derived=DERIVED)),)))


def test_what_a_sum_can_be_at_most() -> None:
    policy = scored(
        "attribute: less, per_unit: {each: 1, points: 1}", at_least="4", derived=DERIVED
    )
    assert ("gold",) in reached(Question((outcome(policy),)))
    for one in list(every_customer((gold("{third: {at_least: 1}}"),))):
        values = {"has_card": False, "much": Fraction(1), **one.values}
        assert label(outcome(policy), customer(values)) == label_of(
            outcome(policy), customer(values)
        )


# -- sections and scores ---------------------------------------------------------------------------

CARD = """\
scorecard:
  base: %s
  sections:
    - id: one
      weight: %s
      %s
      characteristics:
        - {id: a, attribute: third, per_unit: {each: 1, points: 3}}
        - {id: b, attribute: has_card, points: {'true': 3, 'false': -3}}
    - id: two
      characteristics:
        - {id: c, attribute: rank, points: {high: 2, mid: 1}, otherwise: 0, missing: 0}
"""
WEIGHTS = ["1/2", "-1", "0"]
LIMITS = ["at_most: 5", "at_least: 2", "{at_most: 5, at_least: 2}", "at_most: 99", ""]


@pytest.mark.parametrize(
    ("limits", "weight"), [*((one, "1") for one in LIMITS), *((LIMITS[0], w) for w in WEIGHTS)]
)
def test_sections_are_kept_in_their_limits_then_weighed(limits: str, weight: str) -> None:
    listed = limits.strip("{}").replace(", ", "\n      ")
    policy = ladder(card=CARD % (1, weight, listed))
    same_for_everybody(outcome(policy))
    asked(Question((outcome(policy),)))


@pytest.mark.parametrize(
    "parts", [("unstated", "1"), ("1", "unstated"), ("{unstated: x, read_as: 2}", "1")]
)
@pytest.mark.parametrize("reading", [Reading.DECLARED, Reading.OPEN])
def test_an_open_base_or_weight_leaves_the_score_open(
    parts: tuple[str, str], reading: Reading
) -> None:
    policy = ladder(card=CARD % (*parts, "at_most: 5"))
    same_for_everybody(outcome(policy, reading))


SECTION = "{all: [{score: {of: one, at_least: 4}}, {score: {%s}}]}"


@pytest.mark.parametrize(
    "figure", ["at_least: 4", "below: {range: [3, 5]}", "above: {unstated: x}"]
)
def test_a_section_is_read_after_its_limits_without_its_weight(figure: str) -> None:
    for limits in ("at_most: 5", "at_least: 4"):
        policy = gold(SECTION % figure, CARD % (1, "1/2", limits))
        same_for_everybody(outcome(policy))
        asked(Question((outcome(policy),)))


def test_a_score_against_a_figure_that_is_read() -> None:
    policy = gold("{score: {at_least: {unstated: x, read_as: 4}}}", CARD % (1, "1", ""))
    for reading in (Reading.DECLARED, Reading.OPEN):
        same_for_everybody(outcome(policy, reading))


CARDS = """\
scorecards:
  - id: wealth
    characteristics: [{id: a, attribute: amount, per_unit: {each: 1, points: 1}}]
  - id: trust
    characteristics:
      - {id: b, attribute: third, per_unit: {each: 1, points: 1}}
      - id: c
        cases: [{when: {score: {of: wealth, at_least: 2}}, points: 3}]
        otherwise: 1
        missing: 0
"""


def test_points_may_read_another_score() -> None:
    for condition in (
        "{score: {of: trust, at_least: 4}}",
        "{all: [{score: {of: trust, at_least: 4}}, {score: {of: wealth, below: 3}}]}",
        "{any: [{score: {of: trust, at_least: 4}}, {score: {of: wealth, below: 1}}]}",
    ):
        policy = gold(condition, CARDS)
        same_for_everybody(outcome(policy))
        asked(Question((outcome(policy),)))


# -- what nobody is told ---------------------------------------------------------------------------


def test_only_points_that_the_labels_read_are_asked_for() -> None:
    policy = scored("attribute: amount, bins: [{at_least: 2, points: 3}], otherwise: 0")
    assert reached(Question((outcome(policy),), fixed={"amount": MISSING})) == {("refer",)}
