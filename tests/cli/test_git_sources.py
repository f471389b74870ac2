"""Files of a commit on the command line: ``REF:path`` everywhere, and ``diff --against``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.build import HEADER
from tests.repository import Repository, repository

from evenhand import api
from evenhand.cli.main import run
from evenhand.loading.schema import schema

DAY = ("--as-of", "2026-11-24")

WORDS = """\
evenhand: 1
vocabulary: {{id: own, title: {{en: Own, zh: 自有}}}}
attributes:
  visits:
    label: {{en: Visits, zh: 到访}}
    type: integer
    range: {{at_least: 0, at_most: {most}}}
"""


def policy(name: str, least: int = 5, words: str = "../words/own.yaml") -> str:
    head = HEADER.replace("id: small", f"id: {name}")
    return f"""\
{head}vocabulary: [core, {words}]
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{visits: {{at_least: {least}}}}}}}
otherwise: {{tier: plain}}
"""


CASES = """\
evenhand: 1
cases: {policy: one}
examples:
  - {name: Often, from: hand, why: 7 is 5 or more, given: {visits: 7}, expect: {outcome: gold}}
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    found = repository(tmp_path / "repo")
    found.commit(
        **{
            "words/own.yaml": WORDS.format(most=9),
            "banks/one.yaml": policy("one"),
            "banks/one.cases.yaml": CASES,
            "banks/two.yaml": policy("two"),
            "banks/gone.yaml": policy("gone"),
        }
    )
    monkeypatch.chdir(found.folder)
    return found


def said(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> tuple[int, str, str]:
    code = run([*words, *DAY, "--lang", lang])
    out, err = capsys.readouterr()
    return code, out, err


def as_data(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out, err = said(capsys, *words, "-f", "json")
    assert out, err
    found = json.loads(out)
    Draft202012Validator(dict(schema("result"))).validate(found)
    return code, found


# -- REF:path --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "main:banks/one.yaml"),
        ("validate", "main:banks"),
        ("audit", "main:banks/one.yaml", "--fail-on", "never"),
        ("compare", "main:banks"),
        ("simulate", "main:banks/one.yaml"),
        ("report", "main:banks/one.yaml"),
        ("test", "main:banks/one.yaml"),
        ("diff", "main:banks/one.yaml", "HEAD:banks/one.yaml"),
        ("diff", "main:banks", "HEAD:banks"),
        ("explain", "main:banks/one.yaml", "--set", "visits=7"),
        ("attr", "list", "--policy", "main:banks/one.yaml"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_wherever_a_file_can_be_named_one_of_a_commit_can(
    capsys: pytest.CaptureFixture[str], made: Repository, words: tuple[str, ...]
) -> None:
    made.git("rm", "-r", "--quiet", "banks", "words")
    code, out, err = said(capsys, *words)
    assert (code, err) == (0, "")
    assert out


def test_a_file_of_a_commit_is_its_own_input(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.write("banks/one.yaml", policy("one", 6))
    _, found = as_data(capsys, "diff", "main:banks/one.yaml", "banks/one.yaml")
    assert [change["kind"] for change in found["result"]["changes"]] == ["threshold-raised"]
    inputs = {one["path"]: one["sha256"] for one in found["run"]["inputs"]}
    assert inputs["main:banks/one.yaml"] == _digest(policy("one"))
    assert inputs["banks/one.yaml"] == _digest(policy("one", 6))
    assert "main:words/own.yaml" in inputs
    assert "words/own.yaml" in inputs


def _digest(text: str) -> str:
    return hashlib.sha256(text.rstrip("\n").encode() + b"\n").hexdigest()


def test_a_path_that_exists_stays_a_path(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.write("main:banks/one.yaml", policy("odd", words="core").replace("core, core", "core"))
    made.write("main:banks/one.yaml", "evenhand: 2\n")
    code, out, _ = said(capsys, "validate", "main:banks/one.yaml")
    assert (code, "other-format" in out) == (3, True)


def test_words_of_the_settings_are_those_of_the_commit(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.write("evenhand.toml", 'paths = ["banks"]\nvocabulary = ["words/own.yaml"]\n')
    made.commit(**{"banks/one.yaml": policy("one", words="own")})
    made.write("words/own.yaml", WORDS.format(most=7))
    _, found = as_data(capsys, "diff", "main:banks/one.yaml", "banks/one.yaml")
    assert [one["element"] for one in found["result"]["changes"]] == ["attributes/visits"]
    _, found = as_data(capsys, "diff", "--against", "main")
    assert found["result"]["policy_counts"]["changed"] == 3


def test_words_that_moved_are_where_the_settings_of_the_commit_said(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.write("evenhand.toml", 'vocabulary = ["words/own.yaml"]\n')
    made.commit(**{"banks/one.yaml": policy("one", words="own")})
    made.git("mv", "words/own.yaml", "own.yaml")
    made.write("evenhand.toml", 'vocabulary = ["own.yaml"]\n')
    _, found = as_data(capsys, "diff", "--against", "main", "banks/one.yaml")
    assert found["result"]["policy_counts"]["unchanged"] == 1
    assert "main:words/own.yaml" in [one["path"] for one in found["run"]["inputs"]]


@pytest.mark.parametrize(
    ("path", "needle"),
    [
        ("nope:banks/one.yaml", "git knows no commit by the name `nope`"),
        ("main:banks/none.yaml", "there is no file or folder `banks/none.yaml` in `main`"),
        ("main:../x.yaml", "there is no file or folder `../x.yaml` in `main`"),
        ("main:docs", "there is no file or folder `docs` in `main`"),
        (":banks/one.yaml", "`:banks/one.yaml` does not exist"),
        ("nothing.yaml", "`nothing.yaml` does not exist"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "audit", "diff"])
def test_what_is_not_there_is_one_message(
    capsys: pytest.CaptureFixture[str], made: Repository, path: str, needle: str, command: str
) -> None:
    words = (command, path, "banks/two.yaml") if command == "diff" else (command, path)
    code, out, err = said(capsys, *words)
    assert code == 3
    assert needle in err or (command == "validate" and "no such file" in out)
    assert "Traceback" not in err
    assert said(capsys, *words, lang="zh-CN")[0] == 3


def test_limits_of_the_settings_hold(
    capsys: pytest.CaptureFixture[str], made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_LIMITS_MAX_BYTES", "100")
    code, out, _ = said(capsys, "validate", "main:banks/one.yaml")
    assert (code, "error[too-large]" in out) == (3, True)
    code, _, err = said(capsys, "diff", "--against", "main", "banks")
    assert (code, "error[too-large]" in err) == (3, True)


def test_paths_of_the_settings_may_be_of_a_commit(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.write("evenhand.toml", 'paths = ["main:banks/one.yaml"]\n')
    assert "files checked: 1" in said(capsys, "validate")[1]


def test_outside_a_repository(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = said(capsys, "validate", "main:a.yaml")
    assert code == 3
    assert "does not lie in a working copy of a git repository" in err
    assert said(capsys, "diff", "--against", "main", ".")[0] == 3


def test_what_is_in_a_commit_is_never_written(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    assert said(capsys, "fmt", "main:banks/one.yaml")[0] == 2
    assert said(capsys, "test", "main:banks/one.yaml", "--generate")[0] == 2


def test_from_a_folder_within(
    capsys: pytest.CaptureFixture[str], made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.folder / "banks")
    assert said(capsys, "validate", "main:./one.yaml")[0] == 0
    code, _, err = said(capsys, "validate", "main:one.yaml")
    assert (code, "did you mean `main:banks/one.yaml`?" in err) == (3, True)


# -- diff --against --------------------------------------------------------------------------------


@pytest.fixture
def worked_on(made: Repository) -> Repository:
    """One policy is stricter, one renamed, one new, one gone."""
    made.write("banks/one.yaml", policy("one", 6))
    (made.folder / "banks" / "two.yaml").rename(made.folder / "banks" / "zwei.yaml")
    (made.folder / "banks" / "gone.yaml").unlink()
    made.write("banks/new.yaml", policy("new"))
    return made


def test_pairs_by_id(capsys: pytest.CaptureFixture[str], worked_on: Repository) -> None:
    code, found = as_data(capsys, "diff", "--against", "main", "banks")
    result = found["result"]
    assert code == 0
    assert result["against"] == {"ref": "main", "commit": worked_on.git("rev-parse", "main")}
    assert result["policy_counts"] == {
        "changed": 1,
        "unchanged": 1,
        "added": 1,
        "removed": 1,
        "renamed": 1,
    }
    pairs = {one["new"]["policy"]: one for one in result["policies"]}
    assert pairs["two"]["files"] == {"old": "banks/two.yaml", "new": "banks/zwei.yaml"}
    assert pairs["two"]["renamed"]
    assert [change["kind"] for change in pairs["one"]["changes"]] == ["threshold-raised"]
    assert [one["policy"] for one in result["added"]] == ["new"]
    assert [one["path"] for one in result["removed"]] == ["banks/gone.yaml"]
    assert result["verdict"] == "incomparable"


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("form", ["text", "concise", "markdown"])
def test_every_form_names_all_policies(
    capsys: pytest.CaptureFixture[str], worked_on: Repository, form: str, lang: str
) -> None:
    code, out, _ = said(capsys, "diff", "--against", "main", "banks", "-f", form, lang=lang)
    assert code == 0
    for needle in ("one", "two", "banks/zwei.yaml", "new", "gone", "banks/one.yaml:"):
        assert needle in out


def test_a_renamed_file_is_found_by_its_new_name(
    capsys: pytest.CaptureFixture[str], worked_on: Repository
) -> None:
    _, found = as_data(capsys, "diff", "--against", "main", "banks/zwei.yaml")
    assert found["result"]["policy_counts"]["renamed"] == 1
    assert found["result"]["verdict"] == "equivalent"


def test_a_file_that_went_can_be_named(
    capsys: pytest.CaptureFixture[str], worked_on: Repository
) -> None:
    _, found = as_data(capsys, "diff", "--against", "main", "banks/gone.yaml")
    assert [one["policy"] for one in found["result"]["removed"]] == ["gone"]


def test_worked_customers_stand_for_their_policy(
    capsys: pytest.CaptureFixture[str], worked_on: Repository
) -> None:
    _, found = as_data(capsys, "diff", "--against", "main", "banks/one.cases.yaml")
    assert [one["new"]["policy"] for one in found["result"]["policies"]] == ["one"]


@pytest.mark.parametrize(
    ("paths", "gate", "code"),
    [
        (("banks",), "never", 0),
        (("banks",), "any", 1),
        (("banks",), "semantic", 1),
        (("banks",), "narrowing", 1),
        (("banks/gone.yaml",), "narrowing", 1),
        (("banks/new.yaml",), "semantic", 1),
        (("banks/new.yaml",), "narrowing", 0),
        (("banks/zwei.yaml",), "any", 0),
        (("banks/new.yaml", "banks/gone.yaml"), "unfair", 0),
    ],
)
def test_gates_hold_over_all(
    capsys: pytest.CaptureFixture[str],
    worked_on: Repository,
    paths: tuple[str, ...],
    gate: str,
    code: int,
) -> None:
    assert said(capsys, "diff", "--against", "main", *paths, "--fail-on", gate)[0] == code


def test_folders_are_paired_by_id_too(
    capsys: pytest.CaptureFixture[str], worked_on: Repository
) -> None:
    _, found = as_data(capsys, "diff", "main:banks", "banks")
    assert found["result"]["against"] is None
    assert found["result"]["policy_counts"]["renamed"] == 1
    pairs = {one["new"]["policy"]: one["files"] for one in found["result"]["policies"]}
    assert pairs["two"] == {"old": "two.yaml", "new": "zwei.yaml"}


def test_nothing_changed(capsys: pytest.CaptureFixture[str], made: Repository) -> None:
    code, out, _ = said(capsys, "diff", "--against", "HEAD", ".", "--fail-on", "any")
    assert (code, "All policies are the same." in out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "needle"),
    [
        ((), 2, "diff needs two files"),
        (("banks/one.yaml",), 2, "diff needs two files"),
        (("banks/one.yaml", "banks"), 2, "one is a file and the other a folder"),
        (("--against", "main", "@three-laws"), 2, "no path of the working copy"),
        (("--against", "main", "main:banks"), 2, "no path of the working copy"),
        (("--against", "main", "banks", ".."), 2, "outside the repository"),
        (("--against", "main"), 2, "no path was given"),
        (("--against", "main", "nothing"), 3, "neither here nor in `main`"),
        (("--against", "nope", "banks"), 3, "no commit by the name `nope`"),
        (("--against", "--help", "banks"), 3, "no commit by the name `--help`"),
        (("--against", "main", "words"), 3, "there is no policy"),
    ],
)
def test_wrong_use_is_one_message(
    capsys: pytest.CaptureFixture[str],
    made: Repository,
    words: tuple[str, ...],
    code: int,
    needle: str,
) -> None:
    got, _, err = said(capsys, "diff", *words)
    assert (got, needle in err) == (code, True), err
    assert said(capsys, "diff", *words, lang="zh-CN")[0] == code


def test_a_wrong_old_file_says_in_which_commit(
    capsys: pytest.CaptureFixture[str], made: Repository
) -> None:
    made.commit(**{"banks/one.yaml": policy("one").replace("tiers:", "teirs:")})
    made.write("banks/one.yaml", policy("one"))
    code, _, err = said(capsys, "diff", "--against", "HEAD", "banks/one.yaml")
    assert (code, "HEAD:banks/one.yaml:" in err) == (3, True)


def test_the_python_interface(made: Repository) -> None:
    from datetime import date

    made.write("banks/one.yaml", policy("one", 6))
    found = api.diff_against("main", ["banks"], as_of=date(2026, 11, 24))
    assert [pair.diff.new.policy for pair in found.changed] == ["one"]
    loaded = api.load("main:banks/one.yaml")
    assert loaded.decide({"visits": 5}).outcome == "gold"
    assert [one.name for one in loaded.examples] == ["Often"]
