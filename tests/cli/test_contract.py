"""What other programs rely on: exit codes, streams, where settings come from, what is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from evenhand.cli.main import run

ROOT = Path(__file__).parents[2]
WRONG = "tests/invalid/duplicate-key.yaml"
PROFILE = "tests/examples/card-spend-45000.profile.yaml"
SETTLED = ("--isolated", "--as-of", "2026-11-24")
DIFFER = ("diff", "@joint-stock-mortgage", "@joint-stock-mortgage-repaired")

CODES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (0, ("validate", "@three-laws")),
    (1, ("validate", WRONG)),
    (3, ("validate", "missing.yaml")),
    (3, ("validate", "missing.yaml", WRONG)),
    (0, ("audit", "@three-laws", "--select", "VAGUE")),
    (1, ("audit", "@three-laws", "--select", "VAGUE", "--fail-on", "warning")),
    (3, ("audit", WRONG)),
    (3, ("audit", "missing.yaml")),
    (3, ("audit", "@no-such-id")),
    (3, ("audit", "@core")),
    (2, ("audit", "@three-laws", "--select", "NONE")),
    (0, DIFFER),
    (1, (*DIFFER, "--fail-on", "any")),
    (3, ("diff", "@joint-stock-mortgage", "missing.yaml")),
    (0, ("compare", "@icbc-premium", "@joint-stock-mortgage")),
    (2, ("compare", "@icbc-premium")),
    (3, ("compare", "@icbc-premium", WRONG)),
    (0, ("simulate", "@three-laws", "-n", "5")),
    (2, ("simulate", "@three-laws", "-n", "0")),
    (2, ("simulate", "@three-laws", "--seed", "-1")),
    (3, ("simulate", WRONG)),
    (0, ("explain", "@three-laws", "--profile", PROFILE)),
    (2, ("explain", "@three-laws")),
    (2, ("explain", "@three-laws", "--set", "card_spend_12m=1e99999999")),
    (3, ("explain", "@three-laws", "--profile", "missing.yaml")),
    (3, ("explain", "@three-laws", "--profile", WRONG)),
    (0, ("prove", "@joint-stock-mortgage-repaired", "--fail-on", "fails", "--strict")),
    (0, ("prove", "@ccb-credit-card-100", "--indifferent-to", "sex")),
    (1, ("prove", "@ccb-credit-card-100", "--indifferent-to", "sex", "--fail-on", "fails")),
    (4, ("prove", "@ccb-credit-card-100", "--points-at-most", "sex=2", "--strict")),
    (2, ("prove", "@three-laws", "--indifferent-to", "shoe_size")),
    (2, ("prove", "@three-laws", "--only-if", "premium")),
    (2, ("prove", "@three-laws", "--customers", "all")),
    (3, ("prove", WRONG)),
    (0, ("recourse", "@three-laws", "--profile", PROFILE, "--to", "premium")),
    (0, ("recourse", "@three-laws", "--set", "card_spend_12m=1", "--to", "premium")),
    (1, ("recourse", "@three-laws", "--set", "card_spend_12m=1", "--to", "premium", "--require")),
    (2, ("recourse", "@three-laws", "--profile", PROFILE)),
    (2, ("recourse", "@three-laws", "--profile", PROFILE, "--to", "best")),
    (3, ("recourse", "@three-laws", "--profile", "missing.yaml", "--to", "premium")),
    (3, ("recourse", WRONG, "--profile", PROFILE, "--to", "premium")),
    (0, ("test", "@three-laws")),
    (3, ("test", WRONG)),
    (0, ("report", "@three-laws")),
    (3, ("report", WRONG)),
    (0, ("fmt", "--check", "policies/seed/three-laws.yaml")),
    (3, ("fmt", "--check", "missing.yaml")),
    (0, ("rule", "list")),
    (2, ("rule", "show", "STAT-99")),
    (0, ("attr", "show", "occupation")),
    (2, ("attr", "show", "no_such")),
    (0, ("schema", "list")),
    (0, ("config", "show")),
)
VARIANTS: tuple[tuple[str, ...], ...] = (
    ("text", "en"),
    ("text", "zh-CN", "-v"),
    ("text", "en", "-q"),
    ("text", "en", "-qq"),
    ("concise", "zh-CN"),
    ("json", "en"),
    ("json", "zh-CN", "-vv"),
    ("json", "en", "-qq"),
    ("markdown", "zh-CN"),
)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


def ids(case: object) -> str:
    return " ".join(case) if isinstance(case, tuple) else str(case)


@pytest.mark.parametrize(("code", "words"), CODES, ids=ids)
def test_neither_format_nor_language_nor_verbosity_changes_the_code(
    code: int, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    variants = VARIANTS[::4] if words[0] == "report" else VARIANTS
    found = {
        (form, lang, *more): run([*words, "-f", form, "--lang", lang, *more, *SETTLED])
        for form, lang, *more in variants
    }
    assert {key: value for key, value in found.items() if value != code} == {}
    capsys.readouterr()


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    text = (ROOT / "schema" / "result.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.parametrize(("code", "words"), CODES, ids=ids)
def test_json_fits_its_schema_and_names_no_place_of_this_machine(
    code: int,
    words: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    schema: jsonschema.Draft202012Validator,
) -> None:
    run([*words, "-f", "json", *SETTLED])
    printed = capsys.readouterr()
    if not printed.out:
        assert code in (2, 3)
        assert printed.err
        return
    made = json.loads(printed.out)
    assert list(schema.iter_errors(made)) == []
    assert made["outcome"]["exit_code"] == code
    assert str(ROOT) not in printed.out
    assert run([*words, "-f", "json", *SETTLED]) == code
    assert capsys.readouterr().out == printed.out


@pytest.mark.parametrize(
    "words",
    [
        ("frob",),
        ("attr", "frob"),
        ("validate", "--frob", "@core"),
        ("validate", "--fail-on", "bad", "@core"),
        ("validate", "-f", "xml", "@core"),
        ("validate", "--as-of", "yesterday", "@core"),
        ("validate", "--width", "0", "@core"),
        ("validate",),
        ("diff", "a.yaml"),
        ("diff", "a.yaml", "b.yaml", "c.yaml"),
        ("completion", "powershell"),
        ("audit", "missing.yaml", "-f", "html"),
        ("audit", "missing.yaml", "-o", "x.html"),
        ("audit", "missing.yaml", "-o", "x.xyz"),
        ("audit", "missing.yaml", "-o", "json="),
    ],
    ids=ids,
)
def test_wrong_usage_is_told_before_anything_is_read(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--isolated"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ")
    assert printed.err.count("\n") == 1


def test_all_wrong_files_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "one.yaml", WRONG, "two.yaml", *SETTLED]) == 3
    told = capsys.readouterr().err
    assert all(name in told for name in ("one.yaml", WRONG, "two.yaml"))


# -- outputs -------------------------------------------------------------------------------------

VALIDATED = ("validate", "@three-laws", *SETTLED)


def test_several_outputs_and_missing_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("-o", f"{tmp_path}/new/a.json", "-o", f"markdown={tmp_path}/b.dat")
    assert run([*VALIDATED, *asked]) == 0
    assert json.loads((tmp_path / "new" / "a.json").read_text("utf-8"))["findings"] == []
    assert (tmp_path / "b.dat").is_file()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("wrote ") == 2
    assert run([*VALIDATED, *asked, "-q", "-f", "text", "-v"]) == 0
    assert capsys.readouterr().err == ""


def test_the_format_of_the_standard_output_holds_beside_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*VALIDATED, "-o", f"{tmp_path}/a.json", "-f", "text"]) == 0
    assert capsys.readouterr().out.startswith("files checked: 1")
    assert run([*VALIDATED, "-o", "json=-"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"]["status"] == "ok"


def test_a_link_and_a_pipe_stay_what_they_are(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("real.json")
    assert run([*VALIDATED, "-o", str(link)]) == 0
    assert link.is_symlink()
    assert (tmp_path / "real.json").is_file()
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert run([*VALIDATED, "-o", str(pipe)]) == 0
    assert os.read(reader, 1) == b"{"
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("target", ["folder.json", "file.md/x.json"])
def test_what_cannot_be_written_ends_with_three(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file.md").write_text("", "utf-8")
    assert run([*VALIDATED, "-o", str(tmp_path / target)]) == 3
    assert "cannot be written" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.part")) == []


def test_quiet_says_nothing_of_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*VALIDATED, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["validate", WRONG, "-q", *SETTLED]) == 1
    assert "duplicate-key" in capsys.readouterr().out
    assert run(["validate", WRONG, "-qq", *SETTLED]) == 1
    assert capsys.readouterr() == ("", "")


def test_colours_are_given_when_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["validate", WRONG, *SETTLED])
    assert "\x1b" not in capsys.readouterr().out
    run(["validate", WRONG, "--color", "always", "-f", "text", "-o", f"{tmp_path}/a.txt", *SETTLED])
    assert "\x1b[" in capsys.readouterr().out
    assert "\x1b" not in (tmp_path / "a.txt").read_text("utf-8")
    run(["audit", WRONG, "--color", "always", *SETTLED])
    assert "\x1b[" in capsys.readouterr().err


def test_what_is_typed_never_reaches_the_terminal_raw(capsys: pytest.CaptureFixture[str]) -> None:
    typed = "a\x1b[31m\u202eb"
    for words in (["audit", typed], [typed], ["explain", "@three-laws", "--set", f"{typed}=1"]):
        assert run([*words, *SETTLED]) in (2, 3)
        told = capsys.readouterr().err
        assert "\x1b" not in told
        assert "\u202e" not in told
        assert "u001b" in told


# -- settings ------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "evenhand.toml"


def test_the_language_of_the_file_and_what_stands_above_it(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def chinese(*words: str) -> bool:
        assert run(["validate", "@three-laws", *words]) == 0
        return "错误" in capsys.readouterr().out

    settings.write_text('lang = "zh-CN"\n', "utf-8")
    assert chinese()
    assert not chinese("--lang", "en")
    assert not chinese("--isolated")
    monkeypatch.setenv("EVENHAND_LANG", "en")
    assert not chinese()
    monkeypatch.setenv("EVENHAND_LANG", "zh-CN")
    assert not chinese("--isolated")


def test_the_threshold_of_the_file_is_that_of_commands_that_judge(settings: Path) -> None:
    settings.write_text('fail-on = "warning"\n', "utf-8")
    asked = ["audit", "@three-laws", "--select", "VAGUE", "-qq"]
    assert run(asked) == 1
    assert run([*asked, "--fail-on", "error"]) == 0
    assert run([*asked, "--isolated"]) == 0


@pytest.mark.parametrize("text", ["langg = 'en'\n", "lang = 'fr'\n", "lang =\n"])
def test_a_wrong_file_is_wrong_usage(text: str, settings: Path) -> None:
    settings.write_text(text, "utf-8")
    assert run(["validate", "@three-laws"]) == 2
    assert run(["validate", "@three-laws", "--isolated"]) == 0


def test_a_setting_without_effect_is_told(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text('packs = ["cn"]\n', "utf-8")
    assert run(["validate", "@three-laws", "-o", "json=-"]) == 0
    told = capsys.readouterr().err
    assert all(name in told for name in ("`packs`", "evenhand.toml:1"))


OWN_WORDS = """\
evenhand: 1
vocabulary: {id: my-bank, title: {en: My bank, zh: 本行}, requires: [core]}
attributes:
  app_logins:
    label: {en: Logins, zh: 登录次数}
    type: integer
    range: {at_least: 0, at_most: 999}
"""


def test_a_vocabulary_of_ones_own_is_set_once_for_all_policies(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = settings.parent
    (folder / "own.yaml").write_text(OWN_WORDS, "utf-8")
    settings.write_text('vocabulary = ["own.yaml"]\n', "utf-8")
    assert run(["new", "policy", "mine", "-o", "mine.yaml"]) == 0
    policy = folder / "mine.yaml"
    text = policy.read_text("utf-8")
    named = re.sub(r"(?m)^vocabulary: .*$", "vocabulary: [core, my-bank]", text)
    assert named != text
    policy.write_text(named, "utf-8")
    assert run(["validate", "mine.yaml"]) == 0
    assert run(["--isolated", "validate", "mine.yaml"]) == 1
    assert run(["attr", "list", "--policy", "mine.yaml"]) == 0
    settings.write_text('vocabulary = ["nowhere.yaml"]\n', "utf-8")
    capsys.readouterr()
    assert run(["validate", "mine.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_a_folder_that_was_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run(["validate", "@three-laws"]) == 3
    assert run(["--help"]) == 0


# -- the end of the process ----------------------------------------------------------------------

PROGRAM = "import sys; from evenhand.cli.main import run; sys.exit(run())"


@pytest.mark.parametrize(
    "words", [("--help",), ("rule", "list"), ("audit", "missing.yaml")], ids=ids
)
def test_a_closed_pipe_ends_with_141_and_says_nothing(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    out, err = (subprocess.PIPE, write) if words[0] == "audit" else (write, subprocess.PIPE)
    command = [sys.executable, "-c", PROGRAM, *words]
    ended = subprocess.run(command, check=False, stdout=out, stderr=err)
    os.close(write)
    assert ended.returncode == 141
    assert not ended.stderr


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evenhand.api.validations.validate", interrupted)
    monkeypatch.setattr("evenhand.api.validate", interrupted, raising=False)
    assert run([*VALIDATED]) == 130


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_EVENHAND_COMPLETE" in capsys.readouterr().out


def test_a_shell_is_told_what_may_stand_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_EVENHAND_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "evenhand validate @three")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run([]) == 0
    assert capsys.readouterr().out == "plain,@three-laws\n"
