"""``evenhand report`` as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema

DAY = ("--as-of", "2026-11-24", "--isolated", "--lang", "en")
ALL = ("icbc-premium.html", "index.html", "report.md", "report.zh.md")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["report", *words, *DAY])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_shipped_policy_is_reported_on_in_any_folder(
    capsys: pytest.CaptureFixture[str], empty: Path
) -> None:
    code, out, err = said(capsys, "@icbc-premium", "-o", "build/report")
    assert code == 0
    assert below(empty) == ["build", "build/report", *(f"build/report/{name}" for name in ALL)]
    assert "wrote build/report/index.html" in err
    assert "worked customers as expected" in out


def test_the_same_is_written_twice_byte_for_byte(
    capsys: pytest.CaptureFixture[str], empty: Path
) -> None:
    for folder in ("one", "two"):
        assert said(capsys, "@icbc-premium", "-o", folder)[0] == 0
    for name in ALL:
        assert (empty / "one" / name).read_bytes() == (empty / "two" / name).read_bytes()


def test_what_else_is_in_the_folder_stays(capsys: pytest.CaptureFixture[str], empty: Path) -> None:
    (empty / "out").mkdir()
    (empty / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    (empty / "out" / "index.html").write_text("old", encoding="utf-8")
    assert said(capsys, "@icbc-premium", "-o", "out")[0] == 0
    assert below(empty / "out") == sorted((*ALL, "mine.txt"))
    assert (empty / "out" / "index.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_wrong_policy_is_exit_three_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], empty: Path
) -> None:
    (empty / "wrong.yaml").write_text("evenhand: 1\npolicy: {id: wrong}\n", encoding="utf-8")
    code, out, err = said(capsys, "@icbc-premium", "wrong.yaml", "-o", "out")
    assert (code, out) == (3, "")
    assert "wrong.yaml" in err
    assert below(empty) == ["wrong.yaml"]


def test_a_folder_that_cannot_be_is_exit_three_and_leaves_no_part(
    capsys: pytest.CaptureFixture[str], empty: Path
) -> None:
    (empty / "taken").write_text("a file", encoding="utf-8")
    code, _, err = said(capsys, "@icbc-premium", "-o", "taken")
    assert code == 3
    assert "`taken`" in err
    assert below(empty) == ["taken"]


def test_one_file_of_one_format(capsys: pytest.CaptureFixture[str], empty: Path) -> None:
    code, out, _ = said(capsys, "@icbc-premium", "-o", "page.html", "-o", "page.md")
    assert (code, out) == (0, "")
    assert (empty / "page.html").read_text("utf-8").startswith("<!doctype html>")
    assert (empty / "page.md").read_text("utf-8").startswith("# ")


@pytest.mark.usefixtures("empty")
def test_formats_of_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "@icbc-premium", "-f", "html")[1].startswith("<!doctype html>")
    assert said(capsys, "@icbc-premium", "-f", "markdown")[1].startswith("# ")
    code, out, _ = said(capsys, "@icbc-premium", "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    assert code == found["outcome"]["exit_code"] == 0
    assert found["run"]["seed"] == 20260101
    assert found["result"]["policies"]["icbc-premium"]["worked"]["failed"] == 0


@pytest.mark.usefixtures("empty")
def test_a_gate_is_exit_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "@icbc-premium", "--fail-on", "warning")[0] == 1


def test_other_commands_say_that_they_have_no_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "@icbc-premium", "-f", "html", *DAY]) == 2
    assert "text, concise, json, markdown" in capsys.readouterr().err
