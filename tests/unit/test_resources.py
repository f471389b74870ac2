"""The shipped data is found in a checkout and in an installed package alike."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evenhand import resources
from evenhand.resources import AREAS, Area, find_area, walk

PROJECT = '[project]\nname = "evenhand"\n'


def fill(root: Path) -> None:
    """A small set of shipped folders below ``root``."""
    for path in (
        "schema/policy.schema.json",
        "policies/seed/three-laws.yaml",
        "policies/seed/three-laws.cases.yaml",
        "policies/vocabulary/core.yaml",
        "policies/README.md",
        "audits/rules/stat/STAT-01.yaml",
    ):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")


def test_every_area_of_this_installation_is_found() -> None:
    for name in AREAS:
        assert resources.area(name).is_dir()
    assert resources.policies().name == "policies"
    assert resources.audits().name == "audits"


def test_a_schema_is_addressed_by_its_short_name() -> None:
    assert resources.schema_file("policy").name == "policy.schema.json"


def test_the_packages_own_data_comes_first(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    fill(tmp_path)
    package = tmp_path / "toolkit" / "evenhand"
    fill(package / "_data")
    assert find_area("policies", package, package) == package / "_data" / "policies"


def test_a_checkout_is_known_by_its_project_name(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    fill(tmp_path)
    package = tmp_path / "toolkit" / "evenhand"
    package.mkdir(parents=True)
    assert find_area("audits", package, package) == tmp_path / "audits"


@pytest.mark.parametrize(
    "project", ['[project]\nname = "other"\n', "[tool]\n", "no toml at all [", None]
)
def test_a_strangers_folder_is_not_taken_for_the_checkout(
    tmp_path: Path, project: str | None
) -> None:
    if project is not None:
        (tmp_path / "pyproject.toml").write_text(project)
    fill(tmp_path)
    package = tmp_path / "evenhand"
    package.mkdir()
    with pytest.raises(FileNotFoundError, match="policies"):
        find_area("policies", package, package)


def in_checkout(tmp_path: Path) -> Callable[[Area], list[str]]:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    fill(tmp_path)
    package = tmp_path / "toolkit" / "evenhand"
    package.mkdir(parents=True)
    return lambda name: [p for p, _ in walk(find_area(name, package, package), ".yaml")]


def in_wheel(tmp_path: Path) -> Callable[[Area], list[str]]:
    fill(tmp_path / "evenhand" / "_data")
    wheel = tmp_path / "evenhand.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted((tmp_path / "evenhand").rglob("*")):
            archive.write(file, file.relative_to(tmp_path).as_posix())
    package = zipfile.Path(zipfile.ZipFile(wheel), "evenhand/")
    return lambda name: [p for p, _ in walk(find_area(name, package, tmp_path), ".yaml")]


@pytest.mark.parametrize("place", [in_checkout, in_wheel])
def test_logical_paths_are_the_same_everywhere(
    tmp_path: Path, place: Callable[[Path], Callable[[Area], list[str]]]
) -> None:
    listed = place(tmp_path)
    assert listed("policies") == [
        "policies/seed/three-laws.cases.yaml",
        "policies/seed/three-laws.yaml",
        "policies/vocabulary/core.yaml",
    ]
    assert listed("audits") == ["audits/rules/stat/STAT-01.yaml"]


def test_a_walk_reads_what_it_names(tmp_path: Path) -> None:
    fill(tmp_path)
    for path, file in walk(tmp_path / "policies"):
        assert file.read_text("utf-8") == path


def test_a_walk_below_an_area_takes_a_prefix(tmp_path: Path) -> None:
    fill(tmp_path)
    found = walk(tmp_path / "policies" / "vocabulary", ".yaml", prefix="policies/vocabulary")
    assert [path for path, _ in found] == ["policies/vocabulary/core.yaml"]
    assert [path for path, _ in walk(tmp_path / "schema", prefix="")] == ["policy.schema.json"]


def test_hidden_files_and_compiled_python_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path)
    for name in (".hidden/a.yaml", "__pycache__/a.yaml", ".a.yaml"):
        file = tmp_path / "policies" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    assert all("hidden" not in p and "/a" not in p for p, _ in walk(tmp_path / "policies"))
    assert len(walk(tmp_path / "policies", ".yaml")) == 3
