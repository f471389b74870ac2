"""Plain data of what all elements have in common: texts, sources, remarks, declared settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.loading.writing.data import Data
from evenhand.messages import Bilingual
from evenhand.model.element import About, Declaration, SourceRef, Text
from evenhand.model.values import Value

PLACE_DIGITS: Final = 4
"""The most digits of a page or line that is written as a number: more would be put in groups."""


def without_none(entries: Mapping[str, Data]) -> dict[str, Data]:
    """The entries that say something."""
    return {key: value for key, value in entries.items() if value is not None}


def text_data(text: Text | None) -> Data:
    """A text in one language or in both."""
    if isinstance(text, Bilingual):
        return {"en": text.en, "zh": text.zh}
    return text


def label_data(label: Bilingual) -> Data:
    return {"en": label.en, "zh": label.zh}


def value_data(value: Value | None) -> Data:
    """A value of a customer; the members of a set in order of their codes."""
    match value:
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case _:
            return value


def sources_data(sources: tuple[SourceRef, ...]) -> Data:
    """The sources of an element: an id, a detailed reference, or a list of these."""
    listed = [_source(one) for one in sources]
    return None if not listed else listed[0] if len(listed) == 1 else listed


def _source(source: SourceRef) -> Data:
    if source == SourceRef(source.id):
        return source.id
    return without_none(
        {
            "id": source.id,
            "at": _place(source.at),
            "quote": source.quote,
            "entries": list(source.entries) or None,
        }
    )


def _place(at: str | None) -> Data:
    if at is not None and at.isascii() and at.isdigit() and len(at) <= PLACE_DIGITS:
        return int(at) if at == "0" or not at.startswith("0") else at
    return at


def title_data(about: About) -> dict[str, Data]:
    """An element's title, which stands behind its id."""
    return without_none({"title": text_data(about.title)})


def remarks_data(about: About) -> dict[str, Data]:
    """Everything else that is said of an element, which stands behind what it means."""
    return without_none(
        {
            "source": sources_data(about.source),
            "because": text_data(about.because),
            "note": text_data(about.note),
            **declarations_data(about.declared),
        }
    )


def declarations_data(declared: Mapping[str, Declaration]) -> dict[str, Data]:
    return {key: declaration_data(one) for key, one in declared.items()}


def declaration_data(declaration: Declaration) -> Data:
    """A declared setting as it was written."""
    value = declaration.value
    match value:
        case Mapping():
            return {key: declaration_data(one) for key, one in value.items()}
        case tuple():
            return [declaration_data(one) for one in value]
        case str() | bool() | Fraction() | None:
            return value
