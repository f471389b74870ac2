"""Origins: where texts come from, what lies beside them, and how they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.loading.origin import (
    DiskFile,
    GivenText,
    Origin,
    OutsideError,
    Overlaid,
    ShippedFile,
    disk_file,
    project_root,
    shipped_vocabulary,
    shown_path,
)
from evenhand.loading.shipped import (
    shipped_by_id,
    shipped_ids,
    shipped_policies,
    shipped_vocabularies,
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "banks" / "words").mkdir(parents=True)
    (root / "evenhand.toml").touch()
    (root / "banks" / "one.yaml").write_text("a: 1\n", "utf-8")
    (root / "banks" / "words" / "own.yaml").write_text("b: 2\n", "utf-8")
    (tmp_path / "secret.yaml").write_text("c: 3\n", "utf-8")
    monkeypatch.chdir(root)
    return root


def test_what_lies_beside_a_file(project: Path) -> None:
    one = disk_file(Path("banks/one.yaml"))
    assert (one.shown, one.root) == ("banks/one.yaml", project)
    beside = one.beside("words/own.yaml")
    assert beside is not None and beside.shown == "banks/words/own.yaml"
    back = beside.beside("../one.yaml")
    assert back is not None and back.shown == "banks/one.yaml"
    assert back.read().root is not None
    assert one.beside("nothing.yaml") is None and one.beside("words") is None


@pytest.mark.parametrize("path", ["../../secret.yaml", "/etc/hostname", "link.yaml"])
def test_nothing_outside_the_project(project: Path, path: str) -> None:
    (project / "banks" / "link.yaml").symlink_to(project.parent / "secret.yaml")
    with pytest.raises(OutsideError):
        disk_file(Path("banks/one.yaml")).beside(path)


def test_paths_are_shown_relative_to_here(project: Path) -> None:
    assert shown_path(Path("./banks/../banks/one.yaml")) == "banks/one.yaml"
    assert shown_path(project / "banks" / "one.yaml") == "banks/one.yaml"
    assert shown_path(project.parent / "secret.yaml") == "secret.yaml"


def test_the_root_of_a_project(project: Path) -> None:
    assert project_root(project / "banks" / "words" / "own.yaml") == project
    (project / "banks" / ".git").mkdir()
    assert project_root(project / "banks" / "words" / "own.yaml") == project / "banks"
    assert project_root(Path("/nowhere/at/all.yaml")) == Path("/nowhere/at")
    given = disk_file(Path("banks/one.yaml"), project / "banks")
    assert given == DiskFile(Path("banks/one.yaml"), "banks/one.yaml", project / "banks")


def test_shipped_files() -> None:
    core = shipped_vocabulary("core")
    assert core.shown == "policies/vocabulary/core.yaml"
    assert core.read().root is not None
    cards = core.beside("cards.yaml")
    assert cards == ShippedFile("policies/vocabulary/cards.yaml")
    assert core.beside("../seed/three-laws.yaml") is not None
    assert core.beside("nothing.yaml") is None
    with pytest.raises(OutsideError):
        core.beside("../../README.md")
    with pytest.raises(FileNotFoundError):
        ShippedFile("docs/index.md").content()


def test_what_is_shipped_is_found_by_id() -> None:
    assert shipped_by_id("three-laws") == ShippedFile("policies/seed/three-laws.yaml")
    assert shipped_by_id("core") == ShippedFile("policies/vocabulary/core.yaml")
    assert shipped_by_id("laws") is None
    assert {"core", "cards"} <= set(shipped_vocabularies())
    assert {"three-laws", "core"} <= set(shipped_ids())
    named = {one.shown for one in shipped_policies()}
    assert "policies/seed/three-laws.yaml" in named
    assert not any("vocabulary" in one or "cases" in one for one in named)


def test_texts_have_nothing_beside_them(project: Path) -> None:
    text: Origin = GivenText("a: 1\n", "text.yaml")
    assert text.read().root is not None
    assert text.beside("banks/one.yaml") is None


def test_a_text_in_the_place_of_a_file(project: Path) -> None:
    over = Overlaid(disk_file(Path("banks/one.yaml")), b"x: 9\n")
    assert over.shown == "banks/one.yaml"
    assert over.read().source.lines[0] == "x: 9"
    beside = over.beside("words/own.yaml")
    assert beside is not None and beside.shown == "banks/words/own.yaml"
    with pytest.raises(OutsideError):
        over.beside("../../secret.yaml")
