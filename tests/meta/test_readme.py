"""What the README shows is true: its commands can be found by .ci/run, and its policy works."""

from __future__ import annotations

import re
from pathlib import Path

from evenhand.engines.reference import decide
from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.messages import LANGUAGES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CI = (ROOT / ".ci" / "run").read_text("utf-8")


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


def test_every_link_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            path = target.partition("#")[0]
            if path and "://" not in path and not path.startswith("mailto:"):
                assert (page.parent / path).exists(), f"{page.name}: {target}"
