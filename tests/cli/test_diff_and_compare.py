"""``evenhand diff`` and ``evenhand compare`` as they are called."""

from __future__ import annotations

import json
from pathlib import Path
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
    assert (found["verdict"], found["confidence"]) == ("incomparable", "proved")
    assert {one["effect"] for one in found["transitions"]} == {"loss", "gain", "neither"}
    assert all(one["witness"] for one in found["transitions"])
    assert sum(found["counts"].values()) == len(found["changes"])


def test_diff_shows_who_gains_and_who_loses(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "diff", OLD, NEW)
    assert code == 0
    assert "some customers gain by the new policy and others lose (proved)" in out
    assert "Premium customer → outside the policy's scope  (loses)" in out
    assert "policies/seed/joint-stock-mortgage-repaired.yaml:41:14  applies_to" in out
    assert "Loses     Preferential mortgage rate" in out
    assert "Only where something is missing" in out
    _, whole, _ = said(capsys, "diff", OLD, NEW, "-v")
    assert "Only where something is missing" not in whole
    assert whole.count("Customer  ") > out.count("Customer  ")


def test_diff_tells_the_way_back(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "diff", OLD, NEW, "--recourse")
    assert "Way back  Wait. Age in completed years grows by itself: 17 years → 18 years" in out
    code, found = as_data(capsys, "diff", OLD, NEW, "--recourse", "--strict")
    assert code == 0
    assert found["transitions"][0]["recourse"]["exists"] is True


def test_diff_in_short(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "diff", OLD, NEW, "-f", "concise")
    assert out.splitlines()[0] == "joint-stock-mortgage-repaired: incomparable"
    assert ":41:14: loss premium → out_of_scope applies_to" in out


def test_diff_of_a_policy_with_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "diff", OLD, OLD, "--fail-on", "any")
    assert code == 0
    assert "The two policies are the same." in out


@pytest.mark.parametrize(
    ("gate", "expected"),
    [("any", 1), ("semantic", 1), ("narrowing", 1), ("unfair", 1), ("never", 0)],
)
def test_diff_gates(capsys: pytest.CaptureFixture[str], gate: str, expected: int) -> None:
    assert said(capsys, "diff", OLD, NEW, "--fail-on", gate)[0] == expected


def test_diff_of_what_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "diff", OLD, "@no-such-policy")[0] == 3


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("verbose", [(), ("-v",)])
def test_compare_fits_the_line(
    capsys: pytest.CaptureFixture[str], lang: str, verbose: tuple[str, ...]
) -> None:
    code, out, _ = said(capsys, "compare", *SOME, "--width", "100", *verbose, lang=lang)
    assert code == 0
    breakable = [line for line in out.splitlines() if "policies/" not in line]
    assert max(cell_width(line) for line in breakable) <= 100


def test_compare_puts_few_policies_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "compare", OLD, "@three-laws", "--width", "100")
    (head,) = [line for line in out.splitlines() if line.startswith("Criterion ")]
    assert head.split() == ["Criterion", "joint-stock-mortgage", "three-laws"]
    _, out, _ = said(capsys, "compare", *SOME, "--width", "100")
    assert not [line for line in out.splitlines() if line.startswith("Criterion ")]


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_compare_prints_the_contradictions_of_the_articles(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    code, out, _ = said(capsys, "compare", "policies/seed", "--width", "200", lang=lang)
    assert code == 0
    plain = {"en": "Ordinary customer", "zh-CN": "普通客户"}[lang]
    for words in ("45,000", {"en": "Colonel", "zh-CN": "上校"}[lang], "10,000.01", "150,000"):
        assert words in out
    late = {"en": "Late payment periods in the last", "zh-CN": "近24个月逾期期数"}[lang]
    assert out[out.index(late) : out.index("45,000")].count(plain) >= 4
    for place in (
        "joint-stock-mortgage.yaml:52:",
        "value-six.yaml:40:",
        "icbc-premium.yaml:72:",
        "three-laws.yaml:127:",
        "three-laws.yaml:228:",
        "three-laws.yaml:144:",
        "occupation-white-list.yaml:112:",
    ):
        assert place in out


def test_compare_one_customer_at_every_bank(capsys: pytest.CaptureFixture[str]) -> None:
    profile = "tests/examples/card-spend-45000.profile.yaml"
    code, out, _ = said(capsys, "compare", "@three-laws", OLD, "--profile", profile)
    assert code == 0
    rows = [line for line in out.splitlines() if line.startswith(("three-laws  ", OLD[1:] + "  "))]
    assert any("Premium customer" in row for row in rows)
    assert any("Ordinary customer" in row for row in rows)
    _, found = as_data(capsys, "compare", "@three-laws", OLD, "--profile", profile)
    decided = {one["policy"]: one["outcome"] for one in found["customers"]["decided"]}
    assert decided == {"three-laws": "premium", "joint-stock-mortgage": "ordinary"}


def test_compare_a_profile_that_nobody_understands(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "me.yaml"
    wrong.write_text("evenhand: 1\nprofile: {name: Me}\ngiven: {shoe_size: 44}\n", "utf-8")
    code, _, err = said(capsys, "compare", "@three-laws", OLD, "--profile", str(wrong))
    assert code == 3
    assert "shoe_size" in err


def test_compare_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = as_data(capsys, "compare", *SOME)
    assert code == 0
    assert set(found) == {"matrix", "order", "contradictions", "rates"}
    rows = {row["name"]: row for row in found["matrix"]["rows"]}
    cell = rows["deposit_mean_1m"]["cells"]["joint-stock-mortgage"][0]
    assert cell["text"] == {"en": "tier: at least 300,000", "zh": "准入：不低于300,000"}
    assert cell["element"] == "tiers/premium"
    assert len(found["order"]["complete"]["pairs"]) == 6
    assert {one["kind"] for one in found["contradictions"]} >= {"threshold", "gate-points"}


def test_compare_shows_who_parts_two_tiers(capsys: pytest.CaptureFixture[str]) -> None:
    _, brief, _ = said(capsys, "compare", "@three-laws", OLD)
    assert "A customer each way" not in brief
    code, out, _ = said(capsys, "compare", "@three-laws", OLD, "-v")
    assert code == 0
    both = out[out.index("A customer each way") :]
    assert "- three-laws and not joint-stock-mortgage: " in both
    assert "- joint-stock-mortgage and not three-laws: " in both


def test_compare_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "compare", *SOME, "-f", "concise")
    assert code == 0
    assert (
        "policies/seed/joint-stock-mortgage.yaml:94:12: sufficient-necessary "
        "three-laws,joint-stock-mortgage annual_card_spend treatment" in out
    )


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
