"""``evenhand simulate`` as it is called: text in both languages, JSON, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenhand.cli.main import run

DAY = ("--as-of", "2026-11-24", "--isolated")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["simulate", *words, *DAY])
    out, err = capsys.readouterr()
    return code, out, err


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "@three-laws", "--n", "120", "--seed", "1", "--lang", "en")
    assert code == 0
    assert "three-laws 1.0.0 · 120 edge cases · seed 1 · open wording as declared" in out
    assert "Ordinary customer (ordinary): Illicit card cash-outs at any time = 1" in out
    assert "no shares of real people" in " ".join(out.split())


def test_chinese_text_lines_up(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "@three-laws", "--n", "120", "--seed", "1", "--lang", "zh-CN")
    lines = out.splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("结果 "))
    assert code == 0
    assert lines[head + 1].startswith("-" * 8)
    assert "普通客户（ordinary）：历史违规套现次数＝1" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(
        capsys, "@three-laws", "@icbc-premium", "--n", "30", "--reading", "open", "-f", "json"
    )
    data = json.loads(out)
    assert code == 0
    assert (data["run"]["seed"], data["run"]["reading"]) == (20260101, "open")
    assert data["result"]["mode"] == "edge"
    assert list(data["result"]["policies"]) == ["three-laws", "icbc-premium"]
    assert all(one["n"] == 30 for one in data["result"]["policies"].values())


def test_wrong_usage_and_wrong_policies(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(capsys)[0] == 2
    assert said(capsys, "@three-laws", "--n", "0")[0] == 2
    assert said(capsys, "@nothing")[0] == 3
    Path("wrong.yaml").write_text("evenhand: 1\npolicy: {id: wrong}\n", "utf-8")
    code, _, err = said(capsys, "wrong.yaml", "--lang", "en")
    assert code == 3
    assert "wrong.yaml:2" in err
    Path("wrong.yaml").write_text("name: something else\n", "utf-8")
    assert said(capsys, ".")[0] == 3


def test_help_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for language, word in (("en", "thresholds"), ("zh-CN", "门槛")):
        assert run(["simulate", "--help", "--lang", language]) == 0
        assert word in capsys.readouterr().out
