"""Mapping files: where attributes stand in a table, and what is wrong with such a file."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from tests.build import LOADER, policy

from evenhand.loading.mappings import LoadedMapping, load_mapping
from evenhand.loading.origin import GivenText
from evenhand.model.table_mapping import DATE_FORMATS, UNITS, WITHOUT, Completed

HEAD = "evenhand: 1\nmapping: {id: core}\ncolumns:\n"


def loaded(text: str) -> LoadedMapping:
    return load_mapping(LOADER, GivenText(text, "<text>"), [policy().model])


def test_a_whole_mapping() -> None:
    found = loaded(
        """\
evenhand: 1
mapping:
  id: core-banking
  customer: 客户号
  missing: ["-", N/A]
  floats: as_printed
  encoding: gb18030
  delimiter: "|"
columns:
  amount: {column: AMT, unit: wan, times: 2, missing: ["9999"]}
  has_card: {column: CARD, yes: [Y, "1", true], no: [N]}
  age: {column: BIRTH, format: YYYYMMDD, completed: years}
  occupation: {column: OCC, codes: {"01": doctor, "02": lawyer}}
  income_source: {members: {wage: W, rent: R}, yes: [Y], no: [N]}
  tenure: TENURE
  discretion.branch: {constant: true}
"""
    )
    assert found.findings == ()
    mapping = found.mapping
    assert (mapping.id, mapping.customer, mapping.missing) == (
        "core-banking",
        "客户号",
        ("-", "N/A"),
    )
    assert (mapping.floats, mapping.encoding, mapping.delimiter) == (True, "gb18030", "|")
    amount = mapping.fields["amount"]
    assert (amount.column, amount.times, amount.missing) == ("AMT", Fraction(20_000), ("9999",))
    assert mapping.fields["has_card"].yes == ("Y", "1", "true")
    assert mapping.fields["age"].completed is Completed.YEARS
    assert mapping.fields["age"].date_format == "YYYYMMDD"
    assert mapping.fields["occupation"].codes == {"01": "doctor", "02": "lawyer"}
    assert mapping.fields["income_source"].columns == ("W", "R")
    assert mapping.fields["tenure"].columns == ("TENURE",)
    assert mapping.fields["discretion.branch"].constant == "true"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("amoun: A", "unknown-attribute"),
        ("amount: {unit: fen}", "mapping-place"),
        ("amount: {column: A, constant: 5}", "mapping-place"),
        ("amount: {column: A, codes: {a: b}}", "mapping-misfit"),
        ("has_card: {column: A, unit: fen}", "mapping-misfit"),
        ("has_card: {column: A, yes: [Y], no: [Y]}", "mapping-twice"),
        ("amount: {column: A, times: 0}", "mapping-times"),
        ("amount: {column: A, times: -1}", "mapping-times"),
        ("occupation: {column: A, codes: {x: docter}}", "mapping-code"),
        ("income_source: {members: {wages: W}}", "mapping-code"),
        ("amount: {column: A, unit: pound}", "not-allowed-value"),
        ("amount: {colum: A}", "unknown-key"),
    ],
)
def test_what_is_wrong_is_told_at_its_place_in_both_languages(line: str, rule: str) -> None:
    found = loaded(f"{HEAD}  {line}\n")
    assert found.wrong
    told = next(one for one in found.findings if one.rule == rule)
    assert told.location is not None and told.location.line == 4
    assert told.hint is not None
    for said in (told.message, told.hint):
        assert said.text("en") != said.text("zh")


def test_another_kind_of_file_is_refused() -> None:
    found = loaded(
        "evenhand: 1\ncosts: {}\nactions: {deposit_mean_1m: {raise: {cost: 1, per: 1}}}\n"
    )
    assert [one.rule for one in found.findings] == ["not-mapping"]
    assert found.mapping == WITHOUT


def test_the_schema_lists_the_units_and_formats_that_the_model_has() -> None:
    from evenhand.loading.schema import schema

    entry = schema("mapping")["properties"]["columns"]["additionalProperties"]["properties"]
    assert set(entry["unit"]["enum"]) == set(UNITS)
    assert set(entry["format"]["enum"]) == set(DATE_FORMATS)
    assert {one.value for one in Completed} == set(entry["completed"]["enum"])


def test_the_mapping_of_the_guide_is_one() -> None:
    page = (Path(__file__).parents[3] / "docs" / "decide.md").read_text("utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    found = loaded(text)
    assert found.findings == ()
    assert len(found.mapping.fields) == 8
