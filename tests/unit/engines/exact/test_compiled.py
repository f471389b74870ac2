"""Questions made ready: sides, order of the variables, what has to be complete."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.engines.exact.tiny import (
    asked,
    gold,
    label,
    outcome,
    reached,
    ready,
    same_for_everybody,
    tiny,
    truth,
)

from evenhand.engines.exact.cell import MISSING_CELL
from evenhand.engines.exact.compiled import compiled
from evenhand.engines.exact.contents import F
from evenhand.engines.exact.question import Order, Question, Unanswered, outcome_of, sides_use
from evenhand.engines.exact.space import Sort
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.values import MISSING

KNOCKOUTS = """\
undecided: %s
applies_to: {has_card: true}
knockouts:
  - {id: poor, effect: reject, when: {third: {below: 1}}, reason: {code: A, en: A., zh: 甲。}}
%s
tiers:
  - {id: best, title: {en: B, zh: 优}, when: {amount: {at_least: 4}}}
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 2}}}
"""
REFER = "  - {id: odd, effect: refer, when: {local: true}, reason: {code: B, en: B., zh: 乙。}}"


@pytest.mark.parametrize("refer", ["", REFER])
@pytest.mark.parametrize("undecided", ["refer", "floor"])
def test_a_decision_list_gives_everybody_one_label(undecided: str, refer: str) -> None:
    side = outcome(tiny(KNOCKOUTS % (undecided, refer)))
    if not refer:
        same_for_everybody(side)
    asked(Question((side,)))


# -- order -----------------------------------------------------------------------------------------

CARD = """\
scorecard:
  characteristics:
    - {id: a, attribute: third, per_unit: {each: 1, points: 1}}
    - {id: b, attribute: rank, points: {high: 2}, otherwise: 0}
    - {id: c, attribute: amount, bins: [{above: 1, points: 1}], otherwise: 0}
"""


def names(policy_condition: str, more: str = "", derived: str = "") -> list[str]:
    made = ready(outcome(gold(policy_condition, more, derived=derived)))
    return [variable.name for variable in made.order if variable.sort is not Sort.FORM]


def test_what_only_gives_points_comes_first_then_conditions_as_they_are_written() -> None:
    condition = "{all: [{local: true}, {amount: {at_least: 1}}, {score: {at_least: 2}}]}"
    assert names(condition, CARD) == ["third", "rank", "amount", "local"]
    assert names("{any: [{rank: high}, {local: true}, {amount: 3}]}") == ["rank", "local", "amount"]


def test_a_sum_comes_before_its_parts_and_what_tells_of_them_before_it() -> None:
    derived = "total: {label: {en: T, zh: 和}, sum: [{attribute: third}, {attribute: cap}]}\n"
    made = ready(outcome(gold("{total: {at_least: 2}}", derived=derived)))
    sorts = [
        (variable.name if variable.sort is not Sort.FORM else "sum") for variable in made.order
    ]
    assert sorts.index("has_card") < sorts.index("sum") < sorts.index("third")
    assert sorts.index("sum") < sorts.index("cap")


def test_points_begin_at_their_first_variable_and_scores_close_after_the_last() -> None:
    made = ready(outcome(gold("{all: [{local: true}, {score: {at_least: 2}}]}", CARD)))
    assert {at: len(items) for at, items in made.items_at.items()} == {0: 1, 1: 1, 2: 1}
    assert made.closes_at == {2: [0]}
    loose = compiled(made.question, loose=True)
    assert loose.closes_at == {3: [0]}


def test_points_that_read_a_score_are_there_when_it_is_complete() -> None:
    cards = """\
    scorecards:
      - {id: one, characteristics: [{id: a, attribute: third, per_unit: {each: 1, points: 1}}]}
      - id: two
        characteristics:
          - {id: b, cases: [{when: {score: {of: one, at_least: 1}}, points: 2}], otherwise: 1}
          - {id: c, attribute: rank, points: {high: 2}, otherwise: 0}
    """
    for condition in ("{score: {of: two, at_least: 3}}", "{score: {of: two, at_least: 2}}"):
        policy = gold(condition, cards)
        asked(Question((outcome(policy),)))
        asked(Question((outcome(policy), outcome(gold("{score: {of: one, at_least: 2}}", cards)))))


def test_a_question_without_variables_has_one_answer() -> None:
    for condition, expected in (("{all: []}", "gold"), ("{any: []}", "plain")):
        assert asked(Question((outcome(gold(condition)),))).reached == {(expected,)}
    empty = "scorecard: {base: 2, characteristics: [{id: a, unstated: x, read_as: 1}]}\n"
    assert asked(Question((outcome(gold("{score: {at_least: 3}}", empty)),))).reached == {("gold",)}


# -- completeness ----------------------------------------------------------------------------------


def test_complete_customers_have_told_whatever_applies_to_them() -> None:
    policy = gold(
        "{all: [{cap: {at_least: 1}}, {amount: {at_least: 1}}, {discretion: manager, id: boss}]}"
    )
    made = ready(outcome(policy), complete=True)
    needed = {variable.name for variable in made.order if variable.required}
    assert needed == {"has_card", "amount", "boss"}
    assert asked(Question((outcome(policy),), complete=True)).reached == {("gold",), ("plain",)}


def test_what_tells_whether_something_exists_is_told_as_well() -> None:
    policy = gold("{cap: {known: true}}")
    assert asked(Question((truth(policy),), complete=True)).reached == {("met",), ("not_met",)}
    own = "deep: {label: {en: D, zh: 深}, type: boolean, applies_when: {cap: {above: 0}}}\n"
    deep = gold("{deep: {known: true}}", own=own)
    asked(Question((truth(deep),), complete=True))


@pytest.mark.parametrize("split", ["has_card", "cap", "local"])
def test_both_twins_are_complete(split: str) -> None:
    policy = gold("{any: [{cap: {known: false}}, {local: true}]}")
    sides = (outcome(policy), outcome_of(policy, twin=True))
    asked(Question(sides, complete=True, split=(split,)))


def test_nobody_is_complete_without_what_is_held_missing() -> None:
    question = Question((outcome(gold("{amount: 1}")),), complete=True, fixed={"amount": MISSING})
    assert reached(question) == set()


# -- constraints -----------------------------------------------------------------------------------


def test_constraints_that_the_sides_say_nothing_about_are_left_out() -> None:
    assert ready(outcome(gold("{amount: 1}"))).limits == ()
    policy = gold("{overdue_streak_24m: {at_least: 2}}")
    limits = ready(outcome(policy)).limits
    assert limits == () or F not in limits


def test_nobody_breaks_a_constraint() -> None:
    policy = gold("{all: [{overdue_streak_24m: {at_least: 3}}, {overdue_count_24m: {at_most: 2}}]}")
    assert reached(Question((truth(policy),))) == {("not_met",), ("open",)}


# -- twins and values told apart -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["colour", "licences"])
def test_what_has_no_order_has_nothing_above(name: str) -> None:
    policy = gold("{any: [{colour: red}, {licences: {includes: law}}]}")
    sides = (outcome(policy), outcome_of(policy, twin=True))
    with pytest.raises(Unanswered, match="no-order"):
        compiled(Question(sides, split=(name,), order=Order.ABOVE))


def test_an_attribute_that_nobody_reads_has_no_twins() -> None:
    policy = gold("{amount: 1}")
    sides = (outcome(policy), outcome_of(policy, twin=True))
    with pytest.raises(Unanswered, match="not-used"):
        compiled(Question(sides, split=("third",), order=Order.ABOVE))


def test_values_told_apart_have_a_cell_of_their_own() -> None:
    made = ready(
        outcome(gold("{all: [{amount: {above: 0}}, {local: true}]}")),
        apart={"amount": (Fraction(2),), "local": (True,)},
    )
    amount = next(one for one in made.order if one.name == "amount")
    cells = [(one.low, one.high) for one in amount.cells if one is not MISSING_CELL]
    assert cells == [(0, 0), (1, 1), (2, 2), (3, 4)]


def test_what_is_held_fixed_takes_part_only_where_it_is_known() -> None:
    question = Question(
        (outcome(gold("{amount: 1}")),), fixed={"nothing": MISSING, "third": Fraction(1)}
    )
    assert reached(question) == {("gold",), ("plain",), ("refer",)}


def test_two_sides_of_one_policy_share_what_they_have_in_common() -> None:
    policy = gold("{any: [{unstated: x}, {amount: 1}]}")
    question = Question((outcome(policy), outcome(policy, Reading.ALL_MET), outcome(policy)))
    assert len(sides_use(question)) == 1
    asked(question)


def test_a_customer_has_one_label() -> None:
    side = outcome(gold("{amount: 1}"))
    assert label(side, Customer({"amount": Fraction(1)})) == "gold"
