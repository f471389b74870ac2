"""``evenhand prove`` as it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand import api
from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.reporting.cells import cell_width

ROOT = Path(__file__).parents[2]
DAY = ("--as-of", "2026-11-24", "--isolated")
CARD = "@ccb-credit-card-100"
REPAIRED = ("@icbc-premium-repaired", "@joint-stock-mortgage-repaired")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["prove", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    _, out, _ = said(capsys, *words, "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return found["result"]


def test_the_laws_of_the_repaired_policies_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, *REPAIRED, "--fail-on", "fails", "--strict")
    assert code == 0
    assert "0 fail, 0 unknown" in out
    assert "the policy's own laws" in out


def test_twins_who_differ_in_occupation_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever is asked again gives the same answer: the twins differ in nothing else."""
    found = as_data(capsys, CARD, "--indifferent-to", "occupation")
    (law,) = found["laws"]
    assert law["answer"] == "fails" and law["confidence"] == "proved"
    one, two = law["witness"]["customers"]
    differ = {key for key in one["given"] if one["given"][key] != two["given"].get(key)}
    assert differ == {"occupation"} == set(law["witness"]["differs"])
    policy = api.load(CARD)
    for shown in (one, two):
        assert policy.decide(shown["given"]).outcome == shown["outcome"]
    assert one["outcome"] != two["outcome"]


def test_how_much_occupation_weighs(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(
        capsys, CARD, "--points-at-most", "occupation=12", "--points-at-most", "occupation=11"
    )
    assert [law["answer"] for law in found["laws"]] == ["holds", "fails"]


def test_every_option_asks_its_law(capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        *("--monotone", "education_level:higher"),
        *("--indifferent-to", "class:protected"),
        *("--reachable", "limit-5000"),
        *("--unreachable", "out_of_scope"),
        *("--always", "limit-5000"),
        *("--only-if", "limit-40000: {income_mean_12m: {at_least: 300}}"),
        "--total",
        "--no-gap",
        "--no-overlap",
        "--no-dead",
        *("--points-at-most", "hukou_local=100"),
        *("--tiers-at-most", "hukou_local=100"),
        *("--equivalent", "@three-laws"),
    )
    found = as_data(capsys, CARD, *words, "--among", "{age: {at_least: 18}}")
    asked = list(dict.fromkeys(law["law"]["claim"] for law in found["laws"]))
    assert asked == [
        "monotone",
        "indifferent",
        "reachable",
        "unreachable",
        "always",
        "only_if",
        "total",
        "no_gap",
        "no_overlap",
        "no_dead",
        "points_at_most",
        "tiers_at_most",
        "equivalent",
    ]
    assert found["asked"] == [{"policy": "ccb-credit-card-100", "laws": "options"}]


def test_without_laws_the_usual_ones_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "@occupation-white-list")
    assert found["asked"] == [{"policy": "occupation-white-list", "laws": "default"}]
    failed = {
        law["law"]["about"]["attributes"][0]
        for law in found["laws"]
        if law["answer"] == "fails" and law["law"]["claim"] == "indifferent"
    }
    assert {"occupation", "military_rank", "licence"} <= failed


def test_what_is_wrong_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, CARD, "--only-if", "limit-40000: {age: {at_last: 3}}")
    assert code == 2
    assert err == (
        "error: `only_if limit-40000`: `at_last` is not a key of “Test”; did you mean `at_least`?\n"
    )
    code, _, err = said(capsys, CARD, "--monotone", "sex:higher", lang="zh-CN")
    assert code == 2 and "没有优劣之分" in err


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_lines_fit_the_width(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    for width in (60, 100):
        words = (CARD, "--indifferent-to", "sex", "--no-dead", "--width", str(width))
        _, out, _ = said(capsys, *words, lang=lang)
        long = [line for line in out.splitlines() if cell_width(line) > width]
        assert [line for line in long if ".yaml:" not in line] == []


def test_one_line_a_law(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, REPAIRED[1], "-f", "concise")
    assert out.splitlines()[0] == (
        "policies/seed/joint-stock-mortgage-repaired.yaml:"
        f"{_line('id: nobody-is-left-open')}:5: holds total [joint-stock-mortgage-repaired]"
    )


def _line(text: str) -> int:
    path = ROOT / "policies" / "seed" / "joint-stock-mortgage-repaired.yaml"
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)
