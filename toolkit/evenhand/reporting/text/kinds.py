"""The text of ``rule list --changes``."""

from __future__ import annotations

from evenhand.analysis.diff.kinds import Kind
from evenhand.analysis.diff.listing import Kinds
from evenhand.messages import Language, message
from evenhand.reporting.base import Look
from evenhand.reporting.text.table import table

COLUMNS = ("id", "area", "direction", "evaluated", "title")


def body(result: Kinds, look: Look) -> str:
    """A table of the kinds, and how many there are."""
    rows = [
        [message(f"change.column.{name}").text(look.language) for name in COLUMNS],
        *([kind.id, *facts(kind, look.language)] for kind in result.kinds),
    ]
    count = message("change.count", number=len(result.kinds)).text(look.language)
    return "\n".join([*table(rows, look.width), "", count])


def facts(kind: Kind, language: Language) -> list[str]:
    """Area, direction, whether evaluated, and the sentence."""
    keys = (
        f"change.area.{kind.area}",
        f"change.direction.{kind.direction.value}",
        f"change.evaluated.{kind.evaluated.value}",
    )
    return [message(key).text(language) for key in keys] + [kind.sentence.text(language)]
