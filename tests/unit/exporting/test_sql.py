"""The exported SQL: what runs gives the reference engine's answers, the rest is read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.build import policy
from tests.unit.exporting.postgres import Cluster, cluster, programs

from evenhand import api
from evenhand.analysis.edges import edge_customers
from evenhand.api import Policy
from evenhand.engines.sql.compile import TooLarge
from evenhand.errors import UsageError
from evenhand.exporting.base import DIALECTS, CannotSay, Settings
from evenhand.exporting.sql import render
from evenhand.exporting.sql.checking import (
    TABLE,
    Row,
    check,
    compared,
    holds,
    natural,
    reads_back,
)
from evenhand.exporting.sql.dialects import DIALECTS as KNOWN
from evenhand.exporting.sql.printing import printed
from evenhand.exporting.sql.query import Exported, exported, name_parts
from evenhand.model.customer import Customer
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy as PolicyModel
from evenhand.strategies import boundary_customers, policies

SHIPPED = list(api.load_library("policies").values())
READINGS = tuple(Reading)
SEVERAL = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


# -- run -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_a_shipped_policy_decides_the_same(one: Policy, dialect: str) -> None:
    reading = Reading.DECLARED if dialect == "duckdb" else Reading.OPEN
    customers = [*edge_customers(one.model, 40, 5, reading)]
    customers += [example.customer for example in one.examples]
    found = check(one.model, Settings(reading=reading, dialect=dialect), customers)
    assert (found.ran, found.differing, dict(found.example)) == (True, 0, {})
    assert found.customers > 30


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@given(data=st.data())
@SEVERAL
def test_a_generated_policy_decides_the_same(dialect: str, data: st.DataObject) -> None:
    made = data.draw(policies())
    chosen = Settings(reading=data.draw(st.sampled_from(READINGS)), dialect=dialect)
    customers = data.draw(st.lists(boundary_customers(made), min_size=4, max_size=12))
    try:
        found = check(made, chosen, customers)
    except TooLarge:
        assert dialect == "sqlite"
        return
    assert (found.ran, found.differing, dict(found.example)) == (True, 0, {})


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("there is no PostgreSQL server on this machine")
    with cluster() as found:
        yield found


def generated(count: int) -> list[tuple[PolicyModel, Reading, list[Customer]]]:
    found: list[tuple[PolicyModel, Reading, list[Customer]]] = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), policies(), st.sampled_from(READINGS))
    def draw(data: st.DataObject, one: PolicyModel, reading: Reading) -> None:
        customers = data.draw(st.lists(boundary_customers(one), min_size=6, max_size=16))
        found.append((one, reading, customers))

    draw()
    return found


def test_policies_decide_the_same_on_postgresql(server: Cluster) -> None:
    asked = generated(50)
    for one in SHIPPED:
        for reading in (Reading.DECLARED, Reading.OPEN):
            asked.append((one.model, reading, [*edge_customers(one.model, 40, 9, reading)]))
    batch: list[tuple[Exported, str, list[Row]]] = []
    for model, reading, customers in asked:
        chosen = Settings(reading=reading, dialect="postgres", table=TABLE)
        made = exported(model, chosen)
        rows = [natural(made, number, customer) for number, customer in enumerate(customers)]
        batch.append((made, printed(model, chosen, made), rows))
    answers = server.run(batch)
    assert len(answers) == len(asked)
    for (model, reading, customers), (made, _, _), given_ in zip(
        asked, batch, answers, strict=True
    ):
        chosen = Settings(reading=reading, dialect="postgres")
        found = compared(model, chosen, made, customers, given_)
        assert (found.differing, dict(found.example)) == (0, {}), model.id


# -- read back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", ["ccb-credit-card-100", "three-laws", "card-limit-increase"])
def test_the_text_is_read_as_the_tree_it_was_printed_from(dialect: str, name: str) -> None:
    model = api.load(f"@{name}").model
    view = "risk.decided" if name == "three-laws" else None
    chosen = Settings(dialect=dialect, view=view, table="sales.customers")
    made = exported(model, chosen)
    text = printed(model, chosen, made)
    assert reads_back(made, text, chosen)
    if name == "card-limit-increase":
        assert not reads_back(made, text.replace("data_error'", "data_errors'"), chosen)


def test_every_dialect_of_the_interface_is_known() -> None:
    assert set(DIALECTS) == set(KNOWN)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_equal_policies_give_equal_bytes_without_places(dialect: str) -> None:
    first, second = (render(api.load("@three-laws").model, Settings(dialect=dialect)) for _ in "ab")
    assert first == second
    assert ".yaml" not in first
    assert "three-laws, version 1.0.0" in first


# -- values outside their domains ------------------------------------------------------------------

BODY = """
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when:
      any:
        - {amount: {at_least: 100}}
        - {rank: {at_least: mid}}
        - {colour: red}
        - {licences: {includes_any: [law, tax]}}
        - {born: {below: 1980-01-01}}
        - {has_card: true}
        - {quality: good}
otherwise: {tier: plain}
"""
INSERT = "INSERT INTO customers VALUES ({})"
GOOD: dict[str, Any] = {
    "amount": 99,
    "rank": "low",
    "colour": "blue",
    "licences__law": 0,
    "licences__tax": 0,
    "born": "1990-05-20",
    "has_card": 0,
    "quality": "poor",
}
CASES: list[tuple[dict[str, Any], tuple[str, str, int]]] = [
    ({}, ("plain", "decided", 0)),
    ({"amount": 100}, ("gold", "decided", 0)),
    ({"amount": 99.99}, ("plain", "decided", 0)),
    ({"amount": None}, ("refer", "undecided", 0)),
    ({"amount": 99.999}, ("refer", "data_error", 1)),
    ({"amount": 1_000_001}, ("refer", "data_error", 1)),
    ({"amount": -1000.01}, ("refer", "data_error", 1)),
    ({"rank": "LOW"}, ("refer", "data_error", 1)),
    ({"rank": "low "}, ("refer", "data_error", 1)),
    ({"rank": ""}, ("refer", "data_error", 1)),
    ({"rank": "high", "amount": 12.345}, ("refer", "data_error", 1)),
    ({"colour": "mauve"}, ("plain", "decided", 0)),
    ({"colour": "Red"}, ("plain", "decided", 0)),
    ({"quality": "fair", "rank": "x"}, ("refer", "data_error", 2)),
    ({"licences__law": None}, ("refer", "data_error", 1)),
    ({"licences__law": None, "licences__tax": None}, ("refer", "undecided", 0)),
    ({"born": "1979-12-31"}, ("gold", "decided", 0)),
    ({"born": None}, ("refer", "undecided", 0)),
]
LOOSE: list[tuple[dict[str, Any], tuple[str, str, int]]] = [
    ({"amount": "100"}, ("refer", "data_error", 1)),
    ({"born": "1990-02-30"}, ("refer", "data_error", 1)),
    ({"born": "1990-2-3"}, ("refer", "data_error", 1)),
    ({"has_card": 2}, ("refer", "data_error", 1)),
    ({"has_card": "yes"}, ("refer", "data_error", 1)),
]


def asked(dialect: str) -> str:
    return render(policy(BODY).model, Settings(dialect=dialect))


def test_what_is_outside_its_domain_is_referred_on_sqlite() -> None:
    cases = [*CASES, *LOOSE]
    rows = [[at, *(GOOD | changed).values()] for at, (changed, _) in enumerate(cases)]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE customers (customer_id, {', '.join(GOOD)})")
        connection.executemany(INSERT.format(", ".join("?" * len(rows[0]))), rows)
        found = sorted(connection.execute(asked("sqlite")).fetchall())
    for (changed, wanted), one in zip(cases, found, strict=True):
        assert (one[1], one[2], one[-1]) == wanted, changed


@pytest.mark.parametrize("amount", ["DECIMAL(20, 5)", "DOUBLE"])
def test_what_is_outside_its_domain_is_referred_on_duckdb(amount: str) -> None:
    rows = [[at, *(GOOD | changed).values()] for at, (changed, _) in enumerate(CASES)]
    types = {"amount": amount, "born": "DATE", "has_card": "BOOLEAN"}
    types |= {"licences__law": "BOOLEAN", "licences__tax": "BOOLEAN"}
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {types.get(name, 'VARCHAR COLLATE NOCASE')}" for name in GOOD)
        connection.execute(f"CREATE TABLE customers (customer_id INTEGER, {columns})")
        connection.executemany(INSERT.format(", ".join("?" * len(rows[0]))), rows)
        found = sorted(connection.execute(asked("duckdb")).fetchall())
    for (changed, wanted), one in zip(CASES, found, strict=True):
        assert (one[1], one[2], one[-1]) == wanted, changed


def test_what_is_outside_its_domain_is_referred_on_postgresql(server: Cluster) -> None:
    """Also where the column's own collation takes large and small letters as alike."""
    model = policy(BODY).model
    made = exported(model, Settings(dialect="postgres", table=TABLE))
    order = [one.name for one in made.program.columns]
    rows = [(at, *((GOOD | c)[name] for name in order)) for at, (c, _) in enumerate(CASES)]
    truths = {place for place, name in enumerate(order, 1) if name.startswith(("lic", "has"))}
    typed = [
        tuple(bool(v) if at in truths and v is not None else v for at, v in enumerate(row))
        for row in rows
    ]
    query = printed(model, Settings(dialect="postgres", table=TABLE), made)
    (found,) = server.run([(made, query, typed)], amount="NUMERIC(20, 5)")
    for (changed, wanted), one in zip(CASES, found, strict=True):
        assert (one["outcome"], one["status"], int(one["data_errors"])) == wanted, changed


# -- names and refusals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("customers", ["customers"]),
        ("a.b.c", ["a", "b", "c"]),
        ('"a.b".c', ["a.b", "c"]),
        ('"say ""x"""', ['say "x"']),
        ("x]; DROP TABLE y--", None),
        ("a..b", None),
        ("a.b.c.d", None),
        ("", None),
        ('"', None),
    ],
)
def test_names_are_read_and_what_is_none_is_refused(name: str, parts: list[str] | None) -> None:
    if parts is None:
        with pytest.raises(UsageError, match="is no name"):
            name_parts(name)
    else:
        assert [part for _, part in name_parts(name)] == parts


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_name_cannot_end_its_quotes(dialect: str) -> None:
    table = '"x`]""; DROP TABLE y; --"'
    text = render(policy(BODY).model, Settings(dialect=dialect, table=table, view=table))
    statements = sqlglot.parse(text, dialect=dialect)
    assert len([one for one in statements if one is not None]) == 1
    names = {one.name for one in (statements[0] or sqlglot.exp.Null()).find_all(sqlglot.exp.Table)}
    assert 'x`]"; DROP TABLE y; --' in names


def test_remarks_cannot_be_left() -> None:
    title = "Gold\\n; DROP TABLE x; -- */ '"
    body = BODY.replace("en: Gold", f'en: "{title}"')
    text = render(policy(body).model, Settings())
    statements = sqlglot.parse(text, dialect="duckdb")
    assert len([one for one in statements if one is not None]) == 1


def test_a_step_that_is_no_decimal_is_refused_by_name() -> None:
    own = """\
third:
  label: {en: Third, zh: 三分}
  type: number
  step: 1/3
  range: {at_least: 0, at_most: 10}
"""
    body = BODY.replace("amount: {at_least: 100}", "third: {at_least: 1}")
    with pytest.raises(CannotSay) as refused:
        render(policy(body, own=own).model, Settings())
    (finding,) = refused.value.findings
    assert finding.element == "attributes/third"
    assert finding.location is not None
    assert finding.location.path == "small.yaml"


@pytest.mark.parametrize(("most", "refused"), [("9000000000000000000", False), ("1e21", True)])
def test_more_steps_than_can_be_divided_are_refused(most: str, refused: bool) -> None:
    own = f"""\
heap:
  label: {{en: Heap, zh: 总额}}
  type: number
  step: 5
  range: {{at_least: 0, at_most: {most}}}
"""
    model = policy(BODY.replace("amount: {at_least: 100}", "heap: {at_least: 10}"), own=own).model
    if not refused:
        assert ") DIV 5" in render(model, Settings(dialect="spark"))
        return
    with pytest.raises(CannotSay) as found:
        render(model, Settings(dialect="spark"))
    assert [one.element for one in found.value.findings] == ["attributes/heap"]


def test_remarks_are_in_the_language_that_is_asked_for() -> None:
    model = api.load("@three-laws").model
    english, chinese = (render(model, replace(Settings(), language=lang)) for lang in ("en", "zh"))
    assert "Reads the table customers" in english
    assert "读取表 customers" in chinese

    def bare(text: str) -> list[str]:
        return [line for line in text.splitlines() if not line.lstrip().startswith("--")]

    assert bare(english) == bare(chinese)


GREAT = """\
turnover:
  label: {en: Turnover, zh: 营业额}
  type: money
  range: {at_least: 0, at_most: 1_000_000_000_000_000}
"""


def test_floats_that_do_not_tell_large_numbers_apart_are_left_out_of_a_check() -> None:
    body = BODY.replace("amount: {at_least: 100}", "turnover: {at_least: 900_000_000_000_000}")
    made = policy(body, own=GREAT)
    customers = [
        made.customer({"turnover": value})
        for value in ("999999999999999.99", "999999999999999", "899999999999999", "0.01")
    ]
    held = exported(made.model, Settings(dialect="sqlite"))
    assert [holds(held, one) for one in customers] == [False, True, True, True]
    found = check(made.model, Settings(dialect="sqlite"), customers)
    assert (found.customers, found.differing) == (3, 0)
