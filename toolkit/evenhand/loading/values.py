"""One scalar of a text: what it says, how it is read, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from evenhand.finding import Finding
from evenhand.loading.characters import cleaned, mixed_letter, without_odd_ends
from evenhand.loading.nodes import MAX_NUMBER_LENGTH, Scalar
from evenhand.loading.problems import code_point, problem
from evenhand.loading.scalars import MAX_EXPONENT, Reading, reading
from evenhand.loading.text import Text
from evenhand.location import Location


@dataclass(slots=True)
class ScalarReader:
    """Reads the scalars of one text, reports problems, and remembers what it folded and where."""

    text: Text
    report: Callable[[Finding], None]
    folded: dict[str, list[int]] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)

    def read(self, start: int, end: int, value: str, plain: bool) -> Scalar:
        """The scalar that stands from one index to another."""
        location = self.text.location(start, end)
        if plain and value.isascii():
            return self._resolved(location, value, start, end)
        clean = cleaned(value, self.text.content[start:end])
        for character in clean.escaped:
            self.report(problem("escaped-character", location, character=code_point(character)))
        for character, _ in clean.folded:
            self._remember(character, start, end)
        if not plain:
            return Scalar(location, clean.text, quoted=True)
        return self._unquoted(location, clean.text, start, end)

    def _unquoted(self, location: Location, text: str, start: int, end: int) -> Scalar:
        text, space = without_odd_ends(text)
        if space is not None:
            place = self._place_of(space, start)
            self.report(problem("odd-space", place, character=code_point(space)))
        letter = mixed_letter(text)
        if letter is not None:
            place = self._place_of(letter, start)
            named = code_point(letter)
            self.report(problem("look-alike-letter", place, word=text, character=named))
        return self._resolved(location, text, start, end)

    def _resolved(self, location: Location, text: str, start: int, end: int) -> Scalar:
        found = _LOST_DASH.search(self.text.content, start, end) if " - " in text else None
        if found is not None:
            self.report(problem("lost-dash", self.text.location(found.end() - 1, found.end())))
        read = self.readings.get(text)
        if read is None:
            read = self.readings[text] = reading(text)
        if read.refused is not None:
            limit = _LIMITS.get(read.refused, 0)
            self.report(problem(read.refused, location, text=text, limit=limit))
        return Scalar(location, read.text, read.kind)

    def check_entry(self, start: int, end: int, in_list: bool, in_brackets: bool) -> None:
        """Report full-width marks that were meant to part an unquoted entry of a list."""
        found = _FULL_WIDTH_KEY.match(self.text.content, start, end) if in_list else None
        if found is not None:
            place = self.text.location(found.end() - 1, found.end())
            self.report(problem("full-width-colon", place, key=found["key"]))
        comma = _FULL_WIDTH_COMMA.search(self.text.content, start, end) if in_brackets else None
        if comma is not None:
            place = self.text.location(*comma.span("mark"))
            self.report(problem("full-width-comma", place, mark=comma["mark"]))

    def _remember(self, character: str, start: int, end: int) -> None:
        found = self.text.content.find(character, start, end)
        self.folded.setdefault(character, []).append(start if found < 0 else found)

    def _place_of(self, character: str, start: int) -> Location:
        place = max(start, self.text.content.find(character, start))
        return self.text.location(place, place + 1)


_LIMITS: Final = {"number-too-long": MAX_NUMBER_LENGTH, "exponent-too-large": MAX_EXPONENT}
_LOST_DASH: Final = re.compile(r"[\r\n][ \t]*-(?= )")
_FULL_WIDTH_KEY: Final = re.compile(r"(?P<key>[A-Za-z_][A-Za-z0-9_-]*)：")
_FULL_WIDTH_COMMA: Final = re.compile(
    r"(?<=[A-Za-z0-9_])\s*(?P<mark>[，、])\s*[A-Za-z_][A-Za-z0-9_-]*(?:\s*[：:，、]|\s*$)"
)
"""A full-width mark between two codes, or before a key; a mark inside prose is prose."""
