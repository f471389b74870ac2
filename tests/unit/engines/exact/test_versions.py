"""Policies without one of their parts: all at once is what looking at everybody tells of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.unit.engines.exact.tiny import condition_of, gold, outcome, scored, seen, tiny

from evenhand.analysis.prove.without import without
from evenhand.engines.exact import other_outcomes
from evenhand.engines.exact.compiled import compiled
from evenhand.engines.exact.question import Budget, Question, Unanswered
from evenhand.engines.exact.sweep import swept
from evenhand.engines.exact.versions import OtherOutcome
from evenhand.location import Source, whole
from evenhand.model.outcome import Reading
from evenhand.model.parts import Sort, parts
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Constraint

_SEEN: dict[tuple[int, str, Reading, bool], bool] = {}
"""What looking at everybody told; policies made of a text live as long as the tests."""


def told(
    policy: Policy, *, complete: bool = False, reading: Reading = Reading.DECLARED
) -> dict[str, bool | None]:
    """By the address of a part whether somebody's outcome hangs on it, checked by enumeration."""
    listed = [one for one in parts(policy) if one.sort is not Sort.TIER]
    others = [without(policy, one) for one in listed]
    side = outcome(policy, reading)
    found = swept(side, others, complete=complete)
    for part, other, said in zip(listed, others, found.differ, strict=True):
        if said is not None:
            key = (id(policy), part.address, reading, complete)
            if key not in _SEEN:
                labels = seen(Question((side, outcome(other, reading)), complete))
                _SEEN[key] = any(one != two for one, two in labels)
            assert said is _SEEN[key]
    if found.labels is not None:
        assert {(one,) for one in found.labels} == seen(Question((side,), complete))
    return {part.address: said for part, said in zip(listed, found.differ, strict=True)}


def dead(found: Mapping[str, bool | None]) -> set[str]:
    return {address for address, said in found.items() if said is False}


def not_covered(found: Mapping[str, bool | None]) -> set[str]:
    return {address for address, said in found.items() if said is None}


BINS = "attribute: amount, bins: [{at_least: 3, points: 2}, {at_least: 1, points: 1}]"
TABLE = "attribute: colour, points: {red: 2, blue: 1}, missing: 1"
FLAGS = "attribute: local, points: {'true': 1, 'false': 0}"
OPEN_BINS = "attribute: amount, bins: [{{at_least: 3, points: {}}}, {{points: 1}}]"
STATED = "{unstated: some, read_as: 2}"


@pytest.mark.parametrize(
    "card",
    [
        (f"{BINS}, otherwise: 1", TABLE, FLAGS),
        (BINS, f"{TABLE}, otherwise: 0"),
        (f"{BINS}, otherwise: 0.5", FLAGS),
        (f"{BINS}, otherwise: 0", BINS),
        ("attribute: rank, points: {high: 2, mid: 1}, otherwise: 0, missing: 1", FLAGS),
        (OPEN_BINS.format(STATED), FLAGS),
        (OPEN_BINS.format("unstated"), "attribute: amount, bins: [{below: 3, points: 1}]"),
    ],
)
@pytest.mark.parametrize("at_least", ["2", "3"])
@pytest.mark.parametrize("complete", [False, True])
def test_points_of_one_attribute(card: tuple[str, ...], at_least: str, complete: bool) -> None:
    assert not_covered(told(scored(*card, at_least=at_least), complete=complete)) == set()


def test_rows_that_nobody_feels() -> None:
    covered = "attribute: amount, bins: [{at_least: 1, points: 2}, {at_least: 3, points: 1}]"
    found = told(scored(f"{covered}, otherwise: 0", FLAGS, at_least="2"))
    assert dead(found) == {"scorecard/c0/2"}


@pytest.mark.parametrize("reading", Reading)
def test_readings(reading: Reading) -> None:
    card = (OPEN_BINS.format(STATED), f"{TABLE}, otherwise: 0")
    assert not_covered(told(scored(*card, at_least="2"), reading=reading)) == set()


CASES = """cases: [{when: {all: [{amount: {at_least: 3}}, {local: true}]}, points: 2},
    {when: {any: [{colour: red}, {amount: {below: 1}}]}, points: 1}], otherwise: 0"""
CAP = "attribute: cap, bins: [{at_least: 1, points: 2}, {points: 1}], not_applicable: 0"
DERIVED = "total: {label: {en: T, zh: 和}, sum: [{attribute: third}, {attribute: other}]}\n"
SUM = "attribute: total, bins: [{at_least: 2, points: 2}, {at_least: 0, points: 1}], otherwise: 0"


@pytest.mark.parametrize("card", [(CASES, FLAGS), (CAP, FLAGS), (CAP, CASES), (SUM, FLAGS)])
@pytest.mark.parametrize("complete", [False, True])
def test_points_of_several_attributes(card: tuple[str, ...], complete: bool) -> None:
    found = told(scored(*card, derived=DERIVED), complete=complete)
    assert not_covered(found) == set()
    assert any(said is not None for said in found.values())


def test_points_whose_attribute_is_compared_with_another() -> None:
    condition = "{any: [{score: {at_least: 3}}, {amount: {at_least: {times: 1, of: third}}}]}"
    listed = f"[{{id: a, {BINS}, otherwise: 0}}, {{id: b, {FLAGS}}}]"
    found = told(gold(condition, f"scorecard: {{characteristics: {listed}}}\n"))
    assert not_covered(found) == set()


SECTION = """\
scorecard:
  sections:
    - id: s1
      at_most: {most}
      characteristics: [{{id: a, {bins}, otherwise: 0}}]
    - id: s2
      weight: 0.5
      characteristics: [{{id: b, {flags}}}]
"""


TWO = "{all: [{score: {of: s1, at_least: 1}}, {score: {at_least: 2}}]}"


@pytest.mark.parametrize(
    ("condition", "most", "open_points"),
    [
        ("{score: {at_least: 2}}", "1", True),
        ("{score: {at_least: 2}}", "2", False),
        ("{score: {of: s1, at_least: 2}}", "2", False),
        (TWO, "2", True),
    ],
    ids=["limited", "no limit met", "a section", "two scores"],
)
def test_sections(condition: str, most: str, open_points: bool) -> None:
    found = told(gold(condition, SECTION.format(most=most, bins=BINS, flags=FLAGS)))
    assert not_covered(found) >= {"scorecard/s1/a", "scorecard/s2/b/true"} or not open_points
    assert open_points or not_covered(found) == set()
    assert found["scorecard"] is not None


CARDS = """\
scorecards:
  - id: wealth
    characteristics: [{id: a, attribute: amount, bins: [{at_least: 3, points: 2}], otherwise: 0}]
  - id: trust
    characteristics:
      - {id: b, attribute: colour, points: {red: 2, blue: 1}, otherwise: 0}
      - {id: c, cases: [{when: {score: {of: wealth, at_least: 2}}, points: 3}], otherwise: 1}
"""


def test_points_that_read_scores_are_not_covered() -> None:
    found = told(gold("{score: {of: trust, at_least: 3}}", CARDS))
    assert not_covered(found) == set(found)


CONDITIONS = """\
applies_to: {any: [{local: true}, {amount: {at_least: 1}}]}
definitions:
  rich: {title: {en: Rich, zh: 富}, means: {any: [{amount: {at_least: 3}}, {third: 0}, {amount: 4}]}}
  quick: {title: {en: Quick, zh: 快}, means: {any: [{third: 2}, {colour: red}]}}
knockouts:
  - {id: k1, title: {en: K, zh: 甲}, when: {colour: grey}, effect: reject, reason: {code: K1, en: A., zh: 甲。}}
  - {id: k2, title: {en: K, zh: 乙}, when: {all: [{colour: grey}, {third: 1}]}, effect: refer, reason: {code: K2, en: A., zh: 甲。}}
scorecard:
  characteristics:
    - {id: a, attribute: third, bins: [{at_least: 1, points: 2}], otherwise: 0}
    - {id: b, cases: [{when: {meets: quick}, points: 1}], otherwise: 0}
tiers:
  - id: best
    title: {en: Best, zh: 最}
    paths:
      - {id: by-score, when: {all: [{meets: rich}, {score: {at_least: 3}}]}}
      - {id: at-once, when: {at_least: 2, of: [{local: true}, {meets: rich}, {score: {at_least: 2}}]}}
  - {id: gold, title: {en: Gold, zh: 金}, when: {not: {any: [{score: {below: 2}}, {score: {below: 1}}]}}}
"""  # noqa: E501


@pytest.mark.parametrize(("tries", "complete"), [(0, False), (3, False), (60, False), (60, True)])
def test_conditions(tries: int, complete: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_outcomes, "TRIES", tries)
    found = told(tiny(CONDITIONS), complete=complete)
    quick = {name for name in found if name.startswith("definitions/quick/")}
    assert not_covered(found) == quick
    assert {"knockouts/k2", "definitions/rich/3", "tiers/gold/1/2"} <= dead(found)
    assert found["knockouts/k1"] and found["tiers/best/paths/at-once/2"] and found["applies_to/2"]


def test_nobody_possible_has_no_other_outcome() -> None:
    policy = scored(BINS)
    never = Constraint("never", condition_of(gold("{any: []}")), whole(Source("<made>")))
    nobody = replace(policy, dictionary=replace(policy.dictionary, constraints=(never,)))
    assert swept(outcome(nobody), [nobody]).differ == (False,)
    assert swept(outcome(nobody), [nobody]).labels == frozenset()


def test_a_policy_that_differs_in_more_than_one_place_is_not_covered() -> None:
    policy = scored(BINS, FLAGS)
    other = replace(gold("{local: true}"), dictionary=policy.dictionary)
    both = replace(policy, scorecards=scored(TABLE, FLAGS, TABLE).scorecards, knockouts=())
    elsewhere = scored(BINS, FLAGS, derived=DERIVED)
    assert swept(outcome(policy), [other, both, elsewhere]).differ == (None, None, None)


def test_a_budget_may_be_too_small() -> None:
    policy = scored(BINS, FLAGS)
    with pytest.raises(Unanswered, match="budget"):
        swept(outcome(policy), [policy], budget=Budget(states=0))


def test_what_sets_two_outcomes_apart_is_what_hangs_on_the_part() -> None:
    policy = tiny(CONDITIONS)
    listed = [one for one in parts(policy) if one.sort in (Sort.KNOCKOUT, Sort.PATH)]
    others = [without(policy, one) for one in listed]
    made = compiled(Question((outcome(policy),)), loose=True, others=others)
    found = {}
    for part, version in zip(listed, made.versions, strict=True):
        assert isinstance(version, OtherOutcome)
        reads = other_outcomes.apart(made.forest, made.sides[0], version.node)
        names = {one.name for one in made.space.variables if reads >> one.index & 1}
        found[part.address] = names
    assert found == {
        "knockouts/k1": {"colour"},
        "knockouts/k2": {"colour", "third"},
        "tiers/best/paths/by-score": {"amount", "third"},
        "tiers/best/paths/at-once": {"local", "amount", "third"},
    }
