"""Conditions: rules 3 to 9 of docs/semantics.md."""

from __future__ import annotations

from itertools import product

import pytest
from tests.build import gold_when, truth_of

from evenhand.model.customer import Given
from evenhand.model.truth import F, T, Truth, U, at_least, conjunction, disjunction, negation

VALUES = {"true": "200", "false": "50", "unknown": None}


def given_for(*truths: str) -> dict[str, str | None]:
    """Values that make ``amount >= 100`` and ``other_amount >= 100`` have these truths."""
    names = ("amount", "other_amount")
    return {name: VALUES[one] for name, one in zip(names, truths, strict=False)}


TWO = "[{amount: {at_least: 100}}, {other_amount: {at_least: 100}}]"


@pytest.mark.parametrize(("left", "right"), list(product(VALUES, VALUES)))
def test_rule_03_all_any_and_not_are_kleenes(left: str, right: str) -> None:
    given = given_for(left, right)
    both, either = {left, right}, {left, right}
    all_ = "false" if "false" in both else "unknown" if "unknown" in both else "true"
    any_ = "true" if "true" in either else "unknown" if "unknown" in either else "false"
    opposite = {"true": "false", "false": "true", "unknown": "unknown"}
    assert truth_of(f"{{all: {TWO}}}", given) == all_
    assert truth_of(f"{{any: {TWO}}}", given) == any_
    assert truth_of("{not: {amount: {at_least: 100}}}", given) == opposite[left]


def test_rule_03_empty_all_is_true_and_empty_any_is_false() -> None:
    assert truth_of("{all: []}", {}) == "true"
    assert truth_of("{any: []}", {}) == "false"
    assert conjunction([]) is T
    assert disjunction([]) is F


def test_rule_03_a_truth_is_no_python_truth() -> None:
    with pytest.raises(TypeError, match="three-valued"):
        bool(T)
    assert [negation(t) for t in Truth] == [F, T, U]


@pytest.mark.parametrize(
    ("needed", "truths", "expected"),
    [
        (1, [T, U, F], T),
        (2, [T, U, F], U),
        (3, [T, U, F], F),
        (2, [T, T, F], T),
        (2, [U, U, F], U),
        (1, [F, F], F),
        (2, [T, F, F], F),
        (0, [], T),
    ],
)
def test_rule_04_at_least_counts_true_and_possible(
    needed: int, truths: list[Truth], expected: Truth
) -> None:
    assert at_least(needed, truths) is expected


def test_rule_04_at_least_in_a_policy() -> None:
    three = "{at_least: 2, of: [{amount: {at_least: 100}}, {has_card: true}, {colour: red}]}"
    assert truth_of(three, {"amount": 100, "has_card": True}) == "true"
    assert truth_of(three, {"amount": 100, "has_card": False}) == "unknown"
    assert truth_of(three, {"amount": 99, "has_card": False}) == "false"


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("{at_least: 100}", "100", "true"),
        ("{at_least: 100}", "99.99", "false"),
        ("{above: 100}", "100", "false"),
        ("{above: 100}", "100.01", "true"),
        ("{at_most: 100}", "100", "true"),
        ("{at_most: 100}", "100.01", "false"),
        ("{below: 100}", "100", "false"),
        ("{below: 100}", "99.99", "true"),
        ("{is: 100}", "100", "true"),
        ("{is: 100}", "100.01", "false"),
        ("{is_not: 100}", "100", "false"),
        ("{is_not: 100}", "99.99", "true"),
        ("[100, 200]", "200", "true"),
        ("[100, 200]", "150", "false"),
        ("{not_in: [100, 200]}", "150", "true"),
        ("{not_in: [100, 200]}", "200", "false"),
        ("{at_least: 100, below: 200}", "100", "true"),
        ("{at_least: 100, below: 200}", "200", "false"),
        ("100", "100", "true"),
    ],
)
def test_rule_05_comparisons_at_their_threshold(test: str, value: str, expected: str) -> None:
    assert truth_of(f"{{amount: {test}}}", {"amount": value}) == expected


@pytest.mark.parametrize(
    "test",
    ["{at_least: 1}", "{below: 1}", "1", "{is_not: 1}", "[1, 2]", "{not_in: [1, 2]}"],
)
def test_rule_05_a_missing_value_is_unknown_to_every_comparison(test: str) -> None:
    assert truth_of(f"{{amount: {test}}}", {}) == "unknown"
    assert truth_of(f"{{not: {{amount: {test}}}}}", {}) == "unknown"


def test_rule_05_known_is_never_unknown() -> None:
    assert truth_of("{amount: {known: true}}", {}) == "false"
    assert truth_of("{amount: {known: false}}", {}) == "true"
    assert truth_of("{amount: {known: true}}", {"amount": 0}) == "true"
    assert truth_of("{amount: {known: false}}", {"amount": 0}) == "false"


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("{at_least: mid}", "mid", "true"),
        ("{at_least: mid}", "low", "false"),
        ("{at_least: mid}", "high", "true"),
        ("{below: mid}", "low", "true"),
        ("{below: mid}", "mid", "false"),
        ("{above: none}", "none", "false"),
        ("none", "none", "true"),
    ],
)
def test_rule_05_ordinals_follow_their_declared_order(test: str, value: str, expected: str) -> None:
    assert truth_of(f"{{rank: {test}}}", {"rank": value}) == expected


def test_rule_05_dates_compare_as_dates() -> None:
    condition = "{born: {at_most: 2000-01-31}}"
    assert truth_of(condition, {"born": "2000-01-31"}) == "true"
    assert truth_of(condition, {"born": "2000-02-01"}) == "false"
    assert truth_of(condition, {}) == "unknown"


@pytest.mark.parametrize(
    ("test", "held", "expected"),
    [
        ("{includes: law}", ["law"], "true"),
        ("{includes: law}", ["tax"], "false"),
        ("{includes: law}", [], "false"),
        ("{includes_any: [law, tax]}", ["tax", "care"], "true"),
        ("{includes_any: [law, tax]}", ["care"], "false"),
        ("{includes_all: [law, tax]}", ["law", "tax", "care"], "true"),
        ("{includes_all: [law, tax]}", ["law"], "false"),
        ("{includes_any: [law, tax]}", None, "unknown"),
        ("{includes_all: [law, tax]}", None, "unknown"),
    ],
)
def test_rule_05_a_set_is_one_boolean_a_member(
    test: str, held: list[str] | None, expected: str
) -> None:
    assert truth_of(f"{{licences: {test}}}", {"licences": held}) == expected


@pytest.mark.parametrize(
    "test", ["{at_least: 100}", "{below: 100}", "{is_not: 5}", "{not_in: [5]}"]
)
def test_rule_06_what_does_not_exist_makes_its_atoms_false(test: str) -> None:
    condition = f"{{card_cap: {test}}}"
    assert truth_of(condition, {"has_card": False}) == "false"
    assert truth_of(f"{{not: {condition}}}", {"has_card": False}) == "true"
    assert truth_of(condition, {"has_card": False, "card_cap": "50"}) == "false"


def test_rule_06_unknown_existence_leaves_only_a_false_comparison_decided() -> None:
    condition = "{card_cap: {at_least: 100}}"
    assert truth_of(condition, {"card_cap": "50"}) == "false"
    assert truth_of(condition, {"card_cap": "150"}) == "unknown"
    assert truth_of(condition, {"card_cap": "150", "has_card": True}) == "true"
    assert truth_of(condition, {"has_card": True}) == "unknown"


def test_rule_06_known_does_not_ask_for_existence() -> None:
    assert truth_of("{card_cap: {known: false}}", {"has_card": False}) == "true"


def test_rule_06_a_figure_of_what_does_not_exist_makes_the_atom_false() -> None:
    condition = "{amount: {above: {times: 1/3, of: card_cap}}}"
    assert truth_of(condition, {"amount": "1", "has_card": False}) == "false"


THIRD = "{amount: {above: {times: 1/3, of: card_cap}}}"


def test_rule_07_a_multiple_is_exact() -> None:
    card: dict[str, Given] = {"has_card": True, "card_cap": "100"}
    assert truth_of(THIRD, {**card, "amount": "33.33"}) == "false"
    assert truth_of(THIRD, {**card, "amount": "33.34"}) == "true"
    assert truth_of(THIRD, {"has_card": True, "card_cap": "300", "amount": "100"}) == "false"
    assert truth_of(THIRD, {"has_card": True, "amount": "100"}) == "unknown"


def test_rule_07_a_multiple_may_add_a_number() -> None:
    condition = "{amount: {at_least: {times: 2, of: other_amount, plus: 10}}}"
    assert truth_of(condition, {"amount": "210", "other_amount": "100"}) == "true"
    assert truth_of(condition, {"amount": "209.99", "other_amount": "100"}) == "false"


BY = "{amount: {at_least: {by: colour, values: {red: 100, blue: 50}}}}"
BY_ELSE = "{amount: {at_least: {by: colour, values: {red: 100}, otherwise: 10}}}"


def test_rule_07_a_figure_by_another_attribute() -> None:
    assert truth_of(BY, {"amount": 60, "colour": "red"}) == "false"
    assert truth_of(BY, {"amount": 60, "colour": "blue"}) == "true"
    assert truth_of(BY, {"amount": 60}) == "unknown"
    assert truth_of(BY, {"amount": 60, "colour": "green"}) == "unknown"
    assert truth_of(BY_ELSE, {"amount": 60, "colour": "green"}) == "true"
    assert truth_of(BY_ELSE, {"amount": 60}) == "unknown"


DISPUTED = "{disputed: [{value: 100, source: a}, {value: 150, source: b}]%s}"


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("at_least", "150", "true"),
        ("at_least", "149.99", "unknown"),
        ("at_least", "100", "unknown"),
        ("at_least", "99.99", "false"),
        ("below", "99.99", "true"),
        ("below", "100", "unknown"),
        ("below", "150", "false"),
        ("above", "150", "unknown"),
        ("above", "150.01", "true"),
        ("at_most", "100", "true"),
        ("at_most", "100.01", "unknown"),
    ],
)
def test_rule_08_a_disputed_figure_decides_where_all_values_agree(
    operator: str, value: str, expected: str
) -> None:
    disputed = f"{{amount: {{{operator}: {DISPUTED % ''}}}}}"
    between = f"{{amount: {{{operator}: {{range: [100, 150]}}}}}}"
    assert truth_of(disputed, {"amount": value}) == expected
    assert truth_of(between, {"amount": value}) == expected


def test_rule_08_an_unstated_figure_is_always_unknown() -> None:
    for condition in ("{amount: {at_least: unstated}}", "{amount: {below: {unstated: so much}}}"):
        assert truth_of(condition, {"amount": "500"}) == "unknown"


def test_rule_08_each_atom_is_judged_alone() -> None:
    figure = DISPUTED % ""
    always = f"{{any: [{{amount: {{at_least: {figure}}}}}, {{amount: {{below: {figure}}}}}]}}"
    assert truth_of(always, {"amount": "120"}) == "unknown"


@pytest.mark.parametrize(
    "figure",
    [
        DISPUTED % ", read_as: 150, because: both",
        "{range: [100, 150], read_as: 150, because: end}",
        "{unstated: a lot, read_as: 150, because: custom}",
    ],
)
def test_rule_09_read_as_settles_a_figure_in_all_readings_but_open(figure: str) -> None:
    condition = f"{{amount: {{at_least: {figure}}}}}"
    for reading in ("declared", "all_met", "none_met"):
        assert truth_of(condition, {"amount": "149.99"}, reading=reading) == "false"
        assert truth_of(condition, {"amount": "150"}, reading=reading) == "true"
    assert truth_of(condition, {"amount": "149.99"}, reading="open") == "unknown"


@pytest.mark.parametrize("word", ["unstated: good standing", "discretion: manager"])
@pytest.mark.parametrize(
    ("read_as", "expected"),
    [
        ("", {"declared": "unknown", "open": "unknown", "all_met": "true", "none_met": "false"}),
        (
            ", read_as: met",
            {"declared": "true", "open": "unknown", "all_met": "true", "none_met": "false"},
        ),
        (
            ", read_as: not_met",
            {"declared": "false", "open": "unknown", "all_met": "true", "none_met": "false"},
        ),
    ],
)
def test_rule_09_readings_of_open_conditions(
    word: str, read_as: str, expected: dict[str, str]
) -> None:
    condition = f"{{{word}{read_as}}}"
    found = {reading: truth_of(condition, {}, reading=reading) for reading in expected}
    assert found == expected


@pytest.mark.parametrize("reading", ["declared", "open", "all_met", "none_met"])
def test_rule_09_a_recorded_answer_goes_before_all_readings(reading: str) -> None:
    condition = "{discretion: manager, read_as: not_met}"
    policy = gold_when(condition)
    assert policy.decide({"discretion.gold": True}, reading=reading).outcome == "gold"
    assert policy.decide({"discretion.gold": False}, reading=reading).outcome == "plain"


def test_rule_09_the_result_names_what_it_leaned_on() -> None:
    policy = gold_when("{all: [{unstated: good standing, read_as: met}, {amount: {at_least: 1}}]}")
    outcome = policy.decide({"amount": 5})
    assert [(one.wording, one.taken_as) for one in outcome.leaned] == [("good standing", "met")]
    assert outcome.leaned[0].location.excerpt.strip().startswith("when:")
    assert policy.decide({"amount": 5}, reading="open").leaned == ()


def test_definitions_stand_for_their_condition() -> None:
    more = """\
    definitions:
      rich: {title: {en: Rich, zh: 富}, means: {amount: {at_least: 100}}}
    """
    both = "{all: [{meets: rich}, {not: {not: {meets: rich}}}]}"
    assert truth_of(both, {"amount": 100}, more=more) == "true"
    assert truth_of(both, {"amount": 99}, more=more) == "false"
    assert truth_of(both, {}, more=more) == "unknown"
