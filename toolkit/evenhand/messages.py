"""Sentences in two languages, addressed by key.

The sentences live in ``reporting/locales/en.json`` and ``zh.json``: one flat mapping a language,
with named placeholders (``{name}``). A message is a key with its values; it becomes text only
where it is shown.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """All sentences of one language by key."""
    text = (files("evenhand") / "reporting" / "locales" / f"{language}.json").read_text("utf-8")
    return cast(Mapping[str, str], json.loads(text))


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: a key of the catalogue and the values of its placeholders.

    A value is text (shown as it is), a nested message, or a pair of texts by language.
    """

    key: str
    values: tuple[tuple[str, str | Message | Bilingual], ...] = ()

    def text(self, language: Language) -> str:
        """The sentence in one language, free of control characters.

        Raises KeyError when the catalogue lacks the key: a defect, found by the tests.
        """
        shown = {name: shown_text(value, language) for name, value in self.values}
        return catalogue(language)[self.key].format_map(shown)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text that comes from a file in both languages, such as a title or a reason."""

    en: str
    zh: str

    def text(self, language: Language) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en


def message(key: str, /, **values: str | int | Message | Bilingual) -> Message:
    """A message from a key and its values; numbers are written out."""
    return Message(
        key, tuple((name, str(v) if isinstance(v, int) else v) for name, v in values.items())
    )


def in_both(text: Message | Bilingual | str | None) -> Mapping[str, str] | None:
    """A text in both languages; a text of one language stands for both, none for none."""
    if text is None:
        return None
    if isinstance(text, str):
        return {"en": text, "zh": text}
    return {"en": text.text("en"), "zh": text.text("zh")}


def shown_text(value: str | Message | Bilingual, language: Language) -> str:
    """A placeholder's value as text of one language."""
    return printable(value) if isinstance(value, str) else printable(value.text(language))


def printable(text: str) -> str:
    """Text without control, format and bidirectional characters, which become visible escapes.

    Input text must never steer a terminal or reorder a line.
    """
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _STEERING else f"\\u{ord(c):04x}"
        for c in text
    )


_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
