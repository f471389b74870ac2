"""``evenhand recourse`` as it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.reporting.cells import cell_width

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "examples" / "recourse"
CARD = str(FOLDER / "rank-card.yaml")
COSTS = str(FOLDER / "costs.yaml")
DAY = ("--as-of", "2026-11-24", "--isolated")
ORDINARY = tuple(
    word
    for value in (
        "age=30",
        "deposit_mean_1m=60000",
        "tenure=20",
        "salary_paid_here=false",
        "admin_rank=none",
    )
    for word in ("--set", value)
)


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["recourse", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, err = said(capsys, *words, "-f", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return found["result"]


def test_ways_cheapest_first_with_what_each_step_does(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, CARD, *ORDINARY, "--to", "silver")
    assert (found["exists"], found["proved"], found["goal"]) == (True, True, ["gold", "silver"])
    first, second, third = found["paths"]
    assert (first["cost"], first["takes"], first["outcome"]) == ("0", {"months": 40}, "silver")
    assert [(c["attribute"], c["how"], c["to"]) for c in first["changes"]] == [
        ("tenure", "time", "60")
    ]
    assert [c["attribute"] for c in second["changes"]] == ["salary_paid_here", "tenure"]
    assert (third["cost"], third["takes"]) == ("240000", {"months": 1})
    (step,) = third["changes"]
    assert (step["from"], step["to"], step["cost"]) == ("60000", "300000", "240000")
    (effect,) = step["effects"]
    assert (effect["kind"], effect["element"], effect["points"]) == (
        "points",
        "scorecard/balance",
        "20",
    )
    assert effect["line"] == 28
    assert {one["attribute"]: one["why"] for one in found["kept"]} == {
        "age": "time",
        "tenure": "time",
        "admin_rank": "protected",
    }


def test_no_way_is_proved_and_names_the_rank(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, CARD, *ORDINARY, "--to", "gold")
    assert (found["exists"], found["proved"], found["paths"]) == (False, True, [])
    (block,) = found["blocking"]
    assert block["attributes"] == ["admin_rank"]
    assert block["changes"][0]["effects"][0]["element"] == "scorecard/rank"


@pytest.mark.parametrize(
    ("lang", "pieces"),
    [
        (
            "en",
            [
                "Now: Plain (plain), 20 points. Wanted: Silver (silver), or better.",
                "It is proved that nothing is cheaper.",
                "3. Cost: 240,000 CNY; time: 1 month; then Silver (silver)",
                "Raise Deposit balance, daily mean of the last month: 60,000 → 300,000",
                "+20 points: Balance",
                "Wait. Length of the relationship with this bank grows by itself",
                "protected or status, kept unless allowed: Rank of the leading civil post",
            ],
        ),
        (
            "zh-CN",
            [
                "现为：普通（plain），20分。目标：银卡（silver）或更高。",
                "已证明没有代价更小的途径",
                "3. 成本：240,000 CNY；时间：1个月；达到：银卡（silver）",
                "日均存款：60,000 → 300,000",
                "+20分：余额",
            ],
        ),
    ],
)
def test_the_text(capsys: pytest.CaptureFixture[str], lang: str, pieces: list[str]) -> None:
    code, out, _ = said(capsys, CARD, *ORDINARY, "--to", "silver", lang=lang)
    assert code == 0
    assert [piece for piece in pieces if piece not in out] == []
    assert max(cell_width(line) for line in out.splitlines()) <= 100


@pytest.mark.parametrize(
    ("lang", "pieces"),
    [
        (
            "en",
            [
                "There is no way within 5 years. This is proved",
                "This alone, if it were otherwise, would open a way:",
                "for instance Division chief instead of None",
                "+20 points: Rank",
            ],
        ),
        ("zh-CN", ["5年内没有可行途径", "仅此一项若不同，即有途径", "+20分：职级"]),
    ],
)
def test_the_text_of_no_way(
    capsys: pytest.CaptureFixture[str], lang: str, pieces: list[str]
) -> None:
    code, out, _ = said(capsys, CARD, *ORDINARY, "--to", "gold", lang=lang)
    assert code == 0
    assert [piece for piece in pieces if piece not in out] == []


def test_own_costs_and_an_allowed_attribute(capsys: pytest.CaptureFixture[str]) -> None:
    words = (CARD, *ORDINARY, "--to", "gold", "--allow", "admin_rank", "--costs", COSTS)
    found = as_data(capsys, *words)
    assert found["allowed"] == ["admin_rank"]
    first = found["paths"][0]
    assert (first["cost"], first["takes"]) == ("8000", {"months": 40})
    _, out, _ = said(capsys, *words)
    assert "Allowed to change although protected or status: Rank of the leading civil post." in out


def test_required_ways_gate(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, CARD, *ORDINARY, "--to", "gold", "--require")[0] == 1
    assert said(capsys, CARD, *ORDINARY, "--to", "silver", "--require")[0] == 0
    assert said(capsys, CARD, *ORDINARY, "--to", "plain", "--require")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((*ORDINARY,), 2, "--to"),
        (("--to", "gold"), 2, "no customer was given"),
        ((*ORDINARY, "--to", "gld"), 2, "did you mean `gold`?"),
        ((*ORDINARY, "--to", "best"), 2, "known: gold, silver, plain"),
        ((*ORDINARY, "--to", "gold", "--freeze", "tenur"), 2, "did you mean `tenure`?"),
        ((*ORDINARY, "--to", "gold", "--allow", "admin_rank"), 2, "--costs"),
        ((*ORDINARY, "--to", "gold", "--horizon", "soon"), 2, "`soon` is no time"),
        ((*ORDINARY, "--to", "gold", "--by", "sex"), 2, "--batch"),
        ((*ORDINARY, "--to", "gold", "--batch", "c.csv"), 2, "leave out --profile"),
        ((*ORDINARY, "--to", "gold", "--costs", "missing.yaml"), 3, "does not exist"),
        ((*ORDINARY, "--to", "gold", "--costs", CARD), 3, "a cost file is needed here"),
    ],
)
def test_wrong_usage_is_one_clear_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, out, err = said(capsys, CARD, *words)
    assert (found, out) == (code, "")
    assert sentence in err


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_batch_counts_everybody_by_group(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    batch = str(FOLDER / "customers.csv")
    words = (CARD, "--batch", batch, "--by", "sex", "--to", "gold")
    found = as_data(capsys, *words)["batch"]
    counts = {
        one["group"]: [one[key] for key in ("total", "there", "way", "none", "unknown")]
        for one in found["groups"]
    }
    assert counts[None] == [5, 1, 1, 3, 0]
    assert counts["female"] == [2, 0, 0, 2, 0]
    assert counts["male"] == [2, 1, 0, 1, 0]
    assert counts[""] == [1, 0, 1, 0, 0]
    assert [one["id"] for one in found["customers"]] == ["A", "B", "C", "D", "E"]
    code, out, _ = said(capsys, *words, lang=lang)
    assert code == 0
    assert ("Female *" if lang == "en" else "女 *") in out
    assert max(cell_width(line) for line in out.splitlines()) <= 100
