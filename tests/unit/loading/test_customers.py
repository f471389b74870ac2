"""Files of customers and of costs: the same values from both forms, and mistakes at their place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from evenhand import api
from evenhand.loading.costs import load_costs
from evenhand.loading.customers import LoadedCustomers, load_customers
from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText, disk_file
from evenhand.model.action import Span

FOLDER = Path(__file__).parents[2] / "examples" / "recourse"
POLICY = api.load(FOLDER / "rank-card.yaml").model
LOADER = Loader()


def table(tmp_path: Path, text: str | bytes, *extra: str) -> LoadedCustomers:
    file = tmp_path / "c.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_customers(LOADER, disk_file(file), POLICY, extra)


def found_in(loaded: LoadedCustomers) -> list[tuple[str, str]]:
    return [(one.rule, str(one.location).rpartition("c.csv:")[2]) for one in loaded.findings]


def test_a_table_and_a_file_give_the_same_customers() -> None:
    csv = load_customers(LOADER, disk_file(FOLDER / "customers.csv"), POLICY)
    yaml = load_customers(LOADER, disk_file(FOLDER / "customers.yaml"), POLICY)
    assert not csv.findings
    assert not yaml.findings
    assert [one.customer for one in csv.people[:2]] == [one.customer for one in yaml.people]
    assert [one.id for one in csv.people] == ["A", "B", "C", "D", "E"]
    assert [one.id for one in yaml.people] == ["A", "2"]
    assert csv.people[1].told["sex"] == "male"
    assert "sex" not in csv.people[1].customer.values
    assert "salary_paid_here" not in csv.people[3].customer.values


def test_columns_beside_the_attributes_are_told_where_they_are_named(tmp_path: Path) -> None:
    loaded = table(tmp_path, "age,branch\n40,north\n", "branch")
    assert not loaded.findings
    assert (loaded.people[0].id, loaded.people[0].told["branch"]) == ("1", "north")


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("age,branch\n40,north\n", [("unknown-column", "1:5")]),
        ("age,age\n40,41\n", [("column-twice", "1:5")]),
        ("age,tenure\n40\n", [("row-length", "2:1")]),
        ("age\nforty\n", [("value-not-a-number", "2:1")]),
        ("age,admin_rank\n40,boss\n", [("value-unknown-code", "2:4")]),
        ("age\n", [("table-without-rows", "1:1")]),
        ('age\n"40\n', [("open-quote", "2:1")]),
        ("age\n40\n".encode("utf-16"), [("other-encoding", "1:1")]),
    ],
)
def test_mistakes_are_told_at_their_place(
    tmp_path: Path, text: str | bytes, findings: list[tuple[str, str]]
) -> None:
    loaded = table(tmp_path, text)
    assert loaded.wrong
    assert found_in(loaded) == findings


def test_a_file_of_another_kind_is_refused() -> None:
    loaded = load_customers(LOADER, disk_file(FOLDER / "costs.yaml"), POLICY)
    assert [one.rule for one in loaded.findings] == ["not-customers"]
    costs = load_costs(disk_file(FOLDER / "customers.yaml"), POLICY)
    assert [one.rule for one in costs.findings] == ["not-costs"]


def test_costs_are_exact_and_by_attribute() -> None:
    loaded = load_costs(disk_file(FOLDER / "costs.yaml"), POLICY)
    assert not loaded.findings
    up = loaded.actions["deposit_mean_1m"].up
    assert up is not None
    assert (up.cost, up.per, up.takes) == (Fraction(3, 100), Fraction(1), Span(months=1))
    rank = loaded.actions["admin_rank"].up
    assert rank is not None
    assert rank.takes == Span(months=36)


@pytest.mark.parametrize(
    ("action", "rule"),
    [
        ("tenure: {raise: {cost: 1, per: 0}}", "action-bad-per"),
        ("tenure: {raise: {cost: -1, per: 1}}", "action-bad-cost"),
        ("tenure: {raise: {cost: 1}}", "action-no-per"),
        ("tenure: {raise: {cost: 0, takes: {months: 1.5}}}", "action-bad-takes"),
        ("tenure: {set: {cost: 1, per: 1}}", "action-per-of-set"),
        ("tenure: {set: {cost: 1}, raise: {cost: 0}}", "action-set-and-raise"),
        ("salary_paid_here: {raise: {cost: 1}}", "action-not-ordered"),
        ("tenur: {set: {cost: 1}}", "unknown-attribute"),
        ("tenure: {riase: {cost: 1}}", "unknown-key"),
    ],
)
def test_what_is_wrong_with_a_cost_file_is_told_once(action: str, rule: str) -> None:
    text = f"evenhand: 1\ncosts: {{}}\nactions:\n  {action}\n"
    loaded = load_costs(GivenText(text, "costs.yaml"), POLICY)
    assert [one.rule for one in loaded.findings] == [rule]
    assert loaded.actions == {}
