"""Whole policies at the ends of the database's types: exact up to them, refused beyond."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlglot import exp
from tests.build import TAIL, gold_when, policy
from tests.sql.asking import answers, differences, grid, kind_of

from evenhand import api
from evenhand.engines.sql.compile import MOST_REASONS, REASONS, Program, TooLarge, program
from evenhand.engines.sql.shape import BIG, Shape
from evenhand.model.outcome import Reading

MOST = 10**38 - 1
"""The greatest whole number of DECIMAL(38, 0)."""

HUGE = """\
huge: {{label: {{en: Huge, zh: 巨}}, type: number, step: {step}, range: {{at_least: {low}, at_most: {high}}}}}
vast: {{label: {{en: Vast, zh: 大}}, type: number, step: {step}, range: {{at_least: {low}, at_most: {high}}}}}
"""  # noqa: E501
SUM = "both: {label: {en: Both, zh: 合}, sum: [{attribute: huge}, {attribute: vast}]}\n"


def own(high: Fraction | int, low: Fraction | int = 0, step: Fraction | int = 1) -> str:
    return HUGE.format(step=written(step), low=written(low), high=written(high))


def written(number: Fraction | int) -> str:
    """A number in YAML; long ones as fractions, since plain ones need their digits grouped."""
    whole = Fraction(number)
    if whole.denominator == 1 and abs(whole) < 10_000:
        return str(whole)
    return f'"{whole.numerator}/{whole.denominator}"'


def refusal(found: api.Policy, shape: Shape | None = None) -> TooLarge:
    """How a policy is refused; it is whatever the reading."""
    said = set()
    for reading in Reading:
        with pytest.raises(TooLarge) as raised:
            program(found.model, reading, shape=shape)
        said.add(str(raised.value))
    assert len(said) == 1
    return raised.value


@pytest.mark.parametrize("high", [BIG, BIG + 1, MOST])
@pytest.mark.parametrize("low", [0, -1])
def test_a_column_is_exact_to_the_end_of_its_type(high: int, low: int) -> None:
    lowest = high * low
    huge = gold_when(
        f"{{huge: {{above: {written(high - 1)}}}}}",
        own=own(high, lowest),
        more="scorecard: {characteristics: [{id: a, attribute: huge, bins: [{points: 3}]}]}\n",
    )
    column = next(one for one in program(huge.model).columns if one.name == "huge")
    assert kind_of(column) == ("BIGINT" if high <= BIG else "DECIMAL(38, 0)")
    assert differences(huge, grid(huge, huge=(lowest, 0, high - 1, high, None))) == []


@pytest.mark.parametrize("step", [Fraction(1), Fraction(1, 1000), Fraction(1, 3), Fraction(7)])
def test_the_step_decides_how_large_a_column_is(step: Fraction) -> None:
    fits = gold_when("{huge: {at_least: 1}}", own=own(MOST * step, step=step))
    assert differences(fits, grid(fits, huge=(0, step, MOST * step, None))) == []
    refusal(gold_when("{huge: {at_least: 1}}", own=own((MOST + 1) * step, step=step)))


def test_a_column_that_no_type_holds_is_refused_with_its_place() -> None:
    found = refusal(gold_when("{vast: {at_least: 1}}", own=own(MOST + 1)))
    text = {one: found.message.text(one) for one in ("en", "zh")}
    assert text["en"].startswith("small.yaml:48:3: policy `small`")
    assert text["zh"].startswith("small.yaml:48:3：")
    assert all("`vast`" in one and "39" in one and "38" in one for one in text.values())


def test_without_a_wide_type_bigint_is_the_end() -> None:
    narrow = Shape(wide=None)
    fits = gold_when("{huge: {at_least: 1}}", own=own(BIG))
    assert [one.name for one in program(fits.model, shape=narrow).columns] == ["huge"]
    found = refusal(gold_when("{huge: {at_least: 1}}", own=own(BIG + 1)), narrow)
    assert "`huge`" in found.message.text("en") and " 18." in found.message.text("en")
    refusal(gold_when("{both: {at_least: 1}}", own=own(BIG), derived=SUM), narrow)


@pytest.mark.parametrize("high", [BIG // 2, BIG // 2 + 1, BIG, MOST // 2])
def test_a_sum_goes_on_in_the_wider_type(high: int) -> None:
    summed = gold_when(
        f"{{both: {{at_least: {written(2 * high)}}}}}",
        own=own(high, -high),
        derived=SUM,
        more="scorecard: {characteristics: [{id: a, attribute: both, "
        "bins: [{below: 0, points: 1}, {at_least: 0, points: 2}], missing: 0}]}\n",
    )
    ends = (-high, -1, high - 1, high, None)
    assert differences(summed, grid(summed, huge=ends, vast=ends)) == []


def test_a_sum_beyond_the_wide_type_is_refused_by_its_name() -> None:
    found = refusal(gold_when("{both: {at_least: 1}}", own=own(MOST // 2 + 1), derived=SUM))
    assert "`both`" in found.message.text("en") and "small.yaml:50:3" in found.message.text("en")


def test_parts_of_several_units_are_refused_where_the_common_one_is_too_small() -> None:
    parts = "[{attribute: huge, times: 1/7}, {attribute: amount}]"
    mixed = f"both: {{label: {{en: Both, zh: 合}}, sum: {parts}}}\n"
    fits = gold_when("{both: {at_least: 1}}", own=own(MOST // 200), derived=mixed)
    given = grid(fits, huge=(0, 7, MOST // 200), amount=(-1000, 0, 1_000_000))
    assert differences(fits, given) == []
    refusal(gold_when("{both: {at_least: 1}}", own=own(MOST // 100), derived=mixed))


PER_UNIT = """\
scorecard:
  characteristics: [{{id: many, attribute: huge, per_unit: {{each: {each}, points: {points}}}}}]
"""


@pytest.mark.parametrize(
    ("each", "points", "high"),
    [("1", "1", BIG), ("7", "1/3", BIG), ("1/9", "1", BIG // 9), ("100/3", "15/2", BIG // 3)],
)
def test_counted_units_are_exact(each: str, points: str, high: int) -> None:
    found = policy(PER_UNIT.format(each=each, points=points) + TAIL, own=own(high))
    assert differences(found, grid(found, huge=(0, 6, 7, high - 1, high, None), amount=(1,))) == []


def test_units_of_a_number_wider_than_bigint_are_refused() -> None:
    wide = policy(PER_UNIT.format(each="7", points="1") + TAIL, own=own(BIG + 1))
    assert "`many`" in refusal(wide).message.text("en")
    refusal(policy(PER_UNIT.format(each="1/9", points="1") + TAIL, own=own(BIG // 9 + 1)))


def test_a_limit_makes_a_wide_number_narrow_again() -> None:
    capped = "both: {label: {en: B, zh: 合}, sum: [{attribute: huge, at_most: 60}]}\n"
    card = (
        "scorecard: {characteristics: [{id: a, attribute: both, per_unit: {each: 7, points: 1}}]}\n"
    )
    found = policy(card + TAIL, own=own(MOST), derived=capped)
    given = grid(found, huge=(0, 6, 7, 59, 60, MOST, None), amount=(1,))
    assert differences(found, given) == []
    assert answers(program(found.model), given)[5].scores == (Fraction(8),)


RATIO = "lever: {label: {en: Lever, zh: 杠杆}, ratio: {of: huge, to: vast}}\n"


def test_a_quotient_against_a_multiple_is_a_product() -> None:
    condition = "{lever: {at_least: {times: 2, of: vast}}}"
    fits = gold_when(condition, own=own(10**18, -(10**18)), derived=RATIO)
    ends = (-(10**18), -1, 0, 1, 2, 10**9, 10**18, None)
    assert differences(fits, grid(fits, huge=ends, vast=ends)) == []
    found = refusal(gold_when(condition, own=own(10**20), derived=RATIO))
    assert "`gold`" in found.message.text("en")


def test_a_quotient_against_a_figure_with_many_digits() -> None:
    bound = Fraction(10**9 + 7, 10**9 + 9)
    fits = gold_when(f"{{lever: {{above: {written(bound)}}}}}", own=own(10**28), derived=RATIO)
    ends = (0, 10**9 + 7, 10**9 + 8, 10**9 + 9, 10**28 - 1, 10**28)
    assert differences(fits, grid(fits, huge=ends, vast=ends)) == []
    refusal(gold_when(f"{{lever: {{above: {written(bound)}}}}}", own=own(10**30), derived=RATIO))


CARD = """\
scorecard:
  base: {base}
  sections:
    - {{id: one, weight: {weight}, characteristics: [{{id: a, attribute: count, bins: [{{below: 5, points: {points}}}, {{points: 0}}]}}]}}
"""  # noqa: E501


@pytest.mark.parametrize("points", [BIG, BIG + 1, -BIG - 2, MOST // 9, Fraction(MOST // 9, 7)])
@pytest.mark.parametrize("weight", ["1", "3/2", "-2"])
def test_points_are_as_large_as_they_are(points: Fraction, weight: str) -> None:
    body = CARD.format(base="1/2", weight=weight, points=written(points))
    found = policy(body + TAIL)
    assert differences(found, grid(found, count=(4, 5, None), amount=(1,))) == []


@pytest.mark.parametrize(
    ("base", "weight", "points", "element"),
    [
        ("0", "1", MOST + 1, "`a`"),
        (written(MOST), "1", 1, "`scorecard`"),
        ("1/3", "1/7", 9 * 10**37, "`scorecard`"),
    ],
)
def test_points_that_no_type_holds_are_refused(
    base: str, weight: str, points: int, element: str
) -> None:
    found = policy(CARD.format(base=base, weight=weight, points=written(points)) + TAIL)
    assert element in refusal(found).message.text("en")


def test_a_limit_that_no_type_holds_is_refused() -> None:
    body = CARD.format(base="0", weight="1", points=5)
    body = body.replace("weight: 1,", f"weight: 1, at_least: {written(MOST + 1)},")
    refusal(policy(body + TAIL))


def test_an_extreme_needs_a_place_beside_its_values() -> None:
    derived = "most: {label: {en: M, zh: 最}, max_of: [huge, lent]}\n"
    lent = "lent: {{label: {{en: L, zh: 贷}}, type: number, step: 1, range: {{at_least: {0}, at_most: {1}}}, applies_when: {{has_card: true}}}}\n"  # noqa: E501
    for high in (BIG, MOST - 1):
        ends = own(high, -high) + lent.format(written(-high), written(high))
        fits = gold_when("{most: {at_least: 0}}", own=ends, derived=derived)
        given = grid(
            fits, huge=(-high, high, None), lent=(-high, high, None), has_card=(True, False, None)
        )
        assert differences(fits, given) == []
    ends = own(MOST, -MOST) + lent.format(written(-MOST), written(MOST))
    refusal(gold_when("{most: {at_least: 0}}", own=ends, derived=derived))


# -- what a program says of itself ---------------------------------------------------------------


def selected(found: Program) -> list[exp.Expr]:
    """The columns of a program's result."""
    assert isinstance(found.query, exp.Select)
    return found.query.selects


def test_a_program_says_how_to_read_its_result() -> None:
    found = program(policy(CARD.format(base="1/2", weight="1/3", points=1) + TAIL).model)
    assert found.scale == 6
    assert found.scores == {"scorecard": "score"}
    assert found.reasons == REASONS
    assert [one.name for one in found.columns] == ["amount", "count"]
    names = [one.alias_or_name for one in selected(found)]
    assert names == [
        *("row_id", "outcome", "status", "floor", "ceiling", "possible", "score", "path"),
        *(f"reason_{place}" for place in range(1, 5)),
    ]


@pytest.mark.parametrize(("shown", "given"), [(1, 1), (7, 7), (10, 10), (25, MOST_REASONS)])
def test_a_program_has_as_many_reasons_as_the_policy_shows(shown: int, given: int) -> None:
    process = f"process: {{reasons: {{shown: {shown}}}}}\n"
    assert program(policy(TAIL + process).model).reasons == given


def test_the_same_policy_gives_the_same_query() -> None:
    found = policy(CARD.format(base="1/2", weight="1/3", points=1) + TAIL).model
    texts = {program(found).query.sql("duckdb", pretty=True) for _ in range(3)}
    assert len(texts) == 1


def test_a_table_and_columns_of_the_users_own() -> None:
    found = program(policy().model, source="step_1_outcomes", keep=("id", "branch"))
    read = [one for one in found.query.find_all(exp.Table) if one.name == "step_1_outcomes"]
    assert len(read) == 1
    assert [one.alias_or_name for one in selected(found)][:3] == ["id", "branch", "outcome"]


def test_a_column_of_which_only_the_presence_is_asked_must_fit_as_well() -> None:
    refusal(gold_when("{huge: {known: true}}", own=own(MOST + 1)))
