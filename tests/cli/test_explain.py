"""``evenhand explain`` as it is called."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.reporting.cells import cell_width

ROOT = Path(__file__).parents[2]
PROFILE = str(ROOT / "tests" / "examples" / "card-spend-45000.profile.yaml")
DAY = ("--as-of", "2026-11-24", "--isolated")


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["explain", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, _ = said(capsys, *words, "-f", "json")
    assert code == 0
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return found["result"]


def line_of(path: str, text: str) -> int:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def test_the_same_customer_is_premium_by_one_article(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "@three-laws", "--profile", PROFILE)
    outcome = found["outcome"]
    assert (outcome["outcome"], outcome["status"], outcome["paths"]) == (
        "premium",
        "decided",
        ["by-spending"],
    )
    path = "policies/seed/three-laws.yaml"
    assert outcome["decided_by"] == {
        "path": path,
        "line": line_of(path, "- id: by-spending"),
        "column": 9,
    }
    spending = next(
        one
        for ground in found["steps"][-1]["grounds"]
        for one in ground["conditions"]
        if one["value"] == "45000"
    )
    assert spending["line"] == line_of(path, "card_spend_12m:")
    assert spending["against"] == ["40000"]


def test_and_ordinary_by_another(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "@joint-stock-mortgage", "--profile", PROFILE)
    path = "policies/seed/joint-stock-mortgage.yaml"
    assert found["outcome"]["outcome"] == "ordinary"
    premium = next(step for step in found["steps"] if step["outcome"] == "premium")
    failed = premium["grounds"][0]["conditions"]
    assert [(one["value"], one["against"], one["path"], one["line"]) for one in failed] == [
        ("0", ["300000"], path, line_of(path, "deposit_mean_1m: {at_least")),
        ("45000", ["50000"], path, line_of(path, "card_spend_12m: {at_least")),
    ]


@pytest.mark.parametrize(
    ("lang", "pieces"),
    [
        (
            "en",
            (
                "Outcome: Premium customer (premium)",
                "Path met: By card spending without late payment",
                "customer: 45,000  policies/seed/three-laws.yaml:",
                "What the reading settled, not the source",
            ),
        ),
        (
            "zh-CN",
            (
                "结果：优质客户（premium）",
                "满足路径：年消费且没有逾期",
                "客户：45,000  policies/seed/three-laws.yaml:",
                "由解读而非来源确定之处",
            ),
        ),
    ],
)
def test_the_text_tells_what_decided(
    capsys: pytest.CaptureFixture[str], lang: str, pieces: tuple[str, ...]
) -> None:
    code, out, _ = said(capsys, "@three-laws", "--profile", PROFILE, lang=lang)
    assert code == 0
    for piece in pieces:
        assert piece in out


def test_what_is_open_and_what_would_settle_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(
        capsys, "@joint-stock-mortgage", "--profile", PROFILE, "--set", "overdue_count_24m="
    )
    assert code == 0
    assert "Outcome: to a person for decision (refer); undecided" in out
    assert "Possible: rejected, Ordinary customer (ordinary)" in out
    assert "to settle it, give some of these:" in out
    assert "(overdue_count_24m)" in out


def test_the_open_reading_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "@three-laws", "--profile", PROFILE, "--reading", "open")
    assert found["outcome"]["reading"] == "open"
    assert found["outcome"]["status"] == "undecided"
    assert "disputed" in found["outcome"]["causes"]
    assert found["outcome"]["leaned"] == []


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("name", ["ccb-credit-card-100", "scorecard-five", "card-limit-increase"])
def test_lines_fit_their_width(capsys: pytest.CaptureFixture[str], name: str, lang: str) -> None:
    code, out, _ = said(capsys, f"@{name}", "--set", "age=40", "--width", "100", lang=lang)
    assert code == 0
    assert [line for line in out.splitlines() if cell_width(line) > 101] == []


def test_the_decision_fits_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "@three-laws", "--profile", PROFILE, "-f", "concise")
    line = line_of("policies/seed/three-laws.yaml", "- id: by-spending")
    assert out == f"policies/seed/three-laws.yaml:{line}:9: three-laws premium decided\n"
    _, out, _ = said(capsys, "@three-laws", "--set", "age=40", "-f", "concise")
    assert out.endswith("three-laws refer undecided premium,ordinary\n")


def test_ascii_is_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "@three-laws", "--profile", PROFILE, "--ascii", lang="zh-CN")
    assert out.isascii()


def test_the_customer_can_come_from_the_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(PROFILE).read_bytes())))
    found = as_data(capsys, "@three-laws", "--profile", "-")
    assert found["outcome"]["outcome"] == "premium"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["@three-laws"], 2, "no customer was given"),
        (["@three-laws", "--set", "age=3", "--or-better"], 2, "--or-better goes with --why-not"),
        (["@three-laws", "--set", "age"], 2, "does not set a value"),
        (["@three-laws", "--set", "card_spnd_12m=3"], 2, "did you mean `card_spend_12m`?"),
        (["@three-laws", "--set", "card_spend_12m=-3"], 2, "card_spend_12m"),
        (["@three-lawz", "--set", "age=3"], 3, "three-laws"),
        (["@three-laws", "--profile", "nowhere.yaml"], 3, "nowhere.yaml"),
        (["@core", "--set", "age=3"], 3, "is not a policy"),
        ([], 2, "POLICY"),
    ],
)
def test_what_cannot_be_explained(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    ended, out, err = said(capsys, *words)
    assert (ended, out) == (code, "")
    assert told in err


def test_a_wrong_profile_is_told_at_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "evenhand: 1\nprofile: {name: Wrong}\ngiven:\n  card_spend_12m: -3\n  aeg: 4\n", "utf-8"
    )
    code, _, err = said(capsys, "@three-laws", "--profile", str(path))
    assert code == 3
    assert "wrong.yaml:4:19" in err
    assert "wrong.yaml:5:3" in err


REPAIRED = ("@joint-stock-mortgage-repaired", "--profile", PROFILE)


def test_a_letter_and_what_the_bank_should_know(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "@three-laws", "--profile", PROFILE, "--letter")
    assert code == 0
    assert out.startswith("[Name of the customer]\n")
    assert "You are placed as: Premium customer." in out
    assert "For the bank:" not in out
    assert "For the bank: the policy declares no way to object" in err
    _, _, quiet = said(capsys, "@three-laws", "--profile", PROFILE, "--letter", "-q")
    assert quiet == ""


@pytest.mark.parametrize(
    ("lang", "title"),
    [("en", "Your case under our policy"), ("zh-CN", "关于“房贷优质客户（修订示例）”的结果告知")],
)
def test_a_letter_as_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str, title: str
) -> None:
    path = tmp_path / "letter.md"
    code, _, _ = said(capsys, *REPAIRED, "--letter", "-o", str(path), lang=lang)
    assert code == 0
    assert f"# {title}" in path.read_text("utf-8")


def test_reasons_are_ranked_and_four_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    card = ("@ccb-credit-card-100", "--set", "age=20", "--set", "housing=rent")
    found = as_data(capsys, *card)["reasons"]
    assert len(found) <= 4
    shorts = [int(one["short"]) for one in found if one["short"] is not None]
    assert shorts == sorted(shorts, reverse=True)
    assert as_data(capsys, *card, "--reasons", "0")["reasons"] == []
    assert len(as_data(capsys, *card, "--reasons", "99")["reasons"]) >= len(found)


def test_one_rank_alone_fixes_the_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    insider = ["@insider-rank-scorecard", "--set", "military_rank=senior_colonel"]
    insider += ["--set", "discretion.usually=true", "--set", "admin_rank=none"]
    found = as_data(capsys, *insider, "--sufficient")["sufficient"]
    assert found == {
        "values": {"military_rank": "senior_colonel", "discretion.usually": True},
        "smallest": True,
        "customers": "complete",
        "proved": True,
        "why": None,
    }
    _, out, _ = said(capsys, *insider, "-v")
    assert "What alone fixes the outcome" in out
    assert "    Officer rank of the armed forces: Senior colonel\n" in out


def test_the_fewest_values_that_can_decide(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "@occupation-white-list", "--set", "occupation=teacher", "--sufficient")
    assert found["settling"] == {
        "attributes": ["occupation_proof_valid"],
        "hopeless": False,
        "proved": True,
        "why": None,
    }
