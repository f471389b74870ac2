"""Characters that a policy text must not hold, and look-alikes that are read as what they show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from evenhand.finding import Finding
from evenhand.loading.problems import code_point, note, problem
from evenhand.loading.text import Text

_CONTROL: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
_SEPARATOR: Final = "\x85\u2028\u2029"
_DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE: Final = (
    "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
_ODD_SPACES: Final = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_SPACES: Final = _ODD_SPACES + " "

_UNWELCOME: Final = re.compile(f"[{_CONTROL}{_SEPARATOR}{_DIRECTION}{_INVISIBLE}]")
_BREAKING: Final = re.compile(f"[{_CONTROL}{_SEPARATOR}\ufeff]")
_KINDS: Final = (
    (re.compile(f"[{_DIRECTION}]"), "direction-character"),
    (re.compile(f"[{_INVISIBLE}]"), "invisible-character"),
    (re.compile(f"[{_SEPARATOR}]"), "line-separator"),
)
_ODD_SPACE: Final = re.compile(f"[{_ODD_SPACES}]")


def parseable(written: str) -> str:
    """The text with a space for each character that would stop the parser or break a line."""
    return _BREAKING.sub(" ", written)


def unwelcome(text: Text, written: str) -> Iterator[Finding]:
    """One finding for each different character that must not occur, at its first place."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for found in _UNWELCOME.finditer(written):
        counts[found[0]] = counts.get(found[0], 0) + 1
        first.setdefault(found[0], found.start())
    for character, index in first.items():
        yield problem(
            _kind(character),
            text.location(index, index + 1),
            character=code_point(character),
            count=counts[character],
        )


def _kind(character: str) -> str:
    return next((n for pattern, n in _KINDS if pattern.match(character)), "control-character")


class Cleaned(NamedTuple):
    """A scalar's text without unwelcome characters, and what was found on the way.

    ``folded`` pairs each compatibility character with what it was read as.
    """

    text: str
    escaped: tuple[str, ...] = ()
    folded: tuple[tuple[str, str], ...] = ()


def cleaned(value: str, raw: str) -> Cleaned:
    """A scalar's value, given the stretch of text it came from.

    ``escaped`` are unwelcome characters that the text does not show: they came from an escape.
    """
    if value.isascii() and value.isprintable():
        return Cleaned(value)
    hidden = dict.fromkeys(_UNWELCOME.findall(value))
    value = _UNWELCOME.sub("", value)
    folded = {c: _folded(c) for c in value if not c.isascii()}
    changed = tuple((c, to) for c, to in folded.items() if c != to)
    return Cleaned(
        text=value.translate({ord(c): to for c, to in changed}) if changed else value,
        escaped=tuple(c for c in hidden if c not in raw),
        folded=changed,
    )


def odd_space(text: str) -> str | None:
    """A space that is not the ordinary one, or None."""
    found = _ODD_SPACE.search(text)
    return found[0] if found else None


def without_odd_ends(text: str) -> tuple[str, str | None]:
    """An unquoted text without odd spaces before and after it, and the first that went."""
    kept = text.strip(_SPACES)
    return (text, None) if kept == text else (kept, odd_space(text[0] + text[-1]))


def mixed_letter(word: str) -> str | None:
    """The first letter of a foreign script in a word of Latin letters, or None."""
    if word.isascii() or _WORD.fullmatch(word) is None:
        return None
    scripts = {c: unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
    if "LATIN" not in scripts.values():
        return None
    return next((c for c, script in scripts.items() if script in _LATIN_LIKE), None)


def fold_notes(text: Text, places: dict[str, list[int]]) -> Iterator[Finding]:
    """One note for each compatibility character that was read as another, at its first place."""
    for character, indexes in places.items():
        yield note(
            "compatibility-character",
            text.location(indexes[0], indexes[0] + 1),
            character=character,
            code=code_point(character),
            read=_folded(character),
            count=len(indexes),
        )


def _folded(character: str) -> str:
    """What a compatibility character stands for; punctuation, spaces and the rest as they are."""
    if character in _RADICALS:
        return _RADICALS[character]
    if unicodedata.category(character)[0] in "PZ":
        return character
    tag = unicodedata.decomposition(character).split(" ", 1)
    if tag[0] in _FOLDED_TAGS or (len(tag) == 1 and tag[0]):
        return unicodedata.normalize("NFKC", character)
    return character


_WORD: Final = re.compile(r"[\w.-]+")
_LATIN_LIKE: Final = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
_FOLDED_TAGS: Final = frozenset({"<compat>", "<wide>", "<narrow>", "<font>"})
_RADICALS: Final = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "民虎西见角贝车長长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
"""Radicals, as texts taken out of a PDF hold them, that normalisation leaves alone."""
