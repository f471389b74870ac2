"""``fmt``: files in the canonical layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenhand.analysis import fmt as analysis
from evenhand.analysis.fmt import Formatting
from evenhand.api.sources import in_commit, walk_origins
from evenhand.errors import UsageError
from evenhand.loading.library import DEFAULT_SETUP, Setup
from evenhand.loading.origin import GivenText, disk_file
from evenhand.loading.writing.formatted import Formatted, formatted
from evenhand.messages import message
from evenhand.result import Run


def fmt(
    paths: Sequence[str | Path],
    *,
    as_of: date,
    text: str | bytes | None = None,
    check: bool = False,
    diff: bool = False,
    setup: Setup = DEFAULT_SETUP,
) -> Formatting:
    """Files in the canonical layout, with their comments; nothing is written.

    ``text`` stands for the only path where that is ``-``. A file that is no YAML, or that could not
    be laid out without changing what it says, is refused. Raises InputError where a folder holds no
    YAML file, UsageError for a file that is shipped or lies in a commit.
    """
    named: list[Formatted] = []
    met: list[Formatted] = []
    for path in paths:
        if text is not None:
            named.append(formatted(GivenText(text, "<stdin>"), setup.limits))
        elif str(path).startswith("@"):
            raise UsageError(message("usage.shipped-not-written", path=str(path)))
        elif in_commit(path) is not None:
            raise UsageError(message("usage.commit-not-written", path=str(path)))
        elif Path(path).is_dir():
            met.extend(formatted(origin, setup.limits) for origin in walk_origins(path))
        else:
            named.append(formatted(disk_file(Path(path)), setup.limits))
    return analysis.fmt(named, met, Run("fmt", as_of), check=check, diff=diff)
