"""The pages in docs/rules say what the rules say. EVENHAND_UPDATE=1 writes them anew."""

from __future__ import annotations

from pathlib import Path

from evenhand.analysis.audit.rule import rules
from evenhand.reporting.rule_pages import pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def test_the_pages_are_those_of_the_rules(update: bool) -> None:
    wanted = pages(rules())
    if update:
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.md"):
            old.unlink()
        for name, text in wanted.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    found = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.md")}
    assert found == wanted
