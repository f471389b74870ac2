"""Conditions, rules 3 to 10: the same truth as the reference engine's, for every customer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.engines.exact.tiny import (
    asked,
    condition_of,
    gold,
    outcome,
    reached,
    same_for_everybody,
    truth,
)

from evenhand.engines.exact.question import Question, Unanswered, truth_of
from evenhand.location import Source, whole
from evenhand.model.conditions import OneOf
from evenhand.model.outcome import Reading
from evenhand.model.vocabulary import Constraint

HERE = whole(Source("<made>"))
DERIVED = """\
most: {label: {en: M, zh: 最大}, max_of: [amount, cap]}
least: {label: {en: L, zh: 最小}, min_of: [other, cap]}
caps: {label: {en: K, zh: 额}, max_of: [cap]}
share: {label: {en: S, zh: 比}, ratio: {of: amount, to: other}}
use: {label: {en: U, zh: 用}, ratio: {of: third, to: cap}}
total: {label: {en: T, zh: 合计}, sum: [{attribute: third}, {attribute: cap, times: 2}]}
"""
A, B = "{amount: {at_least: 2}}", "{rank: {below: high}}"


def holds_for_all(condition: str, reading: Reading = Reading.DECLARED, more: str = "") -> None:
    """The condition is judged alike, for every customer alone and for all of them at once."""
    policy = gold(condition, more, derived=DERIVED)
    side = truth(policy, reading)
    same_for_everybody(side)
    for complete in (False, True):
        asked(Question((side,), complete))


@pytest.mark.parametrize(
    "condition",
    [
        f"{{all: [{A}, {B}]}}",
        f"{{any: [{A}, {{not: {B}}}]}}",
        f"{{at_least: 2, of: [{A}, {B}, {{has_card: true}}]}}",
        f"{{at_least: 2, of: [{A}, {A}, {B}]}}",
        "{all: []}",
        "{any: []}",
    ],
)
def test_parts_together(condition: str) -> None:
    holds_for_all(condition)


@pytest.mark.parametrize("operator", ["at_least", "above", "at_most", "below"])
@pytest.mark.parametrize(
    "bound", ["amount: {%s: 2}", "half: {%s: 0.7}", "rank: {%s: mid}", "born: {%s: 2020-01-03}"]
)
def test_comparisons(operator: str, bound: str) -> None:
    holds_for_all(f"{{{bound % operator}}}")


@pytest.mark.parametrize(
    "condition",
    [
        "{amount: 3}",
        "{amount: {in: [0, 3]}}",
        "{amount: {not_in: [0, 3]}}",
        "{colour: {in: [red, grey]}}",
        "{colour: {is_not: red}}",
        "{rank: {not_in: [low]}}",
        "{has_card: false}",
        "{born: {is: 2020-01-02}}",
        "{licences: {includes: law}}",
        "{licences: {includes_all: [law, tax]}}",
        "{licences: {includes_any: [law, tax]}}",
        "{amount: {known: true}}",
        "{amount: {known: false}}",
        "{licences: {known: true}}",
        "{amount: {at_least: 1, below: 3}}",
    ],
)
def test_membership_and_what_is_known(condition: str) -> None:
    holds_for_all(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "{cap: {below: 2}}",
        "{not: {cap: {below: 2}}}",
        "{cap: {in: [0, 2]}}",
        "{cap: {not_in: [0, 2]}}",
        "{cap: {known: false}}",
        "{amount: {above: {times: 1, of: cap}}}",
        "{cap: {at_most: {times: 1/2, of: third}}}",
    ],
)
def test_what_does_not_apply(condition: str) -> None:
    holds_for_all(condition)


def test_a_set_that_does_not_apply() -> None:
    own = """\
    held:
      label: {en: Held, zh: 持有}
      type: set
      values: {fund: {en: Fund, zh: 基金}, bond: {en: Bond, zh: 债券}}
      applies_when: {has_card: true}
    """
    for test in ("includes: fund", "includes_all: [fund, bond]"):
        same_for_everybody(truth(gold(f"{{held: {{{test}}}}}", own=own)))


@pytest.mark.parametrize("reading", [Reading.DECLARED, Reading.OPEN])
@pytest.mark.parametrize(
    "figure",
    [
        "{times: 2, of: other}",
        "{times: 1/2, of: other, plus: 1.5}",
        "{times: -1, of: other, plus: 1}",
        "{by: colour, values: {red: 1, blue: {times: 1, of: third}}}",
        "{by: rank, values: {low: {unstated: x, read_as: 2}}, otherwise: 3}",
        "{by: has_card, values: {'true': 1}, otherwise: {range: [1, 3]}}",
    ],
)
def test_figures(figure: str, reading: Reading) -> None:
    holds_for_all(f"{{amount: {{at_least: {figure}}}}}", reading)


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize(
    "figure",
    [
        "{disputed: [{value: 3, source: a}, {value: 1, source: b}]}",
        "{disputed: [{value: 3, source: a}, {value: 1, source: b}], read_as: 3}",
        "{range: [1, 3]}",
        "{range: [1, 3], read_as: 2}",
        "{unstated: enough}",
        "{unstated: enough, read_as: 2}",
    ],
)
def test_open_figures(figure: str, reading: Reading) -> None:
    holds_for_all(f"{{amount: {{below: {figure}}}}}", reading)


def test_an_open_rank() -> None:
    holds_for_all("{rank: {at_least: {range: [mid, high]}}}")


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("kind", ["unstated: good standing", "discretion: manager"])
@pytest.mark.parametrize("read_as", ["", ", read_as: met", ", read_as: not_met"])
def test_open_wording(kind: str, read_as: str, reading: Reading) -> None:
    holds_for_all(f"{{any: [{A}, {{{kind}{read_as}}}]}}", reading)


def test_a_definition_is_judged_once_and_in_both_places() -> None:
    more = f"definitions:\n  big: {{title: {{en: B, zh: 大}}, means: {A}}}\n"
    holds_for_all(
        "{any: [{meets: big}, {all: [{not: {meets: big}}, {has_card: true}]}]}", more=more
    )


# -- rule 10 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", ["at_least", "above", "at_most", "below"])
@pytest.mark.parametrize("name", ["most", "least"])
def test_the_greatest_and_the_least(name: str, operator: str) -> None:
    holds_for_all(f"{{{name}: {{{operator}: 1}}}}")


@pytest.mark.parametrize(
    "condition",
    [
        "{most: {in: [0, 2]}}",
        "{least: {not_in: [0, 2]}}",
        "{caps: {known: true}}",
        "{caps: {at_most: 1}}",
        "{not: {caps: {is: 1}}}",
        "{most: {above: {range: [1, 2]}}}",
        "{caps: {at_least: {times: 1, of: third}}}",
        "{third: {at_least: {times: 1, of: caps}}}",
        "{total: {at_least: 4}}",
        "{total: {known: false}}",
        "{total: {at_most: {disputed: [{value: 1, source: a}, {value: 3, source: b}]}}}",
        "{total: {below: {unstated: x}}}",
        "{third: {below: {times: 1, of: total, plus: -1}}}",
    ],
)
def test_sums_and_extremes(condition: str) -> None:
    holds_for_all(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "{share: {at_least: 1.5}}",
        "{share: {below: {range: [1, 2]}}}",
        "{share: {known: true}}",
        "{share: {in: [0, 2]}}",
        "{use: {at_most: 1}}",
        "{not: {use: {above: 0}}}",
        "{use: {known: false}}",
    ],
)
def test_ratios(condition: str) -> None:
    holds_for_all(condition)


def test_a_set_equal_to_a_list_is_not_covered() -> None:
    policy = gold("{colour: red}")
    condition = condition_of(policy)
    assert isinstance(condition, OneOf)
    equal = replace(condition, attribute="licences", values=(frozenset({"law"}),))
    with pytest.raises(Unanswered, match="set-equality"):
        reached(Question((truth_of(policy, equal),)))


# -- what only constraints speak of ----------------------------------------------------------------


@pytest.mark.parametrize(
    "condition",
    [
        "{any: [{amount: 0}, {discretion: manager, id: boss}]}",
        "{any: [{amount: 0}, {licences: {includes: law}}]}",
        "{any: [{amount: 0}, {rank: high}]}",
        "{any: [{amount: 0}, {third: 1}]}",
        "{any: [{amount: 0}, {amount: {at_least: {by: colour, values: {red: 4}}}}]}",
        "{any: [{amount: 0}, {total: {at_least: 4}}]}",
        "{any: [{amount: 0}, {gain: {at_least: 2}}]}",
        "{any: [{amount: 0}, {amount: {at_most: {times: 1, of: third}}}]}",
        "{gain: {at_least: 3}}",
    ],
)
def test_what_only_constraints_speak_of_is_missing(condition: str) -> None:
    derived = DERIVED + (
        "gain: {label: {en: G, zh: 加}, sum: [{attribute: amount}, {attribute: third, missing: 2,"
        " at_most: 1}]}\n"
    )
    policy = gold("{amount: {at_least: 2}}", derived=derived)
    limit = Constraint("limit", condition_of(gold(condition, derived=derived)), HERE)
    made = replace(policy, dictionary=replace(policy.dictionary, constraints=(limit,)))
    asked(Question((outcome(made),)))


def test_a_member_that_another_dictionary_does_not_have_is_never_inside() -> None:
    one, other = gold("{licences: {includes: tax}}"), gold("{licences: {includes_any: [law, tax]}}")
    old = other.dictionary.attributes["licences"]
    fewer = replace(old, codes=("law",), code_labels=old.code_labels[:1])
    known = {**other.dictionary.attributes, "licences": fewer}
    other = replace(other, dictionary=replace(other.dictionary, attributes=known))
    found = reached(Question((outcome(one), outcome(other))))
    assert found == {("plain", "gold"), ("plain", "plain"), ("refer", "refer")}


def test_a_stand_in_for_what_may_not_exist_is_not_covered_in_a_constraint() -> None:
    derived = (
        "gain: {label: {en: G, zh: 加}, sum: [{attribute: amount}, {attribute: cap, missing: 2}]}\n"
    )
    policy = gold("{amount: {at_least: 2}}", derived=derived)
    limit = Constraint("limit", condition_of(gold("{gain: {at_least: 3}}", derived=derived)), HERE)
    made = replace(policy, dictionary=replace(policy.dictionary, constraints=(limit,)))
    with pytest.raises(Unanswered, match="nested"):
        reached(Question((outcome(made),)))
