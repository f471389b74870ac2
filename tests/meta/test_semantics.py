"""docs/semantics.md numbers the rules of the language; each rule names the tests that check it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "semantics.md").read_text("utf-8")
COUNT = 29

# Rules that no engine evaluates; the page says so in these words.
NOT_EVALUATED = frozenset({24})
SAID = "Not evaluated: "

RULE = re.compile(r"^### Rule (\d+)\. \S.*$", re.MULTILINE)
NAMED = re.compile(r"^test_rules?_(\d\d)(?:_to_(\d\d))?_")


def sections() -> dict[int, str]:
    """The text of each rule by its number."""
    found = list(RULE.finditer(PAGE))
    ends = [*(one.start() for one in found[1:]), len(PAGE)]
    return {int(one[1]): PAGE[one.end() : end] for one, end in zip(found, ends, strict=True)}


SECTIONS = sections()


def named_by(rule: int) -> list[str]:
    """The tests that a rule names: functions, and files by their path."""
    _, _, rest = SECTIONS[rule].partition("\nTests: ")
    return re.findall(r"`([^`]+)`", rest.partition("\n\n")[0])


def functions() -> dict[str, Path]:
    """All test functions of the engines, the model and the properties, with their file."""
    files = [
        *(ROOT / "tests" / "unit" / "engines").rglob("test_*.py"),
        *(ROOT / "tests" / "unit" / "model").rglob("test_*.py"),
        *(ROOT / "tests" / "properties").glob("test_*.py"),
    ]
    return {
        node.name: file
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


FUNCTIONS = functions()


def rules_of(name: str) -> range:
    """The rules that a test's name speaks of."""
    found = NAMED.match(name)
    if found is None:
        return range(0)
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def test_every_rule_has_one_heading_in_order() -> None:
    assert [int(number) for number in RULE.findall(PAGE)] == list(range(1, COUNT + 1))


@pytest.mark.parametrize("rule", SECTIONS)
def test_a_rule_names_its_tests_or_says_that_it_is_not_evaluated(rule: int) -> None:
    assert bool(named_by(rule)) is (rule not in NOT_EVALUATED)
    assert (SAID in SECTIONS[rule]) is (rule in NOT_EVALUATED)


@pytest.mark.parametrize("rule", SECTIONS)
def test_every_test_that_a_rule_names_exists_and_is_named_once(rule: int) -> None:
    named = named_by(rule)
    missing = [one for one in named if not ("/" in one and (ROOT / one).is_file())]
    assert [one for one in missing if one not in FUNCTIONS] == []
    assert len(set(named)) == len(named)


def test_every_test_named_after_a_rule_stands_there() -> None:
    absent = [
        f"rule {rule}: {name} ({file.relative_to(ROOT).as_posix()})"
        for name, file in sorted(FUNCTIONS.items())
        for rule in rules_of(name)
        if name not in named_by(rule)
    ]
    assert absent == []


def test_every_trap_belongs_to_a_rule() -> None:
    named = {one for rule in SECTIONS for one in named_by(rule)}
    traps = {file.relative_to(ROOT).as_posix() for file in (ROOT / "tests" / "traps").iterdir()}
    assert traps - named == set()
