"""``evenhand diff`` and ``evenhand compare`` as they are called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.reporting.cells import cell_width

DAY = ("--as-of", "2026-11-24", "--isolated")
OLD, NEW = "@joint-stock-mortgage", "@joint-stock-mortgage-repaired"
SOME = ("@icbc-premium", "@joint-stock-mortgage", "@three-laws", "@scorecard-five")


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run([*words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out, _ = said(capsys, *words, "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return code, found["result"]


def test_diff_lists_old_and_new_with_places(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "diff", OLD, NEW)
    assert code == 0
    assert "Tightens for customers" in out
    assert "- “Good credit record” is met  policies/seed/joint-stock-mortgage.yaml:" in out
    assert "+ Score: at least 50  policies/seed/joint-stock-mortgage-repaired.yaml:" in out


def test_diff_in_chinese_and_in_width(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "diff", OLD, NEW, "--width", "80", lang="zh-CN")
    assert code == 0
    assert "对客户收紧" in out
    unbroken = [line for line in out.splitlines() if "policies/" not in line]
    assert max(cell_width(line) for line in unbroken) <= 80


def test_diff_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_data(capsys, "diff", OLD, NEW)
    assert code == 0
    assert found["verdict"] == "unknown"
    assert "transitions" not in found
    assert sum(found["counts"].values()) == len(found["changes"])


def test_diff_of_a_policy_with_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "diff", OLD, OLD, "--fail-on", "any")
    assert code == 0
    assert "The two policies are the same." in out


@pytest.mark.parametrize(("gate", "expected"), [("any", 1), ("narrowing", 1), ("never", 0)])
def test_diff_gates(capsys: pytest.CaptureFixture[str], gate: str, expected: int) -> None:
    assert said(capsys, "diff", OLD, NEW, "--fail-on", gate)[0] == expected


def test_diff_of_what_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "diff", OLD, "@no-such-policy")[0] == 3


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_compare_fits_the_line(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    code, out, _ = said(capsys, "compare", *SOME, "--width", "100", lang=lang)
    assert code == 0
    assert max(cell_width(line) for line in out.splitlines()) <= 100
    blocks = [line for line in out.splitlines() if line.startswith(("Policies ", "第"))]
    assert len(blocks) == 2


def test_compare_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_data(capsys, "compare", *SOME)
    assert code == 0
    assert set(found) == {"matrix"}
    rows = {row["name"]: row for row in found["matrix"]["rows"]}
    cell = rows["deposit_mean_1m"]["cells"]["joint-stock-mortgage"][0]
    assert cell["text"] == {"en": "tier: at least 300,000", "zh": "准入：不低于300,000"}
    assert cell["element"] == "tiers/premium"


def test_compare_only_different(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = as_data(capsys, "compare", *SOME, "--only-different")
    assert all(not row["same"] for row in found["matrix"]["rows"])


def test_compare_needs_two(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "compare", OLD)
    assert code == 2
    assert "two policies" in err


@pytest.mark.parametrize("name", ["diff", "compare"])
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_help(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    code, out, _ = said(capsys, name, "--help", lang=lang)
    assert code == 0
    assert "evenhand" in out


@pytest.mark.parametrize("words", [("diff", OLD, NEW), ("compare", *SOME)])
def test_markdown(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, out, _ = said(capsys, *words, "-f", "markdown")
    assert code == 0
    assert out.startswith("#")
    assert "| --- |" in out
    assert "```" not in out
