"""``evenhand test`` as it is called; what is shipped passes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from evenhand import api
from evenhand.cli.main import run
from evenhand.loading.schema import schema
from evenhand.loading.shipped import shipped_policies
from evenhand.model.example import ExampleOrigin

DAY = ("--as-of", "2026-11-24", "--isolated")
ROOT = Path(__file__).parents[2]


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run(["test", *words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def test_all_shipped_customers_get_what_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, str(ROOT / "policies"), "-f", "json")
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    assert (code, found["result"]["failed"]) == (0, 0)
    assert found["result"]["passed"] > 90


@pytest.mark.parametrize("path", [one.shown for one in shipped_policies()])
def test_shipped_policies_have_generated_examples_at_every_threshold(path: str) -> None:
    """Where this fails after a change of a policy that was meant: evenhand test --generate."""
    assert list(api.regression_examples([ROOT / path])) == []
    loaded = api.load(ROOT / path)
    assert any(one.origin is not ExampleOrigin.GENERATED for one in loaded.examples)


def wrong(folder: Path) -> Path:
    path = folder / "mine.yaml"
    assert run(["new", "policy", "mine", "--template", "scorecard", "-o", str(path), "-qq"]) == 0
    path.write_text(path.read_text("utf-8").replace("score: 94", "score: 95"), "utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "the score should be 95 and is 94"), ("zh-CN", "分数应为 95，实为 94")],
)
def test_a_failure_is_told_and_ends_with_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str, told: str
) -> None:
    path = str(wrong(tmp_path))
    code, out, _ = said(capsys, path, lang=lang)
    assert code == 1
    assert told in out
    assert said(capsys, path, "--fail-on", "never", lang=lang)[0] == 0


def test_what_nobody_worked_out_is_listed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = said(capsys, str(wrong(tmp_path)), "-v")
    assert code == 1
    assert "reaches the outcome silver" in out
    assert "mine.yaml:" in out


def test_examples_are_generated_into_a_cases_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = wrong(tmp_path)
    code, _, err = said(capsys, str(path), "--generate")
    assert code == 1
    assert "mine.cases.yaml" in err
    assert run(["validate", str(tmp_path), *DAY]) == 0
    assert said(capsys, str(tmp_path / "mine.cases.yaml"))[0] == 1


def test_a_wrong_policy_is_not_tested(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("evenhand: 1\npolicy: {id: wrong}\n", "utf-8")
    code, out, err = said(capsys, str(path))
    assert (code, out) == (3, "")
    assert "wrong.yaml" in err
