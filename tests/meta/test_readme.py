"""What the README shows is true: its commands can be found by .ci/run, and its policy works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evenhand.cli.main import COMMANDS, run
from evenhand.engines.reference import decide
from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.messages import LANGUAGES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")
SETTLED = ("--isolated", "--width", "100")
LONGEST = 165


def test_each_command_stands_there_once_for_ci_to_run() -> None:
    wanted = [text[1:-1] for text in re.findall(r"readme_line (\"[^\"]+\"|'[^']+')", CI)]
    assert len(wanted) == 2
    for command in wanted:
        assert sum(command in line for line in README.splitlines()) == 1


def test_the_policy_is_right_and_decides_its_customers_as_told() -> None:
    shown = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert shown
    loaded = Loader().load(GivenText(shown[1], "README.md"))
    assert [f.message.text("en") for f in loaded.findings] == []
    policy = loaded.policy
    assert policy
    assert len(policy.examples) == 2
    for example in policy.examples:
        outcome = decide(policy, example.customer, example.reading).outcome
        assert outcome.outcome == example.expect.outcome
        assert example.expect.possible in (None, outcome.possible)
        assert example.expect.path in (None, outcome.paths)


def test_it_speaks_both_languages() -> None:
    assert len(LANGUAGES) == 2
    english, chinese = README.split("\n## 中文\n")
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 300
    assert len(english) > 1000


def test_it_can_be_read_at_a_sitting() -> None:
    assert len(README.splitlines()) <= LONGEST


def test_every_command_that_it_names_exists() -> None:
    named = re.findall(r"evenhand ([a-z]+)\b", "\n".join(re.findall(r"`([^`\n]+)`", README)))
    named += re.findall(r"bin/evenhand ([a-z]+)\b", README)
    assert {"report", "audit", "explain", "diff", "compare", "simulate"} <= set(named)
    assert set(named) <= set(COMMANDS)


def shape(line: str) -> str:
    """A line without its numbers, which move when a policy is edited."""
    return re.sub(r"[0-9]+", "0", line)


def as_said(shown: list[str], said: list[str]) -> list[str]:
    """The shown lines as they were said, in order; … stands for lines that are left out."""
    rest = iter(said)
    return [
        line if line == "…" else next((one for one in rest if shape(one) == shape(line)), "?")
        for line in shown
    ]


@pytest.mark.parametrize("shown", re.findall(r"```console\n(.*?)```", README, re.DOTALL))
def test_what_a_command_says_is_what_it_says(
    shown: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    update: bool,
) -> None:
    monkeypatch.chdir(ROOT)
    typed, *lines = shown.splitlines()
    words = typed.removeprefix("$ evenhand ").split()
    assert "--as-of" in words
    language = () if "--lang" in words else ("--lang", "en")
    assert run([*words, *SETTLED, *language]) == 0
    wanted = as_said(lines, capsys.readouterr().out.splitlines())
    if update and "?" not in wanted:
        page = (ROOT / "README.md").read_text("utf-8")
        again = page.replace(shown, "\n".join([typed, *wanted]) + "\n")
        (ROOT / "README.md").write_text(again, encoding="utf-8")
    else:
        assert lines == wanted
