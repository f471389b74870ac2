"""What all parts of a policy have in common: texts, sources, places, and declared settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from evenhand.location import Location
from evenhand.messages import Bilingual

Text: TypeAlias = str | Bilingual
"""A text in one language, as the source has it, or in both."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A pointer into a source: which one, where, its words, and the numbered entries it covers."""

    id: str
    at: str | None = None
    quote: str | None = None
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What may be said of any element: where it comes from and why it reads as it does.

    ``declared`` holds what is audited but never evaluated: ``assumes``, ``priority``, ``prefers``.
    """

    title: Bilingual | None = None
    source: tuple[SourceRef, ...] = ()
    because: Text | None = None
    note: Text | None = None
    declared: Mapping[str, Declaration] = field(default_factory=dict)


Declared: TypeAlias = (
    "str | bool | Fraction | tuple[Declaration, ...] | Mapping[str, Declaration] | None"
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A setting that is declared and audited but never evaluated, with its place in the file.

    ``value`` is a scalar, a tuple of declarations, or a mapping of declarations by key.
    """

    value: Declared
    location: Location = field(compare=False, repr=False)

    def at(self, path: str) -> Declaration | None:
        """The setting at a dotted path such as ``appeal.answer``; None if it is not declared."""
        here: Declaration | None = self
        for key in path.split("."):
            if here is None or not isinstance(here.value, Mapping):
                return None
            here = here.value.get(key)
        return here

    def items(self) -> Iterator[Declaration]:
        """The items of a declared list; nothing for any other value."""
        if isinstance(self.value, tuple):
            yield from self.value
