"""docs/changes.md says what the kinds of change say. EVENHAND_UPDATE=1 writes it anew."""

from __future__ import annotations

from pathlib import Path

from evenhand.analysis.diff.kinds import KINDS
from evenhand.reporting.change_page import page

PAGE = Path(__file__).parents[2] / "docs" / "changes.md"


def test_the_page_lists_the_kinds(update: bool) -> None:
    wanted = page(tuple(KINDS.values()))
    if update:
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text("utf-8") == wanted
