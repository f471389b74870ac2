"""docs/changes.md: the published kinds of change, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.analysis.diff.kinds import Kind
from evenhand.messages import LANGUAGES, message
from evenhand.reporting.text.kinds import COLUMNS, facts


def page(kinds: Sequence[Kind]) -> str:
    """The text of the page."""
    return "\n".join(_lines(kinds)) + "\n"


def _lines(kinds: Sequence[Kind]) -> Iterator[str]:
    for number, language in enumerate(LANGUAGES):
        if number:
            yield ""
        yield f"{'#' * (number + 1)} {message('change.page.title').text(language)}"
        yield ""
        yield message("change.page.intro", number=len(kinds)).text(language)
        yield ""
        heads = [message(f"change.column.{name}").text(language) for name in (*COLUMNS, "mirror")]
        yield f"| {' | '.join(heads)} |"
        yield f"|{'---|' * len(heads)}"
        for kind in kinds:
            cells = [f"`{kind.id}`", *facts(kind, language), f"`{kind.mirror}`"]
            yield f"| {' | '.join(cells)} |"
