"""A letter to a customer as plain text, ready to be completed and sent."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.letter import Letter
from evenhand.analysis.letter_parts import Part
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import escaped, one_line
from evenhand.reporting.text.table import heading, indented


def letter_text(letter: Letter, look: Look) -> str:
    """The whole letter, its parts set apart by blank lines."""
    blocks = [
        [_say(look, "letter.to"), _say(look, "letter.address")],
        [_say(look, "letter.date")],
        [heading(_text(letter.subject, look), look)],
        [_say(look, "letter.dear")],
        *(_paragraph(one, look) for one in letter.says),
        *(list(_part(one, look)) for one in letter.parts),
        [_say(look, "letter.close")],
        [_say(look, "letter.signature"), _text(letter.bank, look)],
    ]
    text = "\n\n".join("\n".join(lines) for lines in blocks)
    return escaped(text) if look.ascii else text


def _part(part: Part, look: Look) -> Iterator[str]:
    yield heading(_text(part.title, look), look)
    for one in part.says:
        yield from _paragraph(one, look)
    for number, one in enumerate(part.items, 1):
        mark = f"  {number}. " if part.ranked else "  - "
        yield from indented(_text(one, look), look.width, mark)


def _paragraph(words: Words, look: Look) -> list[str]:
    return list(indented(_text(words, look), look.width, ""))


def _text(words: Words, look: Look) -> str:
    return one_line(words_text(words, look.language))


def _say(look: Look, key: str) -> str:
    return message(key).text(look.language)
