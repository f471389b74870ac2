"""Points, sections and scores: every form, with values missing or without any."""

from __future__ import annotations

import pytest
from tests.build import policy
from tests.sql.asking import answers, differences, grid

from evenhand import api
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Customer

CARDS = (True, False, None)
TIERS = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {of: scorecard, at_least: 5}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {score: {of: scorecard, above: 0}}}
otherwise: {tier: plain}
"""
DERIVED = """\
lever: {label: {en: Lever, zh: 杠}, ratio: {of: amount, to: card_cap}}
made:
  label: {en: Made, zh: 得}
  sum: [{attribute: amount, times: 1/3}, {attribute: card_cap, missing: 4}]
most: {label: {en: Most, zh: 最}, max_of: [card_cap]}
"""


def scored(*characteristics: str, base: str = "0") -> api.Policy:
    """A policy with a scorecard for each characteristic, so that none hides another."""
    cards = "".join(
        f"  - {{id: card-{place}, base: {base}, characteristics: [{{id: c{place}, {one}}}]}}\n"
        for place, one in enumerate(characteristics)
    )
    tiers = TIERS.replace("of: scorecard", "of: card-0")
    return policy(f"scorecards:\n{cards}{tiers}", derived=DERIVED)


def agree(found: api.Policy, customers: list[Customer]) -> None:
    """The query says what the reference says; and something else of one than of another."""
    assert differences(found, customers) == []
    told = {one.scores for one in answers(program(found.model), customers)}
    assert len(told) > 1


def everybody(found: api.Policy) -> list[Customer]:
    return grid(
        found,
        amount=(-1000, "33.33", 100, None),
        card_cap=(0, 60, None),
        has_card=CARDS,
    )


BINS = [
    "[{below: 0, points: 1}, {at_least: 0, below: 100/3, points: 3}, {at_least: 100/3, points: 7}]",
    "[{at_most: 50, points: 2}, {at_most: 60, points: 9}]",
    "[{above: 50, points: 1/3}, {at_least: 0, points: 1/7}]",
    "[{points: 6}]",
    "[{at_least: 0, points: 5}, {points: unstated}]",
    "[{at_least: 0, points: {disputed: [{value: 1}, {value: 5}], read_as: 5}}, {below: 0, points: 5}]",  # noqa: E501
    "[{at_least: 200, below: 100, points: 5}, {below: 60, points: 1}]",
]
REST = [
    "",
    ", otherwise: 4",
    ", otherwise: 4, missing: 6, not_applicable: -2",
    ", missing: 0",
    ", not_applicable: unstated, otherwise: {range: [1, 5], read_as: 3}",
]


@pytest.mark.parametrize("bins", BINS)
@pytest.mark.parametrize("rest", REST)
def test_bins(bins: str, rest: str) -> None:
    names = ("amount", "card_cap", "lever", "made", "most")
    found = scored(*(f"attribute: {name}, bins: {bins}{rest}" for name in names))
    assert differences(found, everybody(found)) == []


@pytest.mark.parametrize("attribute", ["rank", "born"])
def test_bins_of_ordinals_and_dates(attribute: str) -> None:
    ends = ("low", "high") if attribute == "rank" else ("2000-02-29", "2001-01-01")
    found = scored(
        f"attribute: {attribute}, bins: [{{below: {ends[0]}, points: 1}}, "
        f"{{at_least: {ends[0]}, below: {ends[1]}, points: 6}}], otherwise: 2"
    )
    values = (
        ("none", "low", "mid", "high", None)
        if attribute == "rank"
        else ("2000-02-28", "2000-02-29", "2000-12-31", "2001-01-01", None)
    )
    agree(found, grid(found, **{attribute: values}))


UNITS = [
    "{each: 10, points: 2}",
    "{each: 100/3, points: 1/3, over: 5}",
    "{each: 0.5, points: -1}",
    "{each: 7, points: 3, at_most: 8}",
    "{each: 7, points: -3, at_most: -1, over: -10}",
    "{each: 10, points: 0}",
    "{each: 10, points: {unstated: some, read_as: 5/2}, at_most: 15/2}",
    "{each: 10, points: unstated}",
    "{each: 1_000_000, points: 3}",
    "{each: 10_000_000, points: 3}",
]


@pytest.mark.parametrize("units", UNITS)
@pytest.mark.parametrize("rest", ["", ", missing: 3, not_applicable: 1/2"])
def test_points_for_whole_units(units: str, rest: str) -> None:
    names = ("amount", "card_cap", "made", "most")
    found = scored(*(f"attribute: {name}, per_unit: {units}{rest}" for name in names))
    assert differences(found, everybody(found)) == []


@pytest.mark.parametrize(
    "table",
    [
        "colour, points: {red: 5, blue: 2}",
        "colour, points: {red: 5, other: 2}, otherwise: 1",
        "colour, points: {red: 5, blue: 2, other: 1}, missing: 3",
        "colour, points: {red: unstated, blue: {unstated: few, read_as: 6}}, otherwise: 1/3",
        "rank, points: {none: 0, low: 1, mid: 5, high: 6}",
        "rank, points: {mid: 6}, otherwise: 0, missing: 5",
        "has_card, points: {'true': 5}",
        "has_card, points: {'false': 5, 'true': 1}, missing: 2",
    ],
)
def test_points_by_code(table: str) -> None:
    found = scored(f"attribute: {table}")
    agree(
        found,
        grid(
            found,
            colour=("red", "blue", "mauve", None),
            rank=("none", "low", "mid", "high", None),
            has_card=CARDS,
        ),
    )


ROWS = [
    "[{when: {amount: {at_least: 0}, has_card: true}, points: 5}, {when: {has_card: true}, points: 2}]",  # noqa: E501
    "[{when: {unstated: x}, points: 5}, {when: {amount: {above: 0}}, points: 1}]",
    "[{when: {unstated: x, read_as: not_met}, points: 5}, {when: {all: []}, points: 3}, {when: {has_card: true}, points: 9}]",  # noqa: E501
    "[{when: {any: []}, points: 9}, {when: {amount: {above: 0}}, points: unstated}]",
    "[{when: {discretion: boss}, points: {unstated: much, read_as: 7}}, {when: {amount: 100}, points: 1}]",  # noqa: E501
    "[{when: {any: []}, points: 9}]",
]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("rest", ["", ", otherwise: 3", ", otherwise: unstated, missing: 6"])
def test_cases(rows: str, rest: str) -> None:
    found = scored(f"cases: {rows}{rest}")
    assert differences(found, everybody(found)) == []
    answered = [found.customer({"discretion.c0": yes, "amount": 5}) for yes in (True, False)]
    if "discretion" in rows:
        assert differences(found, answered) == []


@pytest.mark.parametrize("points", ["5", "unstated", "{unstated: some, read_as: 5}"])
def test_flags_and_items_that_are_only_named(points: str) -> None:
    found = scored(
        f"when: {{amount: {{above: 0}}}}, points: {points}",
        "unstated: the rest" + (", read_as: 5/2" if points == "5" else ""),
        base="1/3" if points == "5" else points,
    )
    assert differences(found, everybody(found)) == []


SECTION = """\
scorecard:
  base: {base}
  sections:
    - id: one
      {one}
      characteristics:
        - {{id: a, attribute: amount, bins: [{{below: 0, points: -4}}, {{at_least: 0, points: 7}}]}}
        - {{id: b, attribute: count, per_unit: {{each: 3, points: 3/2}}, missing: 1}}
    - id: two
      {two}
      characteristics:
        - {{id: c, attribute: has_card, points: {{"true": 2}}, otherwise: -5}}
"""


@pytest.mark.parametrize(
    ("base", "one", "two"),
    [
        ("0", "weight: 1/2", "weight: -1"),
        ("1/3", "at_most: 15/2", "at_least: -1/2"),
        ("5", "{at_most: 4, at_least: 0, weight: 2}", "weight: 0"),
        ("5", "weight: {unstated: some, read_as: 3}", "weight: 1"),
        ("unstated", "weight: 3", "at_most: 1"),
        ("{unstated: x, read_as: 2}", "weight: unstated", "at_least: 3"),
        ("0", "{at_most: -5}", "{at_least: 10, weight: 2/3}"),
        ("0", "{at_most: 4, weight: unstated}", "{at_least: 3, weight: -2}"),
    ],
)
def test_sections(base: str, one: str, two: str) -> None:
    def lines(text: str) -> str:
        return text.strip("{}").replace(", ", "\n      ") if "unstated: " not in text else text

    body = SECTION.format(base=base, one=lines(one), two=lines(two)) + TIERS
    found = policy(body)
    customers = grid(found, amount=(-1, 0, None), count=(0, 2, 3, 100, None), has_card=CARDS)
    assert differences(found, customers) == []


def test_scorecards_that_read_one_another() -> None:
    body = """\
scorecards:
  - id: first-card
    characteristics:
      - {id: a, attribute: amount, bins: [{below: 0, points: 1}, {at_least: 0, points: 1/3}]}
      - {id: b, when: {score: {of: second-card, above: 2}}, points: 4}
  - id: second-card
    base: 1
    characteristics:
      - {id: c, attribute: count, per_unit: {each: 2, points: 1/7}, missing: 0}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {of: first-card, at_least: 4}}}
otherwise: {tier: plain}
"""
    found = policy(body)
    asked = program(found.model)
    assert asked.scores == {"first-card": "score__first-card", "second-card": "score__second-card"}
    assert asked.scale == 21
    agree(found, grid(found, amount=(-1, 0, None), count=(0, 13, 14, 15, 100, None)))
