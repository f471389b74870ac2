"""The policy schema for editors: in one piece, with the vocabulary's names, tests and codes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.loading.editor_schema import Word, for_vocabulary
from evenhand.loading.nodes import plain
from evenhand.loading.reader import read

EXAMPLE = Path(__file__).parents[2] / "examples" / "example-city-bank-premier.yaml"

WORDS = (
    Word("age", "integer", (), "Age", "年龄"),
    Word("housing", "enum", ("own", "mortgage", "rent"), "Housing", "居住状况"),
    Word("grade", "ordinal", ("none", "gold"), "Grade", "等级"),
    Word("has_account", "boolean", (), "Has an account", "有账户"),
    Word("licences", "set", ("doctor", "lawyer"), "Licences", "执照"),
    Word("town", "enum", (), "Town", "城镇"),
)


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(for_vocabulary(WORDS))


def fits(part: str, value: object) -> bool:
    shape = {"$ref": f"#/$defs/{part}", "$defs": for_vocabulary(WORDS)["$defs"]}
    return Draft202012Validator(shape).is_valid(value)


def test_it_is_a_valid_schema_that_needs_no_other() -> None:
    whole = for_vocabulary(WORDS)
    Draft202012Validator.check_schema(whole)
    assert "urn:evenhand:schema:common" not in json.dumps(whole)


def test_the_full_example_fits() -> None:
    result = read(EXAMPLE.read_text("utf-8"), "example.yaml")
    assert result.root is not None
    data: Any = plain(result.root)
    assert [e.json_path for e in validator().iter_errors(data)] == []


def test_attributes_are_listed_with_their_labels() -> None:
    housing = for_vocabulary(WORDS)["$defs"]["condition"]["properties"]["housing"]
    assert (housing["title"], housing["x-title-zh"]) == ("Housing", "居住状况")
    assert housing["description"] == "Housing · 居住状况 · enum"


@pytest.mark.parametrize(
    ("condition", "good"),
    [
        ({"housing": "own"}, True),
        ({"housing": "owned"}, False),
        ({"housing": ["own", "rent"]}, True),
        ({"housing": ["own", "house"]}, False),
        ({"housing": {"is_not": "house"}}, False),
        ({"housing": {"in": ["own"]}}, True),
        ({"housing": {"at_least": 3}}, False),
        ({"town": "anywhere"}, True),
        ({"age": {"at_least": 18}}, True),
        ({"age": {"includes": "x"}}, False),
        ({"grade": {"at_least": "gold"}}, True),
        ({"grade": "silver"}, False),
        ({"has_account": True}, True),
        ({"has_account": 1}, False),
        ({"has_account": {"known": False}}, True),
        ({"licences": {"includes_any": ["doctor"]}}, True),
        ({"licences": {"includes": "pilot"}}, False),
        ({"licences": "doctor"}, False),
        ({"own_word": {"at_least": 3}}, True),
        ({"all": [{"housing": "house"}]}, False),
    ],
)
def test_tests_are_those_of_the_type(condition: object, good: bool) -> None:
    assert fits("condition", condition) is good


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({"housing": "own", "age": 40, "licences": ["doctor"], "has_account": None}, True),
        ({"housing": "house"}, False),
        ({"licences": ["pilot"]}, False),
        ({"has_account": 3}, False),
        ({"town": "anywhere", "own_word": 3, "discretion.gold": True}, True),
    ],
)
def test_values_are_those_of_the_type(given: object, good: bool) -> None:
    assert fits("given", given) is good


def test_names_can_be_completed_and_others_stay_possible() -> None:
    name = for_vocabulary(WORDS)["$defs"]["name"]
    assert name["anyOf"][0]["enum"] == [word.id for word in WORDS]
    assert fits("name", "combined_balance")
    assert not fits("name", "Combined")


def test_no_vocabulary_and_no_side_effects() -> None:
    first = json.dumps(for_vocabulary(()))
    for_vocabulary(WORDS)
    assert json.dumps(for_vocabulary(())) == first
    assert "own-name" not in first
