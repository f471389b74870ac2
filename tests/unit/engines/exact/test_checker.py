"""The checker: small questions worked out by hand, and what it leans on."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from tests.build import gold_when, policy

from evenhand.engines.exact import checker
from evenhand.engines.exact.checker import Refused, check, recomputed
from evenhand.engines.exact.question import Order, Question, outcome_of, truth_of
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.outcome import Reading
from evenhand.model.values import MISSING

ALL_CARDS = """
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 30}}}
otherwise: {tier: plain}
"""


def reached(question: Question) -> set[tuple[str, ...]]:
    return {tuple(labels) for labels in recomputed(question)["reached"]}


def asked(condition: str, *, complete: bool = True, **settings: str) -> set[str]:
    """The outcomes that somebody gets under a condition for gold."""
    question = Question((outcome_of(gold_when(condition, **settings).model),), complete)
    return {label for (label,) in reached(question)}


def test_complete_customers_and_all_customers() -> None:
    assert asked("{amount: {at_least: 100}}") == {"gold", "plain"}
    assert asked("{amount: {at_least: 100}}", complete=False) == {"gold", "plain", "refer"}


def test_what_contradicts_itself_is_reached_by_nobody() -> None:
    assert asked("{all: [{amount: {at_least: 100}}, {amount: {below: 100}}]}") == {"plain"}
    both = "{all: [{licences: {includes: law}}, {not: {licences: {includes_any: [law, tax]}}}]}"
    assert asked(both) == {"plain"}


def test_amounts_that_are_compared_with_one_another() -> None:
    half = "{amount: {at_least: {times: 1/2, of: other_amount}}}"
    third = "{amount: {at_least: {times: 1/3, of: other_amount}}}"
    above = "{other_amount: {above: 0}}"
    assert asked(f"{{all: [{above}, {half}, {{not: {third}}}]}}") == {"plain"}
    assert asked(f"{{all: [{above}, {third}, {{not: {half}}}]}}") == {"gold", "plain"}


def test_comparisons_that_go_round_in_a_circle() -> None:
    own = """
        third:
          label: {en: Third, zh: 三}
          type: money
          range: {at_least: 0, at_most: 1_000}
    """
    first = "{amount: {above: {times: 1, of: other_amount}}}"
    second = "{other_amount: {above: {times: 1, of: third}}}"
    last = "{third: {at_least: {times: 1, of: amount}}}"
    assert asked(f"{{all: [{first}, {second}, {last}]}}", own=dedent(own)) == {"plain"}


def test_a_sum_of_several_amounts() -> None:
    derived = "total: {label: {en: T, zh: 总}, sum: [{attribute: amount}, {attribute: card_cap}]}"
    enough = "{all: [{total: {at_least: 100}}, {amount: {below: 40}}, {card_cap: {below: 60}}]}"
    assert asked(enough, derived=derived) == {"plain"}
    at_most = enough.replace("card_cap: {below: 60}", "card_cap: {at_most: 60.01}")
    assert asked(at_most, derived=derived) == {"gold", "plain"}


def test_a_ratio_is_multiplied_across() -> None:
    derived = "share: {label: {en: S, zh: 率}, ratio: {of: amount, to: other_amount}}"
    test = "{all: [{share: {at_least: 1/2}}, {amount: {below: 50}}, {other_amount: {above: 100}}]}"
    assert asked(test, derived=derived) == {"plain"}
    assert asked("{share: {at_least: 1/2}}", derived=derived) == {"gold", "plain", "refer"}


def test_a_ratio_against_a_multiple_is_beyond_it() -> None:
    derived = "share: {label: {en: S, zh: 率}, ratio: {of: amount, to: other_amount}}"
    own = "factor: {label: {en: F, zh: 倍}, type: number, range: {at_least: 0, at_most: 9}}\n"
    with pytest.raises(BeyondError, match="ratio"):
        asked("{share: {at_least: {times: 2, of: factor}}}", derived=derived, own=own)


def test_sections_are_clamped_before_they_count() -> None:
    card = """
        scorecard:
          sections:
            - id: one
              at_most: 20
              characteristics:
                - {id: a, when: {has_card: true}, points: 15}
                - {id: b, when: {amount: {at_least: 100}}, points: 15}
            - id: two
              weight: 1/2
              characteristics:
                - {id: c, when: {quality: good}, points: 18}
    """
    gold = dedent(card) + ALL_CARDS
    question = Question((outcome_of(policy(gold).model),), True)
    assert reached(question) == {("plain",)}
    more = gold.replace("points: 18", "points: 20")
    assert reached(Question((outcome_of(policy(more).model),), True)) == {("gold",), ("plain",)}


def test_scores_are_told_apart_bit_by_bit() -> None:
    card = """
        scorecard:
          characteristics:
            - {id: a, when: {has_card: true}, points: 10}
            - {id: b, when: {quality: good}, points: 20}
    """
    found = recomputed(Question((outcome_of(policy(dedent(card) + ALL_CARDS).model),), True))
    scores = [layer["scores"]["1/scorecard"] for layer in found["layers"] if layer["scores"]]
    assert {"least": "0", "step": "10", "reached": "3"} in scores
    assert all(set(one) == {"least", "step", "reached"} for one in scores)


def test_twins_differ_in_one_attribute_alone() -> None:
    model = gold_when("{any: [{colour: red}, {amount: {at_least: 100}}]}").model
    sides = (outcome_of(model), outcome_of(model, twin=True))
    assert ("gold", "plain") in reached(Question(sides, True, ("colour",)))
    assert ("gold", "plain") not in reached(Question(sides, True, ("has_card",)))
    above = reached(Question(sides, True, ("amount",), Order.ABOVE))
    assert ("plain", "gold") in above and ("gold", "plain") not in above


def test_codes_cannot_be_raised() -> None:
    model = gold_when("{colour: red}").model
    sides = (outcome_of(model), outcome_of(model, twin=True))
    with pytest.raises(BeyondError, match="order"):
        recomputed(Question(sides, True, ("colour",), Order.ABOVE))


def test_attributes_at_a_value() -> None:
    model = gold_when("{amount: {at_least: 100}}").model
    side = outcome_of(model)
    assert reached(Question((side,), fixed={"amount": MISSING})) == {("refer",)}
    found = recomputed(Question((truth_of(model, model.tiers[0].when),)))  # type: ignore[arg-type]
    assert found["labels"] == [["met", "not_met", "open"]]


def test_readings() -> None:
    model = gold_when("{unstated: and so on}").model
    for reading, outcome in ((Reading.ALL_MET, "gold"), (Reading.OPEN, "refer")):
        assert reached(Question((outcome_of(model, reading),))) == {(outcome,)}


def test_one_name_for_different_things_is_refused() -> None:
    own = "size: {{label: {{en: S, zh: 尺}}, type: integer, range: {{at_least: 0, at_most: {}}}}}\n"
    one, other = (gold_when("{size: {above: 3}}", own=own.format(n)).model for n in (9, 10))
    with pytest.raises(BeyondError, match="unlike"):
        recomputed(Question((outcome_of(one), outcome_of(other))))


def test_too_long_a_walk_is_given_up() -> None:
    with pytest.raises(BeyondError, match="budget"):
        recomputed(Question((outcome_of(gold_when("{amount: {at_least: 100}}").model),)), 2)


def test_points_by_unit() -> None:
    card = """
        scorecard:
          characteristics:
            - {id: a, attribute: amount, per_unit: {each: EACH, points: 3, at_most: 31}}
    """
    small = dedent(card).replace("EACH", "1_000") + ALL_CARDS
    found = recomputed(Question((outcome_of(policy(small).model),), True))
    assert found["reached"] == [["gold"], ["plain"]]
    cells = found["attributes"][0]["cells"]
    assert cells[0] == ["-1000", "999.99"] and cells[-2] == ["11000", "1000000"]
    endless = small.replace("1_000,", "0.01,").replace(", at_most: 31", "")
    with pytest.raises(BeyondError, match="budget"):
        recomputed(Question((outcome_of(policy(endless).model),), True))


def test_absurdly_many_points_are_beyond_it() -> None:
    card = f"""
        scorecard:
          characteristics:
            - {{id: a, when: {{has_card: true}}, points: {10**62}}}
    """
    with pytest.raises(BeyondError, match="budget"):
        recomputed(Question((outcome_of(policy(dedent(card) + ALL_CARDS).model),), True))


def test_a_bad_tuple_must_not_be_reached() -> None:
    question = Question((outcome_of(gold_when("{amount: {at_least: 100}}").model),), True)
    found = recomputed(question)
    check(question, {**found, "bad": [], "other": [["refer"]]})
    check(question, {**found, "bad": [["refer"]], "other": []})
    for bad, other in (([["gold"]], [["refer"]]), ([], []), ([["refer"]], [["refer"]])):
        with pytest.raises(Refused, match="bad"):
            check(question, {**found, "bad": bad, "other": other})
    with pytest.raises(Refused, match="reached"):
        check(question, {**found, "reached": [["plain"]], "bad": [["gold"]], "other": [["refer"]]})


# -- what it leans on ------------------------------------------------------------------------------


def test_it_is_short_and_imports_the_model_alone() -> None:
    text = Path(checker.__file__).read_text("utf-8")
    assert len(text.splitlines()) < 200
    names = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    ours = {name for name in names if name and name.startswith("evenhand")}
    assert all(name.startswith("evenhand.model.") for name in ours)
    assert {str(name).partition(".")[0] for name in names - ours} <= sys.stdlib_module_names


def test_a_fresh_process_loads_nothing_of_the_engines() -> None:
    code = """
        import sys
        import evenhand.engines.exact.checker
        print(*sorted(name for name in sys.modules if name.startswith("evenhand.")))
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True
    )
    allowed = {"evenhand.engines", "evenhand.engines.exact", "evenhand.engines.exact.checker"}
    others = [
        name
        for name in done.stdout.split()
        if name not in allowed and not name.startswith("evenhand.model")
    ]
    basics = {"evenhand.as_written", "evenhand.location", "evenhand.messages"}
    assert set(others) <= basics
