"""``render``: any result in any format and language."""

from __future__ import annotations

from evenhand.errors import UsageError
from evenhand.messages import Language, message
from evenhand.reporting.base import Look
from evenhand.reporting.base import render as rendered
from evenhand.result import NEVER, Result

LANGUAGES: dict[str, Language] = {"en": "en", "zh": "zh", "zh-CN": "zh"}


def render(
    result: Result, form: str = "text", *, lang: str = "en", width: int = 100, fail_on: str = NEVER
) -> str:
    """A result as text, concise text, json, markdown or html, ending with a line break.

    ``width`` is the width of a line in cells, for text. ``fail_on`` decides the exit code that the
    JSON states. Raises UsageError for a format, language or severity that does not exist, and for
    a format that the result does not have.
    """
    if lang not in LANGUAGES:
        raise UsageError(message("usage.language", name=lang, known=", ".join(LANGUAGES)))
    look = Look(LANGUAGES[lang], width, exit_code=result.exit_code(fail_on))
    return rendered(result, form, look)
