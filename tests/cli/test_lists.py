"""``evenhand attr``, ``schema``, ``config`` and ``completion`` as they are called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from evenhand.cli.main import COMMANDS, run
from evenhand.loading.schema import schema

DAY = ("--as-of", "2026-11-24", "--isolated")
ROOT = Path(__file__).parents[2]


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run([*words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, _ = said(capsys, *words, "-f", "json")
    assert code == 0
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return found["result"]


def test_attributes_of_one_class(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "attr", "list", "--class", "demographic")["attributes"]
    assert {one["class"] for one in found} == {"demographic"}
    age = next(one for one in found if one["id"] == "age")
    assert (age["type"], age["vocabulary"]) == ("integer", "core")


def test_attributes_of_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    listed = as_data(capsys, "attr", "list", "--policy", "@joint-stock-mortgage")["attributes"]
    assert [one["id"] for one in listed] == [
        "card_spend_12m",
        "deposit_mean_1m",
        "has_credit_card",
        "overdue_count_24m",
        "overdue_streak_24m",
        "wealth_mean_1m",
    ]


def test_a_class_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "attr", "list", "--class", "colour")
    assert code == 2
    assert "demographic" in err


def test_one_attribute(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "attr", "show", "card_spend_12m")["attribute"]
    lines = (ROOT / found["path"]).read_text("utf-8").splitlines()
    assert lines[found["line"] - 1].strip() == "card_spend_12m:"
    assert {"three-laws", "joint-stock-mortgage"} <= set(found["used_by"])
    assert (found["step"], found["changeable"], found["unit"]) == ("0.01", True, None)


@pytest.mark.parametrize(
    ("lang", "pieces"),
    [
        ("en", ("Possible values", "civil_servant (Civil servant)", "Used by", "three-laws")),
        ("zh-CN", ("取值范围", "civil_servant（公务员）", "使用者", "three-laws")),
    ],
)
def test_one_attribute_as_text(
    capsys: pytest.CaptureFixture[str], lang: str, pieces: tuple[str, ...]
) -> None:
    code, out, _ = said(capsys, "attr", "show", "occupation", lang=lang)
    assert code == 0
    for piece in pieces:
        assert piece in out


def test_a_computed_attribute_names_its_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_data(capsys, "attr", "show", "net_worth")["attribute"]
    assert (found["type"], found["inputs"]) == ("sum", ["total_assets", "total_liabilities"])
    code, out, _ = said(capsys, "attr", "show", "net_worth")
    assert code == 0
    assert "Computed from" in out


@pytest.mark.parametrize(
    ("name", "told"), [("ocupation", "did you mean `occupation`?"), ("zzzzzzzz", "attr list")]
)
def test_an_unknown_attribute(capsys: pytest.CaptureFixture[str], name: str, told: str) -> None:
    code, out, err = said(capsys, "attr", "show", name)
    assert (code, out) == (2, "")
    assert told in err


def test_schemas_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    names = {one["name"] for one in as_data(capsys, "schema", "list")["schemas"]}
    assert {"policy", "vocabulary", "cases", "profile", "result"} <= names
    assert "Policy file" in said(capsys, "schema", "list")[1]
    assert "Policy file" not in said(capsys, "schema", "list", lang="zh-CN")[1]


def test_the_schema_of_policies_knows_the_attributes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "schema", "print", "policy")
    assert code == 0
    printed = json.loads(out)
    Draft202012Validator.check_schema(printed)
    assert "occupation" in printed["$defs"]["condition"]["properties"]
    plain = json.loads(said(capsys, "schema", "print", "policy", "--plain")[1])
    assert plain == json.loads((ROOT / "schema" / "policy.schema.json").read_text("utf-8"))


def test_an_unknown_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean `policy`?" in said(capsys, "schema", "print", "polcy")[2]
    assert said(capsys, "schema", "print", "nothing")[0] == 2


def test_schemas_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = said(capsys, "schema", "write", str(tmp_path / "to"))
    assert (code, out) == (0, "")
    assert {path.name for path in (tmp_path / "to").iterdir()} == {
        path.name for path in (ROOT / "schema").glob("*.schema.json")
    }


def test_settings_tell_where_they_come_from(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evenhand.toml").write_text('fail-on = "warning"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENHAND_LIMITS_MAX_DEPTH", "20")
    assert run(["config", "show", "-f", "json", "--as-of", "2026-11-24"]) == 0
    settings = {
        one["key"]: one for one in json.loads(capsys.readouterr().out)["result"]["settings"]
    }
    assert settings["fail-on"]["value"] == "warning"
    assert "evenhand.toml:1" in settings["fail-on"]["origin"]["en"]
    assert settings["limits.max-depth"]["value"] == 20
    assert settings["paths"]["value"] == []
    assert run(["config", "show", "--as-of", "2026-11-24", "--lang", "zh-CN"]) == 0
    assert "默认值" in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    code, out, _ = said(capsys, "completion", shell)
    assert code == 0
    assert f"_EVENHAND_COMPLETE={shell}_complete" in out


def test_another_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "completion", "tcsh")
    assert code == 2
    assert "bash, zsh, fish" in err


def completed(line: str) -> list[str]:
    """What bash is offered for a line whose last word is being typed."""
    words = line.split(" ")
    done = subprocess.run(
        [Path(sys.executable).with_name("evenhand")],
        env={
            **os.environ,
            "_EVENHAND_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("evenhand ", [f"plain,{name}" for name in COMMANDS]),
        ("evenhand exp", ["plain,explain", "plain,export"]),
        ("evenhand attr s", ["plain,show"]),
        ("evenhand explain --pro", ["plain,--profile"]),
        ("evenhand explain --reading op", ["plain,open"]),
        ("evenhand test pol", ["file,pol"]),
        ("evenhand explain @three", ["plain,@three-laws"]),
    ],
)
def test_a_shell_is_offered_what_fits(line: str, offered: list[str]) -> None:
    assert completed(line) == offered
