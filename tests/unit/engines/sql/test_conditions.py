"""Every form of condition and figure: the query and the reference agree, known or not."""

from __future__ import annotations

from datetime import date

import pytest
from tests.build import gold_when, policy
from tests.sql.asking import answers, differences, grid

from evenhand import api
from evenhand.engines.sql.compile import program
from evenhand.model.customer import Customer, Given
from evenhand.model.outcome import Reading

OPERATORS = ("at_least", "above", "at_most", "below")
AMOUNTS = (-1000, 99, "99.99", 100, "100.01", 150, "33.33", "33.34", None)
CARDS = (True, False, None)


def agree(found: api.Policy, customers: list[Customer]) -> None:
    """The query says what the reference says; and something else of one than of another."""
    assert differences(found, customers) == []
    told = {one[:5] for one in answers(program(found.model), customers)}
    assert len(told) > 1


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize(
    "figure",
    [
        "100",
        "100/3",
        "{disputed: [{value: 150, source: a}, {value: 100, source: b}]}",
        "{disputed: [{value: 150}, {value: 100}, {value: 99}], read_as: 100}",
        "{range: [99.99, 100.01]}",
        "{disputed: [{value: 100, source: a}, {value: 100, source: b}]}",
        "{range: [99, 150], read_as: 100}",
        "{unstated: enough, read_as: 100}",
    ],
)
def test_an_amount_against_a_figure(operator: str, figure: str) -> None:
    found = gold_when(f"{{amount: {{{operator}: {figure}}}}}")
    agree(found, grid(found, amount=AMOUNTS))


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_unstated_figure_is_unknown_for_everybody(operator: str) -> None:
    found = gold_when(f"{{any: [{{amount: {{{operator}: unstated}}}}, {{count: {{above: 5}}}}]}}")
    agree(found, grid(found, amount=(1, None), count=(5, 6, None)))


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize(
    "figure",
    [
        "{times: 1/3, of: other_amount}",
        "{times: -2, of: other_amount, plus: 100}",
        "{times: 0, of: other_amount, plus: 1/3}",
        "{times: 1/2, of: card_cap}",
        "{times: 1, of: card_cap, plus: -0.005}",
    ],
)
def test_a_multiple_of_another_amount(operator: str, figure: str) -> None:
    found = gold_when(f"{{amount: {{{operator}: {figure}}}}}")
    other = (0, 99, 100, "300.01", None)
    if "card_cap" in figure:
        agree(found, grid(found, amount=AMOUNTS, card_cap=other, has_card=CARDS))
    else:
        agree(found, grid(found, amount=AMOUNTS, other_amount=other))


BY = [
    "{by: colour, values: {red: 100}, otherwise: 99}",
    "{by: colour, values: {red: 100, other: 99}}",
    "{by: colour, values: {red: 100, blue: {by: has_card, values: {'true': 99}, otherwise: 150}}}",
    "{by: colour, values: {red: {disputed: [{value: 99}, {value: 150}]}}, otherwise: unstated}",
    "{by: colour, values: {red: {times: 2, of: card_cap}}, otherwise: {range: [99, 100]}}",
    "{by: has_card, values: {'true': 100, 'false': 99}}",
    "{by: has_card, values: {'false': 99}, otherwise: {times: 1, of: card_cap}}",
    "{by: rank, values: {none: 99, low: 99, mid: 100, high: 150}}",
    "{by: rank, values: {none: 99}, otherwise: {by: quality, values: {good: 100}}}",
]


@pytest.mark.parametrize("operator", ["at_least", "below"])
@pytest.mark.parametrize("figure", BY)
def test_a_figure_by_another_attribute(operator: str, figure: str) -> None:
    found = gold_when(f"{{amount: {{{operator}: {figure}}}}}")
    values: dict[str, tuple[object, ...]] = {
        "amount": ("98.99", 99, 100, 150, None),
        "colour": ("red", "blue", "mauve", None) if "colour" in figure else (None,),
        "has_card": CARDS if "card" in figure else (None,),
        "card_cap": (50, None) if "card_cap" in figure else (None,),
        "rank": ("none", "mid", "high", None) if "rank" in figure else (None,),
        "quality": ("good", "poor", None) if "quality" in figure else (None,),
    }
    agree(found, grid(found, **values))  # type: ignore[arg-type]


LIMITED = """\
post:
  label: {en: Post, zh: 岗}
  type: enum
  values: {clerk: {en: Clerk, zh: 员}, head: {en: Head, zh: 长}}
  applies_when: {has_card: true}
hurry:
  label: {en: Hurry, zh: 急}
  type: boolean
  applies_when: {all: [{has_card: true}, {card_cap: {above: 5}}]}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "{amount: {at_least: {by: post, values: {head: 100}, otherwise: 99}}}",
        "{amount: {below: {by: post, values: {head: {times: 2, of: card_cap}}}}}",
        "{post: head}",
        "{post: {is_not: head}}",
        "{post: {not_in: [head, clerk]}}",
        "{not: {post: [head]}}",
        "{post: {known: true}}",
        "{post: {known: false}}",
        "{hurry: true}",
        "{hurry: {is_not: true}}",
        "{hurry: {known: false}}",
        "{card_cap: {below: 50}}",
        "{not: {card_cap: {at_least: 50}}}",
    ],
)
def test_what_does_not_apply(condition: str) -> None:
    found = gold_when(condition, own=LIMITED)
    customers = grid(
        found,
        amount=(99, 100, None),
        has_card=CARDS,
        post=("head", "clerk", None),
        card_cap=(5, 50, None),
        hurry=(True, False, None) if "hurry" in condition else (None,),
    )
    agree(found, customers)


@pytest.mark.parametrize(
    "test",
    [
        "red",
        "[red, blue]",
        "other",
        "{is_not: red}",
        "{not_in: [red, other]}",
        "{in: [blue]}",
        "{known: true}",
        "{known: false}",
    ],
)
def test_codes_of_an_open_enum(test: str) -> None:
    found = gold_when(f"{{colour: {test}}}")
    agree(found, grid(found, colour=("red", "blue", "mauve", "other", None)))


@pytest.mark.parametrize(
    "test",
    [
        "{at_least: mid}",
        "{above: none, at_most: mid}",
        "{below: low}",
        "high",
        "{not_in: [none, low]}",
        "{at_least: {disputed: [{value: low}, {value: high}]}}",
        "{at_most: {range: [low, mid]}}",
        "{below: {unstated: good, read_as: mid}}",
        "{at_least: {by: colour, values: {red: mid}, otherwise: low}}",
    ],
)
def test_ordinals(test: str) -> None:
    found = gold_when(f"{{rank: {test}}}")
    agree(found, grid(found, rank=("none", "low", "mid", "high", None), colour=("red", "x", None)))


@pytest.mark.parametrize(
    "test",
    [
        "{at_least: 2000-02-29}",
        "{above: 1999-12-31, below: 2000-03-01}",
        "{at_most: {disputed: [{value: 2000-02-29}, {value: 2000-01-01}]}}",
        "{below: {range: [2000-01-01, 2000-02-29]}}",
        "{is: 2000-02-29}",
        "{is_not: 2000-02-29}",
        "{known: false}",
    ],
)
def test_dates(test: str) -> None:
    found = gold_when(f"{{born: {test}}}")
    days = (
        date(1999, 12, 31),
        date(2000, 1, 1),
        date(2000, 2, 28),
        date(2000, 2, 29),
        date(2000, 3, 1),
        date(2100, 12, 31),
        date(1900, 1, 1),
        None,
    )
    agree(found, grid(found, born=days))


@pytest.mark.parametrize(
    "test",
    [
        "{includes: law}",
        "{includes_any: [law, care]}",
        "{includes_all: [law, care]}",
        "{known: true}",
        "{known: false}",
    ],
)
def test_sets(test: str) -> None:
    found = gold_when(f"{{licences: {test}}}")
    sets: tuple[Given | None, ...] = (
        [],
        ["law"],
        ["care"],
        ["tax"],
        ["law", "care"],
        ["law", "tax", "care"],
        None,
    )
    agree(found, grid(found, licences=sets))


@pytest.mark.parametrize(
    "condition",
    [
        "{amount: 100}",
        "{amount: [100, 33.33]}",
        "{amount: {is_not: 100}}",
        "{amount: {not_in: [100, 33.33]}}",
        "{count: {in: [5]}, has_card: {is_not: false}}",
        "{has_card: {in: [true, false]}}",
        "{has_card: {known: true}, count: {known: false}}",
    ],
)
def test_equality(condition: str) -> None:
    found = gold_when(condition)
    agree(found, grid(found, amount=AMOUNTS, count=(5, 6, None), has_card=CARDS))


PARTS = "[{amount: {above: 5}}, {count: {above: 5}}, {has_card: true}, {rank: high}]"


@pytest.mark.parametrize(
    "condition",
    [
        *(f"{{at_least: {needed}, of: {PARTS}}}" for needed in (1, 2, 3, 4)),
        f"{{not: {{at_least: 2, of: {PARTS}}}}}",
        f"{{not: {{not: {{any: {PARTS}}}}}}}",
        f"{{not: {{all: {PARTS}}}}}",
        "{at_least: 2, of: [{all: []}, {any: []}, {amount: {above: 5}}, {count: {above: 5}}]}",
        "{at_least: 2, of: [{unstated: x}, {amount: {above: 5}}, {count: {above: 5}}]}",
        "{all: [{all: []}, {not: {any: []}}, {amount: {above: 5}, count: {above: 5}}]}",
        "{any: [{any: []}, {all: [{unstated: x}, {count: {above: 5}}]}, {amount: {above: 5}}]}",
        "{not: {any: [{unstated: x}, {count: {above: 5}}]}}",
    ],
)
def test_conditions_of_conditions(condition: str) -> None:
    found = gold_when(condition)
    values = (5, 6, None)
    customers = grid(found, amount=values, count=values, has_card=CARDS, rank=("high", "mid", None))
    agree(found, customers)


@pytest.mark.parametrize(
    "condition",
    ["{all: []}", "{any: []}", "{unstated: x}", "{at_least: 1, of: [{all: []}, {amount: 1}]}"],
)
def test_conditions_that_are_the_same_for_everybody(condition: str) -> None:
    found = gold_when(condition)
    assert differences(found, grid(found, amount=(1, 2, None))) == []


READ = ("", ", read_as: met", ", read_as: not_met")


@pytest.mark.parametrize("read_as", READ)
def test_open_wording_in_each_reading(read_as: str) -> None:
    found = gold_when(f"{{any: [{{unstated: x{read_as}}}, {{amount: {{above: 5}}}}]}}")
    assert differences(found, grid(found, amount=(5, 6, None))) == []


@pytest.mark.parametrize("read_as", READ)
@pytest.mark.parametrize("around", ["{}", "{{not: {}}}", "{{at_least: 1, of: [{}, {{count: 5}}]}}"])
def test_a_recorded_answer_goes_before_all_readings(read_as: str, around: str) -> None:
    asked = "{discretion: manager, id: her-word" + read_as + "}"
    found = gold_when(around.format(asked))
    customers = [
        found.customer({**said, **counted})
        for said in ({"discretion.her-word": True}, {"discretion.her-word": False}, {})
        for counted in ({"count": 5}, {"count": 6}, {})
    ]
    assert differences(found, customers) == []
    told = [one.outcome for one in answers(program(found.model, Reading.ALL_MET), customers)]
    assert len(set(told)) > 1


def test_answers_of_which_the_ids_look_alike_are_kept_apart() -> None:
    found = policy(
        "tiers: [{id: gold, title: {en: Gold, zh: 金}, when: {all: [{discretion: boss, id: a-b}, "
        "{discretion: boss, id: a_b}]}}]\notherwise: {tier: plain}\n"
    )
    names = [(one.name, one.of) for one in program(found.model).columns]
    assert names == [("discretion__a_b", "a-b"), ("discretion__a_b_2", "a_b")]
    said = (True, False, None)
    customers = [
        found.customer(
            {f"discretion.{name}": told for name, told in both.items() if told is not None}
        )
        for one in said
        for other in said
        for both in ({"a-b": one, "a_b": other},)
    ]
    assert differences(found, customers) == []


DEFINED = """\
definitions:
  sound: {title: {en: Sound, zh: 稳}, means: {any: [{amount: {above: 5}}, {unstated: x}]}}
  both_sound: {title: {en: Both, zh: 双}, means: {all: [{meets: sound}, {count: {above: 5}}]}}
  always: {title: {en: Always, zh: 恒}, means: {all: []}}
  nobody: {title: {en: Nobody, zh: 无}, means: {unstated: y}}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "{meets: sound}",
        "{not: {meets: both_sound}}",
        "{any: [{meets: both_sound}, {all: [{meets: always}, {has_card: true}]}]}",
        "{any: [{meets: nobody}, {meets: sound}]}",
    ],
)
def test_definitions(condition: str) -> None:
    found = gold_when(condition, more=DEFINED)
    agree(found, grid(found, amount=(5, 6, None), count=(5, 6, None), has_card=CARDS))


CARDS_OF_SCORES = """\
scorecards:
  - id: first
    base: 1
    sections:
      - id: money
        at_most: 5
        weight: 2
        characteristics:
          - {id: a, attribute: amount, bins: [{below: 100, points: 2}, {at_least: 100, points: 8}]}
      - id: years
        characteristics:
          - {id: b, attribute: count, per_unit: {each: 3, points: 1/2}}
  - id: second
    characteristics:
      - {id: c, when: {score: {of: money, above: 2}}, points: 4}
      - {id: d, unstated: the rest}
"""


@pytest.mark.parametrize(
    "test",
    [
        "{of: first, at_least: 11.5}",
        "{of: money, below: 5}",
        "{of: years, above: 1/3}",
        "{of: second, at_least: 4}",
        "{of: first, at_most: {disputed: [{value: 6}, {value: 11}]}}",
        "{of: first, above: {range: [5, 11], read_as: 6}}",
        "{of: first, below: unstated}",
    ],
)
def test_scores_and_sections(test: str) -> None:
    found = gold_when(f"{{score: {test}}}", more=CARDS_OF_SCORES)
    customers = grid(found, amount=(99, 100, None), count=(0, 2, 3, 6, None))
    assert differences(found, customers) == []
