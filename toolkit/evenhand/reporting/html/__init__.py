"""HTML: pages for reading, printing and keeping, complete in themselves."""

from __future__ import annotations

from evenhand.analysis.report import Dossier
from evenhand.reporting.base import Look
from evenhand.reporting.html.pages import Pages
from evenhand.result import Result


def render(result: Result, look: Look) -> str:
    """A dossier as one page: a policy's own where there is one, else the front page."""
    assert isinstance(result, Dossier)
    made = Pages(result, look.language)
    return made.single() if len(result.sheets) == 1 else made.index()
