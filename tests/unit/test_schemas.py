"""The shipped schemas: sound by themselves, in both languages, closed, and self-contained."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand import resources
from evenhand.loading.schema import PREFIX, schema
from evenhand.messages import catalogue

ENDING = ".schema.json"
NAMES = sorted(
    path.rpartition("/")[2].removesuffix(ENDING)
    for path, _ in resources.walk(resources.area("schema"), ENDING)
)
OURS = (
    *("cases", "citations", "common", "costs", "customers", "mapping", "normalised", "policy"),
    "population",
    "profile",
    "result",
    "rule",
    "vocabulary",
)
WORDS = ("title", "description", "x-title-zh", "x-description-zh")
GROUPS = ("properties", "patternProperties")


def mappings(node: object, way: str = "#") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping inside a schema, with the way to it."""
    if isinstance(node, Mapping):
        yield way, node
        for key, value in node.items():
            yield from mappings(value, f"{way}/{key}")
    elif isinstance(node, list):
        for place, item in enumerate(node):
            yield from mappings(item, f"{way}/{place}")


def declared_properties(name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The properties that a schema declares; not those that a condition only speaks of."""
    for way, node in mappings(schema(name)):
        if re.search(r"/(if|then|else|dependentSchemas|allOf)(/|$)", way):
            continue
        for group in GROUPS:
            for key, value in node.get(group, {}).items():
                yield f"{way}/{group}/{key}", value


def test_the_schemas_of_all_kinds_are_shipped() -> None:
    assert set(OURS) <= set(NAMES)


@pytest.mark.parametrize("name", OURS)
def test_a_schema_is_valid_and_names_itself(name: str) -> None:
    Draft202012Validator.check_schema(dict(schema(name)))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["$id"] == f"{PREFIX}{name}"


@pytest.mark.parametrize("name", OURS)
def test_every_property_is_explained_in_both_languages(name: str) -> None:
    lacking = [
        way for way, value in declared_properties(name) if not all(value.get(w) for w in WORDS)
    ]
    assert lacking == []


@pytest.mark.parametrize("name", OURS)
def test_explanations_are_in_their_language(name: str) -> None:
    for way, node in mappings(schema(name)):
        for word in WORDS:
            text = node.get(word)
            if isinstance(text, str):
                chinese = re.search(r"[\u4e00-\u9fff]", text) is not None
                assert chinese is word.endswith("-zh"), f"{way}: {text}"


@pytest.mark.parametrize("name", OURS)
def test_every_reference_leads_somewhere_here(name: str) -> None:
    for way, node in mappings(schema(name)):
        if not isinstance(node.get("$ref"), str):
            continue
        file, _, pointer = node["$ref"].partition("#/$defs/")
        assert file in ("", f"{PREFIX}common"), way
        home = schema("common" if file else name)
        assert pointer in home["$defs"], f"{way}: {node['$ref']}"


@pytest.mark.parametrize("name", OURS)
def test_every_definition_is_used(name: str) -> None:
    everything = "".join(json.dumps(schema(other)) for other in OURS)
    for key in schema(name).get("$defs", {}):
        assert f'#/$defs/{key}"' in everything, key


@pytest.mark.parametrize("name", [n for n in OURS if n != "result"])
def test_every_mapping_of_an_input_is_closed(name: str) -> None:
    open_ = [
        way
        for way, node in mappings(schema(name))
        if node.get("type") == "object"
        and "additionalProperties" not in node
        and not re.search(r"/(if|then|else)(/|$)", way)
    ]
    assert [way for way in open_ if not way.endswith("retention")] == []


@pytest.mark.parametrize("name", OURS)
def test_alternatives_are_never_whole_branches(name: str) -> None:
    for way, node in mappings(schema(name)):
        assert "oneOf" not in node, way
        for option in node.get("anyOf", ()):
            assert set(option) == {"required"}, way


@pytest.mark.parametrize("name", OURS)
def test_every_form_has_words(name: str) -> None:
    for way, node in mappings(schema(name)):
        if isinstance(node.get("x-form"), str):
            assert f"schema.form.{node['x-form']}" in catalogue("en"), way


EXAMPLE: dict[str, Any] = {
    "schema_version": "1.0",
    "tool": {"name": "evenhand", "version": "0.1.0"},
    "run": {
        "command": "explain",
        "as_of": "2026-11-24",
        "inputs": [{"path": "a.yaml", "sha256": "0" * 64, "policy": "a", "version": "1"}],
    },
    "outcome": {"status": "findings", "exit_code": 1},
    "summary": {"error": 1, "warning": 0, "note": 0, "new": 1, "known": 0, "waived": 0},
    "findings": [
        {
            "rule": "unknown-key",
            "severity": "error",
            "confidence": "static",
            "path": "a.yaml",
            "line": 1,
            "column": 1,
            "message": {"en": "It is.", "zh": "是。"},
            "witness": {"age": 40, "rate": "0.05", "city": None},
            "fingerprint": "0" * 20,
            "status": "new",
        }
    ],
    "result": {
        "outcome": {"outcome": "gold", "status": "decided", "score": "12.5"},
        "steps": [],
        "reasons": [],
    },
}


def result_errors(**changes: object) -> list[str]:
    given = {**json.loads(json.dumps(EXAMPLE)), **changes}
    return [e.json_path for e in Draft202012Validator(schema("result")).iter_errors(given)]


def test_a_result_is_described() -> None:
    assert result_errors() == []


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("diff", {"verdict": "better", "changes": [], "transitions": []}),
        ("simulate", {"mode": "edge", "policies": {"a": {"n": 1}}}),
        ("rule list", {"items": 3}),
        ("explain", {"outcome": {"outcome": "gold"}, "steps": [], "reasons": []}),
        ("test", {"passed": -1, "failed": 0}),
    ],
)
def test_what_a_command_gives_is_checked(command: str, wrong: object) -> None:
    run = {"command": command, "as_of": "2026-11-24", "inputs": []}
    assert all(path.startswith("$.result") for path in result_errors(run=run, result=wrong))
    assert result_errors(run=run, result=wrong)
