"""Typed columns, units, codes, dates and sets of tables."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.build import policy
from tests.readings import ATTRIBUTES, MONEY, PLACE, TODAY, attribute, read_typed, rule_of

from evenhand.api import decide_table, load_mapping
from evenhand.engines.sql.intake import LIST_MARK, fits
from evenhand.engines.sql.kinds import type_of
from evenhand.engines.sql.reading import Rule
from evenhand.model.table_mapping import Completed, Field
from evenhand.model.vocabulary import Attribute, Kind


@pytest.mark.parametrize(
    ("kind", "asked", "rows", "wanted"),
    [
        (
            "BIGINT",
            MONEY,
            ("5", "-1000", "-1001", "NULL", "9223372036854775807"),
            (500, -100_000, "!", None, "!"),
        ),
        ("DECIMAL(18, 2)", MONEY, ("5.25", "-1000.01", "NULL"), (525, "!", None)),
        ("DECIMAL(18, 3)", MONEY, ("5.250", "5.255"), (525, "!")),
        ("DECIMAL(38, 10)", MONEY, ("5.25", "5.2500000001"), (525, "!")),
        ("HUGEINT", MONEY, ("7", "170141183460469231731687303715884105727"), (700, "!")),
        ("UBIGINT", ATTRIBUTES["whole"], ("7", "18446744073709551615"), (7, "!")),
        ("SMALLINT", ATTRIBUTES["fifties"], ("150", "151", "-50"), (3, "!", "!")),
        ("DECIMAL(5, 3)", ATTRIBUTES["eighths"], ("0.125", "0.126", "1.125"), (1, "!", "!")),
        ("INTEGER", ATTRIBUTES["thirds"], ("2", "101"), (6, "!")),
        (
            "DATE",
            ATTRIBUTES["date"],
            ("'2020-01-31'", "'1899-12-31'", "'infinity'"),
            (20200131, "!", "!"),
        ),
        (
            "TIMESTAMP",
            ATTRIBUTES["date"],
            ("'2020-01-31'", "'2020-01-31 00:00:01'"),
            (20200131, "!"),
        ),
        ("BOOLEAN", ATTRIBUTES["boolean"], ("true", "false", "NULL"), (True, False, None)),
        (
            "VARCHAR",
            ATTRIBUTES["open"],
            ("'doctor'", "'welder'", "'Doctor'", "''"),
            (0, 3, "!", None),
        ),
        ("INTEGER", ATTRIBUTES["closed"], ("1",), ("!",)),
    ],
)
def test_typed_columns(
    kind: str, asked: Attribute, rows: tuple[str, ...], wanted: tuple[object, ...]
) -> None:
    found = read_typed(rule_of(asked), kind, rows)
    assert found == list(wanted)


def test_a_binary_float_is_read_as_it_is_printed_and_only_where_that_was_allowed() -> None:
    rule = rule_of(MONEY)
    assert not fits(rule, type_of("DOUBLE"), floats=False)
    rows = ("0.1", "300000.004", "1e16", "5", "'nan'", "'inf'")
    assert read_typed(rule, "DOUBLE", rows) == [10, "!", "!", 500, "!", "!"]


def test_an_amount_in_another_unit_is_multiplied_exactly() -> None:
    fen = rule_of(MONEY, times=Fraction(1, 100))
    assert read_typed(fen, "BIGINT", ("12345", "-100001")) == [12345, "!"]
    assert read_typed(fen, "VARCHAR", ("'12345'", "'1.5'", "'1e2'")) == [12345, "!", 100]
    wan = rule_of(MONEY, times=Fraction(10_000))
    assert read_typed(wan, "DECIMAL(10, 6)", ("30.000001", "0.0000010")) == [30000001, 1]
    assert read_typed(wan, "VARCHAR", ("'30.000001'", "'0.0000001'", "'1/3'")) == [
        30000001,
        "!",
        "!",
    ]


def test_codes_of_a_mapping_are_the_only_ones() -> None:
    codes = {"01": "doctor", "02": "none"}
    rows = ("'01'", "'02'", "'doctor'", "'03'", "' 01'")
    assert read_typed(rule_of(ATTRIBUTES["closed"], codes=codes), "VARCHAR", rows) == [
        0,
        1,
        "!",
        "!",
        0,
    ]
    assert read_typed(rule_of(ATTRIBUTES["open"], codes=codes), "VARCHAR", rows) == [0, 1, 3, 3, 0]


def test_texts_for_yes_and_no() -> None:
    rule = rule_of(ATTRIBUTES["boolean"], yes=("Y", "1"), no=("N", "0"))
    assert read_typed(rule, "VARCHAR", ("'Y'", "'N'", "' 1'", "'true'")) == [True, False, True, "!"]
    assert read_typed(rule, "INTEGER", ("1", "0", "2", "NULL")) == [True, False, "!", None]


@pytest.mark.parametrize(
    ("written", "text"),
    [("YYYYMMDD", "20200131"), ("YYYY/MM/DD", "2020/01/31"), ("DD.MM.YYYY", "31.01.2020")],
)
def test_dates_in_the_format_of_a_mapping_and_no_other(written: str, text: str) -> None:
    rule = rule_of(ATTRIBUTES["date"], date_format=written)
    rows = (f"'{text}'", "'2020-01-31'", "'20200230'", "'1/1/2020'")
    assert read_typed(rule, "VARCHAR", rows) == [20200131, "!", "!", "!"]


@pytest.mark.parametrize("completed", Completed)
def test_completed_years_and_months_are_counted_to_the_day_of_the_run(completed: Completed) -> None:
    most = Fraction(2000)
    rule = rule_of(attribute(Kind.INTEGER, high=most), completed=completed)
    days = ("2000-02-29", "2026-11-24", "2026-11-25", "1999-11-24", "1999-11-25", "2026-10-31")
    years = [26, 0, "!", 27, 26, 0]
    months = [12 * 26 + 8, 0, "!", 12 * 27, 12 * 27 - 1, 0]
    wanted = years if completed is Completed.YEARS else months
    assert read_typed(rule, "VARCHAR", [f"'{day}'" for day in days]) == wanted
    assert read_typed(rule, "DATE", [f"'{day}'" for day in days]) == wanted


def test_sets_by_separator_by_list_and_with_unknown_members() -> None:
    asked = attribute(Kind.SET)
    rows = ("'doctor'", "'none;doctor'", "' none ; doctor ;'", "';'", "''", "'doctor;x'")
    wanted = [",0,", ",1,0,", ",0,1,", ",", None, "!"]
    assert read_typed(rule_of(asked), "VARCHAR", rows) == wanted
    listed = rule_of(asked, separator=LIST_MARK)
    lists = ("['none', 'doctor']", "[]", "NULL", "['x']")
    assert read_typed(listed, "VARCHAR[]", lists) == [",0,1,", ",", None, "!"]


def test_marks_for_missing_stand_before_all_else(tmp_path: Path) -> None:
    rule = Rule(
        ATTRIBUTES["whole"], Field("asked", "c", location=PLACE), TODAY, frozenset({"99", "-"})
    )
    assert read_typed(rule, "VARCHAR", ("'99'", "'-'", "' 99 '", "'98'")) == [None, None, None, 98]
    assert read_typed(rule, "INTEGER", ("99", "98")) == [None, 98]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [("Y,N", "wage"), ("N,N", "standard"), ("Y,", "refer"), ("N,Y", "standard"), ("Y,x", "refer")],
)
def test_a_set_with_a_column_a_member_is_told_whole_or_not_at_all(
    tmp_path: Path, row: str, wanted: str
) -> None:
    own = """\
  sources_of_income:
    label: {en: Sources, zh: 来源}
    type: set
    values: {wage: {en: Wage, zh: 工资}, rent: {en: Rent, zh: 租金}, gift: {en: Gift, zh: 赠与}}
"""
    tiers = """\
tiers:
  - id: wage
    title: {en: Wage, zh: 工资}
    when:
      all:
        - {sources_of_income: {includes: wage}}
        - {not: {sources_of_income: {includes: gift}}}
otherwise: {tier: standard, title: {en: Standard, zh: 普通}}
"""
    asked = policy(tiers, own=own)
    mapping = load_mapping(
        None,
        [asked],
        text="evenhand: 1\nmapping: {id: core}\ncolumns:\n"
        "  sources_of_income: {members: {wage: W, rent: R}, yes: [Y], no: [N]}\n",
    )
    data, out = tmp_path / "book.csv", tmp_path / "out.csv"
    data.write_text(f"W,R\n{row}\n")
    found = decide_table(asked, data, mapping=mapping, out=out, as_of=TODAY)
    assert out.read_text().splitlines()[1].split(",")[2] == wanted
    assert found.wrong == ("x" in row)
    assert not found.absent
