"""An explanation as Markdown: the letter where one was asked for, else as any result."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.explain import Explanation
from evenhand.analysis.letter import Letter
from evenhand.analysis.letter_parts import Part
from evenhand.messages import Language, message
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.markdown import plain
from evenhand.reporting.markdown.marks import escaped, text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """The letter, ready to be completed, or the explanation."""
    assert isinstance(result, Explanation)
    if result.letter is None:
        return plain.body(result, look)
    blocks = "\n\n".join(_letter(result.letter, look.language))
    return blocks + "\n"


def _letter(letter: Letter, language: Language) -> Iterator[str]:
    yield _lines(language, "letter.to", "letter.address")
    yield _lines(language, "letter.date")
    yield f"# {text(letter.subject, language)}"
    yield _lines(language, "letter.dear")
    yield from (text(one, language) for one in letter.says)
    for part in letter.parts:
        yield from _part(part, language)
    yield _lines(language, "letter.close")
    yield _lines(language, "letter.signature", more=(letter.bank,))


def _part(part: Part, language: Language) -> Iterator[str]:
    yield f"## {text(part.title, language)}"
    yield from (text(one, language) for one in part.says)
    if part.items:
        yield "\n".join(
            f"{number}. {text(one, language)}" if part.ranked else f"- {text(one, language)}"
            for number, one in enumerate(part.items, 1)
        )


def _lines(language: Language, *keys: str, more: tuple[Words, ...] = ()) -> str:
    """Lines that stay apart: those of an address, of a signature."""
    said = [line for key in keys for line in message(key).text(language).split("\n")]
    shown = [*(escaped(line) for line in said), *(text(one, language) for one in more)]
    return "\\\n".join(shown)
