"""``evenhand new``: what it writes can be used at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand import api
from evenhand.analysis.templates import TEMPLATES
from evenhand.cli.main import run
from evenhand.loading.library import Loader
from evenhand.loading.shipped import shipped_policies
from evenhand.model.mentions import used_attributes

DAY = ("--as-of", "2026-11-24", "--isolated")


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run([*words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_new_policy_validates_and_its_examples_pass(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, template: str, lang: str
) -> None:
    path = tmp_path / "new.yaml"
    made = ["new", "policy", "my-bank", "--template", template, "-o", str(path)]
    assert said(capsys, *made, lang=lang)[:2] == (0, "")
    assert said(capsys, "validate", str(path))[0] == 0
    assert said(capsys, "fmt", "--check", str(path))[0] == 0
    code, out, _ = said(capsys, "test", str(path))
    assert code == 0
    assert "failed: 0" in out
    text = path.read_text("utf-8")
    assert "effective: {from: 2026-11-24}" in text
    assert ("优质客户政策" in text) == (lang == "zh-CN")


def test_a_new_policy_goes_to_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "new", "policy", "my-bank", "--template", "minimal")
    assert (code, err) == (0, "")
    assert api.load(text=out).id == "my-bank"


@pytest.mark.parametrize("name", ["My-Bank", "bank_1", "1bank", "yes", "银行", "a b"])
def test_an_id_that_cannot_be_used(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = said(capsys, "new", "policy", name)
    assert (code, out) == (2, "")
    assert "my-bank-premier" in err


def test_a_file_is_only_replaced_by_force(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine\n", "utf-8")
    made = ["new", "policy", "my-bank", "-o", str(path)]
    assert said(capsys, *made)[0] == 2
    assert path.read_text("utf-8") == "mine\n"
    assert said(capsys, *made, "--force")[0] == 0
    assert path.read_text("utf-8") != "mine\n"


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("path", [one.shown for one in shipped_policies()])
def test_a_new_profile_can_be_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, path: str, lang: str
) -> None:
    origin = next(one for one in shipped_policies() if one.shown == path)
    loaded = api.load_from(Loader(), origin)
    profile = tmp_path / "profile.yaml"
    made = ["new", "profile", f"@{loaded.id}", "-o", str(profile)]
    assert said(capsys, *made, lang=lang)[0] == 0
    text = profile.read_text("utf-8")
    assert all(f"\n  {name}: null\n" in text for name in used_attributes(loaded.model))
    assert said(capsys, "validate", str(profile))[0] == 0
    assert said(capsys, "explain", f"@{loaded.id}", "--profile", str(profile), lang=lang)[0] == 0


def test_a_profile_tells_what_each_value_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "new", "profile", "@three-laws")
    assert "# possible: 0 to 1,000,000,000, CNY, in steps of 0.01\n" in out
    assert "# exists only if: Has a credit card of this bank: yes\n" in out
    assert '"discretion.hardly-exception": null' in out


def test_without_a_subcommand_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "new")
    assert code == 0
    assert "policy" in out and "profile" in out


def test_an_unknown_subcommand_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "new", "polcy")
    assert code == 2
    assert "did you mean: policy" in err
