"""``evenhand fmt`` as it is called: what it writes, what it refuses, and its exit codes."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli import files
from evenhand.cli.main import run
from evenhand.errors import InputError
from evenhand.loading.origin import GivenText
from evenhand.loading.schema import schema
from evenhand.loading.writing import formatted as module
from evenhand.loading.writing.formatted import formatted

DAY = ("--as-of", "2026-11-24", "--isolated", "--lang", "en")
BEFORE = "evenhand: 1   # head\nprofile: {policy: three-laws }\ngiven: {card_spend_12m: 45000}\n"
AFTER = "evenhand: 1  # head\nprofile: {policy: three-laws}\ngiven: {card_spend_12m: 45_000}\n"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["fmt", *words, *DAY])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "me.yaml"
    path.write_text(BEFORE, "utf-8")
    return path


def test_a_file_is_written(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "me.yaml")
    assert (code, err) == (0, "")
    assert out == "written: me.yaml\nFiles written: 1. Unchanged: 0. Refused: 0.\n"
    assert profile.read_text("utf-8") == AFTER
    assert said(capsys, "me.yaml")[1] == "Files written: 0. Unchanged: 1. Refused: 0.\n"


def test_checking_writes_nothing(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "me.yaml", "--check")
    assert code == 1
    assert out.startswith("would change: me.yaml\n")
    assert profile.read_text("utf-8") == BEFORE
    profile.write_text(AFTER, "utf-8")
    assert said(capsys, "me.yaml", "--check", "-v") == (
        0,
        "unchanged: me.yaml\nFiles that would change: 0. Unchanged: 1. Refused: 0.\n",
        "",
    )


def test_the_difference_is_shown(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "me.yaml", "--diff")
    assert code == 0
    assert out.startswith("--- me.yaml\n+++ me.yaml\n@@ -1,3 +1,3 @@\n-evenhand: 1   # head\n")
    assert "-given: {card_spend_12m: 45000}\n" in out
    assert "+given: {card_spend_12m: 45_000}\n" in out
    assert profile.read_text("utf-8") == BEFORE
    assert said(capsys, "me.yaml", "--diff", "--check")[0] == 1


def test_the_result_fits_its_schema(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "me.yaml", "--check", "-f", "json")
    found: Any = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    assert code == found["outcome"]["exit_code"] == 1
    assert found["result"] == {
        "files": [{"path": "me.yaml", "kind": "profile", "changed": True}],
        "refused": [],
        "passed_over": [],
        "written": False,
    }


def test_standard_input_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))

    given(BEFORE)
    assert said(capsys, "-") == (0, AFTER, "")
    given(BEFORE)
    assert said(capsys, "-", "--check")[0] == 1
    given("a: [1\n")
    code, out, _ = said(capsys, "-")
    assert code == 3
    assert "Refused: 1." in out
    assert said(capsys, "-", "me.yaml")[0] == 2


def test_a_wrong_file_is_refused_and_the_others_written(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = profile.with_name("wrong.yaml")
    wrong.write_text("evenhand: 1\nprofile: {a: 1, a: 2}\n", "utf-8")
    profile.with_name("other.yaml").write_text("some: [thing]\n", "utf-8")
    code, out, _ = said(capsys, ".", "-v")
    assert code == 3
    assert "written: me.yaml" in out and "Files written: 1. Unchanged: 0. Refused: 1." in out
    assert "passed over: other.yaml" in out
    assert wrong.read_text("utf-8") == "evenhand: 1\nprofile: {a: 1, a: 2}\n"
    assert profile.read_text("utf-8") == AFTER


@pytest.mark.parametrize("text", ["some: [thing]\n", "evenhand: 2\npolicy: {}\n"])
def test_what_is_not_ours_is_refused_where_it_is_named(
    profile: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    profile.write_text(text, "utf-8")
    assert said(capsys, "me.yaml")[0] == 3
    assert profile.read_text("utf-8") == text


def test_missing_and_shipped_files_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "nowhere.yaml")[0] == 3
    assert said(capsys, "@three-laws")[0] == 2


def test_kinds_that_other_parts_read_are_laid_out_too(profile: Path) -> None:
    text = "evenhand: 1\nwaivers: { a: 1}\n"
    profile.write_text(text, "utf-8")
    assert run(["fmt", "me.yaml", *DAY]) == 0
    assert profile.read_text("utf-8") == "evenhand: 1\nwaivers: {a: 1}\n"


def test_windows_line_ends_and_byte_order_marks_go(profile: Path) -> None:
    profile.write_bytes(b"\xef\xbb\xbf" + AFTER.replace("\n", "\r\n").encode())
    assert run(["fmt", "me.yaml", *DAY]) == 0
    assert profile.read_bytes() == AFTER.encode()


def test_a_file_that_changed_meanwhile_is_left_alone(
    profile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interfering(path: Path, before: bytes, text: str) -> None:
        path.write_text("evenhand: 1\nprofile: {}\n", "utf-8")
        real(path, before, text)

    real = files.replace_unchanged
    monkeypatch.setattr(files, "replace_unchanged", interfering)
    code, out, err = said(capsys, "me.yaml")
    assert code == 3
    assert "`me.yaml` was changed while it was being read" in err
    assert "written: me.yaml" not in out and "Refused: 1." in out
    assert profile.read_text("utf-8") == "evenhand: 1\nprofile: {}\n"


def test_links_and_permissions_stay(profile: Path) -> None:
    profile.chmod(0o640)
    link = profile.with_name("link.yaml")
    link.symlink_to(profile)
    assert run(["fmt", "link.yaml", *DAY]) == 0
    assert link.is_symlink() and profile.read_text("utf-8") == AFTER
    assert profile.stat().st_mode & 0o777 == 0o640


def test_a_file_that_went_away_is_said(profile: Path) -> None:
    with pytest.raises(InputError):
        files.replace_unchanged(profile.with_name("gone.yaml"), b"", "")


@pytest.mark.parametrize(
    "spoiled", ["evenhand: 1\nprofile: {}\n", AFTER.replace("# head", ""), "a: ["]
)
def test_a_layout_that_would_change_something_is_never_used(
    spoiled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "laid_out", lambda *_: spoiled)
    found = formatted(GivenText(BEFORE, "me.yaml"))
    assert found.after is None and not found.changed
    assert [one.rule for one in found.findings] == ["layout-would-change"]


def test_a_layout_that_is_not_at_rest_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = iter([AFTER, AFTER + "\n"])
    monkeypatch.setattr(module, "laid_out", lambda *_: next(texts))
    assert formatted(GivenText(BEFORE, "me.yaml")).after is None


def test_english_and_chinese(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["fmt", "me.yaml", "--check", "--isolated", "--lang", "zh-CN"])
    out, _ = capsys.readouterr()
    assert out == "需整理：me.yaml\n需整理的文件：1，无需整理：0，未能整理：0\n"
    assert os.fspath(profile) not in out
