"""Declared settings in words: keys and usual values by the catalogue, all else as in the file."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from evenhand.messages import Bilingual, message
from evenhand.model.element import Declaration
from evenhand.model.wording import Words, listed, number_words

_WORDS: Final = frozenset(
    {
        *("acknowledged", "answer", "app", "appeal", "approved", "as-of", "assessed", "assisted"),
        *("assumes", "at", "at-once", "automated", "because", "binding", "branch"),
        *("branch-manager", "by", "channel", "channels", "claims", "complete", "confidence"),
        *("consent", "credit-officer", "currency", "data-error", "date", "decision", "details"),
        *("down", "dual-control", "edge", "effective", "effective-from", "effective-until"),
        *("entries", "every", "evidence", "for", "grounds", "hardship", "human-review", "id"),
        *("kind", "label", "log", "lower", "mandatory", "manual", "may", "monitoring"),
        *("month-end", "moves", "next-month", "note", "notice", "of", "opt-out", "origin"),
        *("owner", "phone", "plain-language", "prefers", "priority", "product", "publication"),
        *("quote", "raise", "reasons", "refer", "rejected", "retention", "review", "review-due"),
        *("role", "share-at-most", "shown", "source", "standing", "steps", "text", "title"),
        *("type", "unstated", "version", "website", "what", "window", "within"),
    }
)

_PERIODS: Final = {
    "years": ("describe.years", "describe.years-one"),
    "months": ("describe.months", "describe.months-one"),
    "days": ("describe.days", "describe.days-one"),
    "hours": ("describe.hours", "describe.hours-one"),
}


def known_word(word: str) -> Words:
    """A key or a usual value in words; any other as it is."""
    plain = word.replace("_", "-")
    return message(f"setting.{plain}") if plain in _WORDS else word


def setting_words(setting: Declaration) -> Words:
    """A declared setting in words."""
    value = setting.value
    match value:
        case None:
            return message("describe.nothing")
        case bool():
            return message("describe.yes") if value else message("describe.no")
        case Fraction():
            return number_words(value)
        case str():
            return known_word(value)
        case tuple():
            return listed([setting_words(one) for one in value], "describe.comma")
        case _:
            return _block_words(value)


def is_bilingual(value: Mapping[str, Declaration]) -> bool:
    """Whether a block is a text in both languages."""
    return set(value) == {"en", "zh"}


def _block_words(block: Mapping[str, Declaration]) -> Words:
    """A block of settings on one line; a period by its unit, a text in both languages as such."""
    if is_bilingual(block):
        return Bilingual(str(block["en"].value), str(block["zh"].value))
    if len(block) == 1:
        (unit, amount), *_ = block.items()
        if unit in _PERIODS and isinstance(amount.value, Fraction):
            several, one = _PERIODS[unit]
            text = number_words(amount.value)
            return message(one if amount.value == 1 else several, number=text)
    rows = []
    for key, setting in block.items():
        words = setting_words(setting)
        inner = setting.value
        if isinstance(inner, Mapping) and len(inner) > 1 and not is_bilingual(inner):
            words = message("describe.grouped", part=words)
        rows.append(message("diff.setting", name=known_word(key), value=words))
    return listed(rows, "describe.semicolon")
