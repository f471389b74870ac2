"""What the guides say of the tree is so: laws, layers, and the places where things are added."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from evenhand.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACES = re.compile(r"`((?:toolkit|tests|schema|policies|audits|docs|benchmarks)/[^`]*)`")


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def test_each_law_has_a_file_and_each_file_a_law() -> None:
    told = re.findall(r"^\|.*\| `(test_\w+\.py)` \|$", read("docs/properties.md"), re.MULTILINE)
    files = [file.name for file in (ROOT / "tests" / "properties").glob("test_*.py")]
    assert sorted(told) == sorted(files)


def test_the_layers_are_those_of_the_contract() -> None:
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "layers")
    there = [re.sub(r" *\| *\(\w+\)", "", one) for one in layers]
    blocks = re.findall(r"```text\n(.*?)```", read("docs/architecture.md"), re.DOTALL)
    assert "\n".join(there) + "\n" in blocks


def test_every_package_has_a_word_in_the_architecture() -> None:
    page = read("docs/architecture.md")
    package = ROOT / "toolkit" / "evenhand"
    folders = {one.parent.name for one in package.glob("*/__init__.py")}
    modules = {one.stem for one in package.glob("*.py")} - {"__init__", "__main__"}
    assert {name for name in folders if f"**{name}**" not in page} == set()
    assert {name for name in modules if not re.search(rf"[`*]{name}\b", page)} == set()


def test_every_folder_of_the_root_is_explained() -> None:
    page = read("docs/architecture.md")
    named = set(re.findall(r"^(\w+)/ ", page, re.MULTILINE))
    skipped = {"build", "dist"}
    there = {one.name for one in ROOT.iterdir() if one.is_dir() and one.name[0] != "."} - skipped
    assert named == there
    areas = set(re.findall(r"(\w+)/ [^·]*(?:·|\n)", page.partition("tests/        ")[2]))
    assert {"cli", "properties", "rules", "invalid", "traps", "meta"} <= areas


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md", "README.md"])
def test_every_place_that_a_page_names_exists(page: str) -> None:
    for place in PLACES.findall(read(page)):
        stem = re.split(r"[<*]", place)[0]
        where = ROOT / (stem if stem == place else stem.rpartition("/")[0])
        assert where.exists(), place


def test_the_changelog_names_every_command() -> None:
    unreleased = read("CHANGELOG.md").partition("## [Unreleased]")[2]
    named = set(re.findall(r"`evenhand (\w+)`", unreleased))
    assert named == set(COMMANDS)


def test_the_glossary_has_one_row_a_word_in_both_languages() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in read("docs/glossary.md").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]
    assert len(rows) > 60
    for english, chinese, meaning, said in rows:
        assert CHINESE.search(chinese) and CHINESE.search(said)
        assert not CHINESE.search(english) and not CHINESE.search(meaning)
        assert meaning.endswith(".") and said.endswith("。")
    words = [row[0] for row in rows]
    assert len(set(words)) == len(words)
    assert len({row[1] for row in rows}) == len(rows)
