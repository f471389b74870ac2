"""The table for spreadsheets: complete, in both languages, and never a formula."""

from __future__ import annotations

import csv
import io

import pytest
from tests.build import policy

from evenhand import api
from evenhand.api import Policy
from evenhand.exporting.base import Settings
from evenhand.exporting.csv import COLUMNS, render, safe

SHIPPED = list(api.load_library("policies").values())


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_every_element_has_a_row(one: Policy) -> None:
    rows = read(render(one.model, Settings()))
    elements = [row["element"] for row in rows]
    assert len(elements) == len(set(elements))
    model = one.model
    wanted = [f"knockouts/{k.id}" for k in model.knockouts]
    wanted += [f"definitions/{name}" for name in model.definitions]
    wanted += [f"tiers/{tier.id}" for tier in model.tiers]
    wanted += [f"tiers/{t.id}/paths/{path.id}" for t in model.tiers for path in t.paths]
    assert set(wanted) <= set(elements)
    kinds = [row["kind"] for row in rows]
    assert kinds.count("characteristic") == len(model.characteristics())
    assert set(rows[0]) == set(COLUMNS)
    assert {(row["policy"], row["version"]) for row in rows} == {(one.id, model.header.version)}


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_conditions_are_in_both_languages_or_in_none(one: Policy) -> None:
    for row in read(render(one.model, Settings())):
        assert bool(row["condition_en"]) == bool(row["condition_zh"])
        if row["kind"] in ("knockout", "path", "definition"):
            assert row["condition_en"]


def test_the_attributes_of_a_condition_are_named() -> None:
    rows = {row["element"]: row for row in read(render(api.load("@three-laws").model, Settings()))}
    found = rows["knockouts/illicit-cash-out"]
    assert found["attributes"] == "cash_out_count_ever"
    assert found["effect"] == "cap: ordinary; L02"


def test_points_are_numbers_that_a_spreadsheet_reads_as_they_are() -> None:
    body = """
scorecard:
  characteristics:
    - id: money
      attribute: amount
      bins: [{below: 1_000, points: -5}, {at_least: 1_000, points: 12_000.5}]
      missing: 0
    - {id: cards, attribute: count, per_unit: {each: 2, points: 1/3, at_most: 4}}
    - {id: rest, attribute: rank, points: {low: {disputed: [{value: 1}, {value: 2}]}}, otherwise: 3}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 10}}}
otherwise: {tier: plain}
"""
    rows = {row["element"]: row for row in read(render(policy(body).model, Settings()))}
    assert rows["scorecard/money/1"]["points"] == "-5"
    assert rows["scorecard/money/2"]["points"] == "12000.5"
    assert rows["scorecard/money/2"]["condition_en"] == "at least 1,000"
    assert rows["scorecard/money/missing"]["condition_zh"] == "该值缺失"
    assert rows["scorecard/cards/unit"]["points"] == "'1/3"
    assert "at most 4 points" in rows["scorecard/cards/unit"]["condition_en"]
    assert rows["scorecard/rest/low"]["points"] == ""
    assert rows["scorecard/rest/low"]["points_note_en"] == "1 or 2 (sources differ)"
    assert rows["scorecard/rest/other-values"]["points"] == "3"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("-5", "-5"),
        ("-0.5", "-0.5"),
        ("\t=1", "'=1"),
        ("plain", "plain"),
        ("3/4", "'3/4"),
        ("two\nlines", "two lines"),
    ],
)
def test_no_cell_begins_a_formula(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_a_title_that_is_a_formula_is_defused() -> None:
    body = """
tiers:
  - {id: gold, title: {en: "=HYPERLINK(1)", zh: "@金"}, when: {amount: {at_least: 1}}}
otherwise: {tier: plain}
"""
    rows = read(render(policy(body).model, Settings()))
    assert (rows[0]["title_en"], rows[0]["title_zh"]) == ("'=HYPERLINK(1)", "'@金")
