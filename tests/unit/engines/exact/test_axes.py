"""Pairs of scores, sections and shared digits: what the layout does never shows in the answer."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from tests.unit.engines.exact.tiny import asked, gold, outcome, ready

from evenhand.engines.exact.axes import Axes
from evenhand.engines.exact.question import Question
from evenhand.engines.proofs import ask
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy

CARD = """\
scorecard:
  characteristics:
    - {id: a, attribute: third, per_unit: {each: 1, points: %s}}
    - {id: b, attribute: rank, points: {high: 4, mid: 2}, otherwise: 0, missing: 1}
    - id: c
      cases: [{when: {has_card: true}, points: %s}, {when: {local: true}, points: 3}]
      otherwise: 0
      missing: %s
"""
PLAIN = "{score: {at_least: 6}}"
EARLY = "{any: [{has_card: true}, {score: {at_least: 6}}]}"
LATE = "{all: [{has_card: false}, {score: {above: 5}}]}"


def card(condition: str, a: int | str = 2, c: int | str = 1, missing: int = 0) -> Policy:
    return gold(condition, CARD % (a, c, missing))


def both(one: Policy, other: Policy, reading: Reading = Reading.DECLARED) -> Axes:
    """Two policies asked about in both orders; the layout of the first."""
    for first, second in ((other, one), (one, other)):
        sides = (outcome(first, reading), outcome(second, reading))
        asked(Question(sides))
    return ready(outcome(one), outcome(other)).axes


@pytest.mark.parametrize(("first", "second"), [(EARLY, PLAIN), (PLAIN, LATE), (EARLY, LATE)])
@pytest.mark.parametrize("changed", [(2, 2, 0), (2, 1, 1)])
def test_scores_that_are_nearly_the_same_are_kept_by_their_difference(
    first: str, second: str, changed: tuple[int, int, int]
) -> None:
    axes = both(card(first), card(second, *changed))
    (group,) = axes.groups
    assert group.lagging and group.sizes[1] < group.sizes[0]


@pytest.mark.parametrize(("first", "second"), [(PLAIN, PLAIN), (EARLY, PLAIN), (LATE, EARLY)])
def test_scores_with_nothing_in_common_are_kept_apart(first: str, second: str) -> None:
    axes = both(card(first), card(second, -3, 7, 5))
    (group,) = axes.groups
    assert not group.lagging and axes.width == (axes.size[0] + 1) * (axes.size[1] + 1)


@pytest.mark.parametrize("missing", ["unknown", "1"])
def test_points_that_only_one_side_knows(missing: str) -> None:
    more = CARD.replace("missing: %s", f"missing: {missing}") % (2, "unstated")
    axes = both(gold(EARLY, more), card(PLAIN))
    assert len(axes.groups) == 1


def test_points_that_are_open_for_everybody_leave_the_score_unknown() -> None:
    open_card = CARD.replace(
        "points: {high: 4, mid: 2}, otherwise: 0, missing: 1", "points: {high: unstated}"
    ) % (2, 1, 0)
    listed = "[{id: a, unstated: x}, {id: b, attribute: third, per_unit: {each: 1, points: 1}}]"
    unread = f"scorecard: {{characteristics: {listed}}}\n"
    both(gold(PLAIN, open_card), card(PLAIN))
    axes = both(gold(PLAIN, unread), card(PLAIN))
    assert axes.unknown == 1


# -- sections --------------------------------------------------------------------------------------

SECTIONS = """\
scorecard:
  base: 1
  sections:
    - id: one
      weight: %s
      at_most: %s
      characteristics:
        - {id: a, attribute: third, per_unit: {each: 1, points: 2}}
        - {id: b, attribute: rank, points: {high: 4, mid: 2}, otherwise: 0, missing: 1}
    - id: two
      characteristics:
        - {id: c, cases: [{when: {has_card: true}, points: 3}], otherwise: 1, missing: %s}
"""


def sections(condition: str, weight: str = "1", at_most: int = 5, missing: int = 0) -> Policy:
    return gold(condition, SECTIONS % (weight, at_most, missing))


@pytest.mark.parametrize("condition", [PLAIN, EARLY, "{score: {of: one, at_least: 4}}"])
@pytest.mark.parametrize("other", [("1", 5, 1), ("1", 4, 0), ("1/2", 6, 0), ("-1", 5, 0)])
def test_sections_of_a_pair_have_limits_of_their_own(
    condition: str, other: tuple[str, int, int]
) -> None:
    both(sections(condition), sections(PLAIN, *other))


def test_a_limited_section_beside_the_same_without_limits() -> None:
    both(sections(PLAIN), sections(EARLY, at_most=99))
    both(sections(EARLY), card(PLAIN))


WIDE = SECTIONS.replace(
    "- id: two\n      characteristics:\n",
    "- id: two\n      characteristics:\n"
    "        - {id: d, attribute: other, per_unit: {each: 1, points: 9}, missing: 9}\n",
)


@pytest.mark.parametrize("other", [("1", 4, 0), ("1/2", 5, 1)])
def test_a_limited_section_of_scores_that_are_kept_by_their_difference(
    other: tuple[str, int, int],
) -> None:
    one = gold("{any: [{has_card: true}, {score: {at_least: 12}}]}", WIDE % ("1", 5, 0))
    second = gold("{score: {at_least: 12}}", WIDE % other)
    assert "{id: d" in WIDE
    for sides in ((one, second), (second, one)):
        question = Question((outcome(sides[0]), outcome(sides[1])))
        answer = asked(question)
        assert len(answer.reached) > 3
    assert any(group.lagging for group in ready(outcome(one), outcome(second)).axes.groups)


def test_a_section_that_is_open_for_everybody_leaves_its_score_unknown() -> None:
    listed = "[{id: a, unstated: x}, {id: b, attribute: third, per_unit: {each: 1, points: 5}}]"
    body = f"scorecard: {{sections: [{{id: one, at_most: 5, characteristics: {listed}}}]}}\n"
    assert asked(Question((outcome(gold(PLAIN, body)),))).reached == {("refer",)}


PAIRS = [*product(("gold", "plain"), repeat=2), ("refer", "refer")]


def test_long_runs_that_two_scores_share() -> None:
    run = "{id: a, attribute: much, per_unit: {each: 1, points: 1}}"
    one, other = (
        gold(
            "{score: {at_least: 300}}",
            f"scorecard: {{characteristics: [{run}, {{id: b, attribute: local,"
            f" points: {{'true': {at}, 'false': 0}}}}]}}\n",
        )
        for at in (5, 7)
    )
    answer = ask(Question((outcome(one), outcome(other))))
    assert answer.reached == {(a, b) for a, b in PAIRS if (a, b) != ("gold", "plain")}
    for labels in answer.reached:
        assert answer.witness(labels).labels == labels


# -- layout ----------------------------------------------------------------------------------------

CHAIN = """\
scorecards:
  - id: wealth
    characteristics: [{id: a, attribute: other, per_unit: {each: 1, points: 1}}]
  - id: trust
    characteristics:
      - id: c
        cases: [{when: {all: [{score: {of: wealth, at_least: 2}}, {has_card: true}]}, points: 3}]
        otherwise: 1
      - {id: d, attribute: third, per_unit: {each: 1, points: 1}}
"""


def test_scores_with_different_names_are_two_groups_unless_each_side_has_but_one() -> None:
    one = gold("{score: {of: trust, at_least: 4}}", CHAIN)
    axes = ready(outcome(one), outcome(card(PLAIN))).axes
    assert sorted(len(group.scores) for group in axes.groups) == [1, 1, 1]
    renamed = gold(
        "{score: {of: mine, at_least: 6}}",
        "scorecards:\n  - id: mine\n    characteristics:\n"
        "      - {id: a, attribute: third, per_unit: {each: 1, points: 2}}\n",
    )
    assert [len(group.scores) for group in both(renamed, card(PLAIN)).groups] == [2]


def test_a_score_that_only_points_of_another_read_takes_no_more_room() -> None:
    axes = ready(outcome(gold("{score: {of: trust, at_least: 4}}", CHAIN))).axes
    sizes = [group.sizes[0] for group in axes.groups]
    assert axes.width <= sizes[0] * sizes[1]
    both(
        gold("{score: {of: trust, at_least: 4}}", CHAIN),
        gold("{score: {of: trust, at_least: 2}}", CHAIN),
    )


def test_scores_are_counted_in_units_of_what_all_points_share() -> None:
    policy = gold("{score: {at_least: 3}}", CARD % ("1/2", "-1.5", 0))
    axes = ready(outcome(policy)).axes
    assert axes.units == [Fraction(1, 2)] and axes.start[0] == Fraction(-3, 2)
    assert [axes.value(0, at) for at in (0, 1, 3)] == [Fraction(-3, 2), -1, 0]
    assert axes.value(0, axes.size[0]) == 1 + 4 + 3


def test_a_score_of_nothing_is_its_base() -> None:
    nothing = "{id: a, attribute: third, bins: [{points: 0}], missing: 0}"
    body = f"scorecard: {{base: 7, characteristics: [{nothing}]}}\n"
    for at_least, label in ((7, "gold"), (8, "plain")):
        question = Question((outcome(gold(f"{{score: {{at_least: {at_least}}}}}", body)),))
        assert asked(question).reached == {(label,)}
