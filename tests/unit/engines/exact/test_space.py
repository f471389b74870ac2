"""Variables and their cells: cut where something is asked, one dictionary out of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.unit.engines.exact.tiny import gold, outcome

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.question import Question, Unanswered
from evenhand.engines.exact.space import Sort, Space, Variable
from evenhand.model.policy import Policy
from evenhand.model.values import MISSING
from evenhand.model.vocabulary import Attribute

POLICY = gold("{amount: {at_least: 2}}")


def space(*policies: Policy, **settings: Any) -> Space:
    return Space(Question(tuple(outcome(one) for one in policies or (POLICY,)), **settings))


def found(where: Space, name: str, sort: Sort | None = None, member: str | None = None) -> Variable:
    made = where.find(sort or where.sort_of(name), name, member, False)
    assert made is not None
    return made


def shown(variable: Variable) -> list[object]:
    """Cells in short: from and to of a number, else the code; None for a missing value."""
    number = variable.sort in (Sort.NUMBER, Sort.FORM)
    return [
        None if one is MISSING_CELL else (one.low, one.high) if number else one.code
        for one in variable.cells
    ]


def changed(policy: Policy, name: str, **settings: Any) -> Policy:
    known = policy.dictionary
    attributes = {**known.attributes, name: replace(known.attributes[name], **settings)}
    return replace(policy, dictionary=replace(known, attributes=attributes))


# -- cells -----------------------------------------------------------------------------------------


def test_a_number_is_cut_where_something_changes() -> None:
    where = space()
    amount, half = found(where, "amount"), found(where, "half")
    amount.cuts.update((-1, 0, 2, 4, 9))
    where.cut()
    assert shown(amount) == [(0, 1), (2, 3), (4, 4), None]
    assert (half.step, half.low, half.high) == (Fraction(1, 2), 0, 8)
    assert shown(half) == [(0, 8), None]


def test_dates_are_counted_in_days() -> None:
    where = space()
    born = found(where, "born")
    first = date(2020, 1, 1).toordinal()
    assert (born.low, born.high) == (first, first + 3)
    assert born.typical == first + 1 == where.count(born, date(2020, 1, 2))


def test_codes_members_and_answers_have_a_cell_each() -> None:
    where = space()
    card, rank = found(where, "has_card"), found(where, "rank")
    told = found(where, "licences")
    law = found(where, "licences", Sort.MEMBER, "law")
    answer = found(where, "manager", Sort.ANSWER)
    where.cut()
    assert shown(card) == [False, True, None]
    assert shown(rank) == ["low", "mid", "high", None]
    assert told.sort is Sort.PRESENCE and len(told.cells) == 2 and told.cells[1] is MISSING_CELL
    assert shown(law) == [False, True]
    assert shown(answer) == [True, False, None]


def test_what_follows_from_the_rest_is_never_missing() -> None:
    where = space()
    form, guess = where.form("sum", -2, 2), where.guess("most", ("amount", "other"))
    form.cuts.add(0)
    where.cut()
    assert shown(form) == [(-2, -1), (0, 2)]
    assert shown(guess) == ["amount", "other"]
    assert set(form.far.values()) == set(guess.far.values()) == {0}


def test_what_is_required_is_never_missing() -> None:
    where = space(fixed={"rank": MISSING})
    amount, rank = found(where, "amount"), found(where, "rank")
    amount.required = rank.required = True
    where.cut()
    assert shown(amount) == [(0, 4)]
    assert rank.cells == ()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("amount", Fraction(3), [(3, 3)]),
        ("half", Fraction(3, 2), [(3, 3)]),
        ("rank", "mid", ["mid"]),
        ("has_card", True, [True]),
        ("has_card", MISSING, [None]),
    ],
)
def test_what_is_held_fixed_has_one_cell(name: str, value: Any, expected: list[object]) -> None:
    where = space(fixed={name: value})
    variable = found(where, name)
    where.cut()
    assert shown(variable) == expected


@pytest.mark.parametrize(
    ("value", "present", "members"),
    [
        (frozenset({"law"}), True, (True, False)),
        (frozenset(), True, (False, False)),
        (MISSING, False, (False, False)),
    ],
)
def test_a_set_is_held_fixed_as_a_whole(value: Any, present: bool, members: tuple[bool]) -> None:
    where = space(fixed={"licences": value})
    told = found(where, "licences")
    inside = [found(where, "licences", Sort.MEMBER, one) for one in ("law", "tax")]
    where.cut()
    assert (told.cells == (MISSING_CELL,)) is not present and len(told.cells) == 1
    assert tuple(one.cells[0].code for one in inside) == members


def test_an_answer_is_held_fixed_by_its_input_name() -> None:
    where = space(fixed={"discretion.gold": False, "gold": MISSING})
    answer = found(where, "gold", Sort.ANSWER)
    where.cut()
    assert shown(answer) == [False]


# -- twins -----------------------------------------------------------------------------------------


def test_only_what_is_split_is_the_twins_own() -> None:
    where = space(split=("amount",), fixed={"amount": Fraction(1)}, apart={"other": ()})
    mine = where.find(Sort.NUMBER, "amount", None, False)
    theirs = where.find(Sort.NUMBER, "amount", None, True)
    shared = where.find(Sort.NUMBER, "other", None, True)
    assert mine is not theirs and shared is where.find(Sort.NUMBER, "other", None, False)
    where.cut()
    assert mine is not None and theirs is not None
    assert shown(mine) == [(1, 1)] and shown(theirs) == [(0, 4), None]
    assert [where.is_split(one) for one in ("amount", "other", "rank")] == [True, True, False]


def test_once_closed_only_what_is_there_is_found() -> None:
    where = space()
    amount = found(where, "amount")
    where.closed = True
    assert where.find(Sort.NUMBER, "amount", None, False) is amount
    assert where.find(Sort.NUMBER, "other", None, False) is None


def test_only_what_depends_on_something_may_not_exist() -> None:
    where = space()
    assert where.may_not_exist("cap") and not where.may_not_exist("amount")
    assert not where.may_not_exist("nothing")


# -- distances -------------------------------------------------------------------------------------


def far(variable: Variable) -> list[int]:
    return [variable.far[cell] for cell in variable.cells]


def test_numbers_are_as_far_as_their_cells_from_the_typical_one() -> None:
    where = space()
    amount = found(where, "amount")
    amount.cuts.update((1, 2, 4))
    where.cut()
    assert far(amount) == [1, 0, 1, 2, 1]


def test_codes_that_are_not_typical_are_one_away_but_ranks_by_steps() -> None:
    where = space()
    colour, rank, card = found(where, "colour"), found(where, "rank"), found(where, "has_card")
    where.cut()
    assert far(colour) == [1, 0, 1, 1]
    assert far(rank) == [1, 0, 1, 1]
    assert far(card) == [0, 1, 1]


def test_a_rank_that_no_dictionary_shares_is_as_near_as_any() -> None:
    other = changed(POLICY, "rank", codes=("low", "high"), code_labels=(_label(), _label()))
    where = space(POLICY, other)
    rank = found(where, "rank")
    where.cut()
    assert rank.codes == ("low", "high") and far(rank) == [1, 1, 1]


def test_members_of_typical_sets_are_at_home() -> None:
    where = space(changed(POLICY, "licences", typical=frozenset({"law"})))
    told = found(where, "licences")
    members = [found(where, "licences", Sort.MEMBER, one) for one in ("law", "tax")]
    where.cut()
    assert far(told) == [0, 1]
    assert [far(one) for one in members] == [[1, 0], [0, 1]]


def test_what_people_judge_is_best_left_open() -> None:
    where = space()
    quality, answer = found(where, "quality"), found(where, "manager", Sort.ANSWER)
    where.cut()
    assert far(quality) == far(answer) == [1, 1, 0]


def test_a_typical_value_outside_the_domain_is_its_nearest_end() -> None:
    where = space(changed(POLICY, "amount", typical=Fraction(9)))
    assert found(where, "amount").typical == 4


# -- several dictionaries --------------------------------------------------------------------------


def merged(name: str, **settings: Any) -> Attribute:
    return space(POLICY, changed(POLICY, name, **settings)).attribute(name)


def _label() -> Any:
    return POLICY.dictionary.attributes["rank"].code_labels[0]


def test_equal_definitions_are_one() -> None:
    assert merged("amount", evidence="other words").high == 4


def test_of_two_ranges_only_what_both_allow_is_possible() -> None:
    one = merged("amount", low=Fraction(1), high=Fraction(9), human=True)
    assert one.low == 1 and one.high == 4 and one.human
    assert merged("amount", low=None, high=None).high == 4


def test_of_two_steps_the_coarser_one_counts() -> None:
    assert merged("half", step=Fraction(1)).step == 1
    assert merged("half", step=Fraction(1, 4)).step == Fraction(1, 2)
    assert merged("amount", step=None, low=Fraction(2)).step == 1


def test_of_two_lists_of_codes_only_the_common_ones_are_possible() -> None:
    labels = POLICY.dictionary.attributes["colour"].code_labels
    one = merged("colour", codes=("green", "red", "grey"), code_labels=labels)
    assert one.codes == ("red", "grey") and one.code_labels == (labels[0], labels[2])


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("half", {"step": Fraction(1, 3)}),
        ("rank", {"codes": ("high", "mid", "low")}),
        ("rank", {"codes": ("best",)}),
        ("amount", {"kind": POLICY.dictionary.attributes["rank"].kind}),
    ],
)
def test_definitions_that_cannot_be_joined_have_no_answer(
    name: str, settings: dict[str, Any]
) -> None:
    with pytest.raises(Unanswered) as refused:
        merged(name, **settings)
    assert (refused.value.reason, refused.value.about) == ("differs", name)


def test_ranges_without_a_common_value_have_no_answer() -> None:
    where = space(POLICY, changed(POLICY, "amount", low=Fraction(7), high=Fraction(9)))
    with pytest.raises(Unanswered, match="differs"):
        where.find(Sort.NUMBER, "amount", None, False)


def test_cells_of_forms_know_no_attribute() -> None:
    assert Cell(1, 2).code is None
