"""``evenhand export``: texts, files, checks, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand import api
from evenhand.cli.main import run
from evenhand.exporting.base import Check, Export
from evenhand.loading.schema import schema
from evenhand.reporting.base import Look, render

DAY = ("--as-of", "2026-11-24", "--isolated")


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run([*words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("to", "start"),
    [
        ("sql", "-- Policy three-laws, version 1.0.0"),
        ("dmn", '<?xml version="1.0" encoding="UTF-8"?>\n<definitions'),
        ("json", '{\n  "evenhand": 1,\n  "normalised": {\n    "id": "three-laws"'),
        ("csv", "\ufeffpolicy,version,element"),
    ],
)
def test_each_form_goes_to_the_standard_output_or_to_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, to: str, start: str
) -> None:
    code, out, err = said(capsys, "export", "@three-laws", "--to", to)
    assert (code, err) == (0, "")
    assert out.startswith(start)
    target = tmp_path / "out"
    code, nothing, err = said(capsys, "export", "@three-laws", "--to", to, "-o", str(target))
    assert (code, nothing, err) == (0, "", f"wrote {target.as_posix()}\n")
    assert target.read_bytes() == out.encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_day_does_not_change_what_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    for to in ("sql", "dmn", "json", "csv"):
        first = said(capsys, "export", "@value-six", "--to", to)
        run(["export", "@value-six", "--to", to, "--as-of", "2031-01-01", "--isolated"])
        assert capsys.readouterr().out == first[1]


def test_a_check_says_on_how_many_customers_it_ran(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("export", "@three-laws", "--dialect", "sqlite", "--check", "40")
    code, out, err = said(capsys, *words)
    assert code == 0
    assert out.startswith("-- Policy")
    assert err == (
        "sqlite: run on customers at the thresholds of the policy, all with the reference engine's "
        "answer: 40\n"
    )
    assert "结果均与参考引擎一致：40" in said(capsys, *words, lang="zh-CN")[2]


def test_what_nothing_here_runs_is_never_called_checked(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("export", "@three-laws", "--dialect", "snowflake", "--check", "5")
    code, _, err = said(capsys, *words)
    assert code == 0
    assert "printed, not run" in err
    assert said(capsys, *words, "--strict")[0] == 4


def test_a_text_that_decides_otherwise_is_not_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.exporting.sql import checking

    real = checking.expected

    def other(*given: Any) -> Any:
        from dataclasses import replace

        return replace(real(*given), outcome="elsewhere")

    monkeypatch.setattr(checking, "expected", other)
    target = tmp_path / "out.sql"
    words = ("export", "@three-laws", "--check", "3", "-o", str(target))
    code, out, err = said(capsys, *words)
    assert (code, out) == (1, "")
    assert not target.exists()
    assert "other answers than the reference engine's: 3" in err
    assert "instead of elsewhere" in err


def test_a_view_reads_the_table_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--as", "view", "risk.premium", "--table", "crm.customers", "--key", "cif")
    code, out, _ = said(capsys, "export", "@three-laws", *words)
    assert code == 0
    assert 'CREATE VIEW "risk"."premium" AS' in out
    assert 'FROM "crm"."customers" AS "c"' in out
    assert '"c"."cif"' in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "xml"), "`--to`"),
        (("--dialect", "db2"), "`--dialect`"),
        (("--to", "json", "--check", "3"), "`json` cannot be run"),
        (("--table", "a b"), "`a b` is no name"),
        (("--key", "has_credit_card"), "cannot name the customer"),
        (("--as", "view", "x;y z"), "is no name"),
        (("--check", "0"), "`--check`"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    code, out, err = said(capsys, "export", "@three-laws", *words)
    assert (code, out) == (2, "")
    assert message in err


def test_what_cannot_be_said_is_shown_at_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = tmp_path / "made.yaml"
    said(capsys, "new", "policy", "made", "-o", str(made))
    text = made.read_text("utf-8")
    own = (
        "attributes:\n  third:\n    label: {en: Third, zh: 三分}\n    type: number\n"
        "    step: 1/3\n    range: {at_least: 0, at_most: 10}\n"
    )
    text = text.replace("tiers:\n", own + "tiers:\n", 1)
    text = text.replace("otherwise:", "overridden:", 0)
    made.write_text(text, "utf-8")
    assert said(capsys, "validate", str(made))[0] == 0
    assert said(capsys, "export", str(made), "--to", "dmn")[0] == 0, "what is not used is no matter"
    lines = text.splitlines()
    place = next(at for at, line in enumerate(lines) if line.strip().startswith("knockouts:"))
    lines.insert(
        place + 1,
        "  - {id: third, when: {third: {below: 1}}, effect: reject, "
        "reason: {code: X, en: A., zh: 甲。}}",
    )
    made.write_text("\n".join(lines) + "\n", "utf-8")
    for to in ("dmn", "sql"):
        code, out, err = said(capsys, "export", str(made), "--to", to)
        assert (code, out) == (3, "")
        assert "third" in err
        assert "^" in err
        assert "cannot be exported in this form" in err


def test_the_result_is_described_by_the_schema() -> None:
    from datetime import date

    made = api.export(api.load("@three-laws"), "csv", as_of=date(2026, 11, 24))
    data = json.loads(render(made, "json", Look()))
    validator = Draft202012Validator(dict(schema("result")))
    assert [error.json_path for error in validator.iter_errors(data)] == []
    assert data["result"]["text"] == made.text == str(made) == render(made, "text", Look())
    wrong = json.loads(json.dumps(data))
    wrong["result"]["check"] = {"ran": 3}
    assert list(validator.iter_errors(wrong))


def test_a_missing_library_is_named_with_the_line_that_installs_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    code, out, err = said(capsys, "export", "@three-laws")
    assert (code, out) == (3, "")
    assert "pip install" in err
    assert said(capsys, "export", "@three-laws", "--to", "dmn")[0] == 0


def test_exit_codes_follow_the_check() -> None:
    from datetime import date

    from evenhand.result import Run

    run_ = Run("export", date(2026, 11, 24))
    base: dict[str, Any] = {"run": run_, "policy": "p", "version": "1", "to": "sql", "text": ""}
    assert Export(**base).exit_code(strict=True) == 0
    assert Export(**base, check=Check(ran=True, customers=2, differing=1)).exit_code() == 1
    assert Export(**base, check=Check(ran=False), incomplete=True).exit_code(strict=True) == 4
