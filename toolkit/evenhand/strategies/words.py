"""The dictionary of generated policies: a few attributes of every kind, with narrow domains.

Narrow domains and few thresholds make bins, tables and conditions meet at the same edges, which
is where mistakes are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

Plain = Any
"""A part of a document: mappings, lists, texts, whole numbers, decimals, yes and no."""


@dataclass(frozen=True, slots=True)
class Word:
    """An attribute as a file declares it, with figures to compare it with.

    The first figure is the simplest; the second is below it, so that the two make a range.
    """

    kind: str
    figures: tuple[Plain, ...] = ()
    codes: tuple[str, ...] = ()
    more: Mapping[str, Plain] = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "number", "integer", "ratio")

    @property
    def is_ordered(self) -> bool:
        return self.is_number or self.kind in ("ordinal", "date")

    @property
    def has_codes(self) -> bool:
        return self.kind in ("enum", "ordinal", "boolean")


def _number(
    kind: str,
    step: Plain,
    domain: tuple[int, int, Plain],
    figures: tuple[Plain, ...],
    **more: Plain,
) -> Word:
    """A numeric attribute; its domain is the lowest, the highest and the typical value."""
    low, high, typical = domain
    declared = {"step": step, "range": {"at_least": low, "at_most": high}, "typical": typical}
    return Word(kind, figures, (), {**declared, **more})


WORDS: Final[Mapping[str, Word]] = {
    "balance": _number(
        "money", Decimal("0.01"), (0, 200, 50), (100, 50, "100/3", 150, 0, 200),
        action={"raise": {"cost": 1, "per": 1, "takes": {"months": 1}}},
    ),
    "arrears": _number(
        "integer", 1, (0, 12, 0), (3, 1, 6, "5/2"),
        action={"lower": {"cost": 0, "takes": {"months": 24}}},
    ),
    "salaried": Word(
        "boolean", (), ("true", "false"),
        {"typical": True, "action": {"set": {"cost": 0, "takes": {"days": 7}}}},
    ),
    "job": Word("enum", (), ("clerk", "doctor", "none"), {"typical": "clerk"}),
    "debt": _number("money", 1, (-50, 200, 0), (50, 0, 100, -50)),
    "months_here": _number(
        "integer", 1, (0, 120, 24), ({"years": 2}, {"months": 6}, 60), unit="months",
        grows="with_time",
    ),
    "usage": _number("ratio", Decimal("0.01"), (0, 2, Decimal("0.3")), (1, Decimal("0.5"), "1/3")),
    "profit": _number("number", Decimal("0.5"), (-10, 10, 0), (0, Decimal("-2.5"), "7/3", 5)),
    "has_card": Word("boolean", (), ("true", "false"), {"typical": True}),
    "card_cap": _number(
        "money", 1, (0, 200, 100), (100, 50), applies_when={"has_card": True}
    ),
    "region": Word("enum", (), ("north", "south", "other"), {"open": True, "typical": "north"}),
    "grade": Word("ordinal", ("mid", "low", "high"), ("low", "mid", "high"), {"typical": "mid"}),
    "post": Word(
        "ordinal", ("officer", "staff"), ("staff", "officer", "chief"),
        {"typical": "staff", "applies_when": {"salaried": True}},
    ),
    "goods": Word("set", (), ("gold", "fund", "loan"), {"typical": ["fund"]}),
    "joined": Word("date", ("2024-02-29", "2020-01-01"), (), {"typical": "2021-07-01"}),
    "character": Word(
        "enum", (), ("good", "poor"), {"assessed_by": "human", "typical": "good"}
    ),
}  # fmt: skip
"""Attributes by name, in the order in which generated policies prefer them."""


def declaration(name: str) -> Plain:
    """An attribute as it stands under ``attributes:``."""
    word = WORDS[name]
    declared: dict[str, Plain] = {"label": _label(name), "type": word.kind, **word.more}
    if word.codes and word.kind != "boolean":
        listed = [code for code in word.codes if not (word.more.get("open") and code == "other")]
        declared["values"] = {code: _label(code) for code in listed}
        if word.kind == "ordinal":
            declared["order"] = list(word.codes)
    return declared


def _label(text: str) -> Plain:
    return {"en": text, "zh": text}


def needs(name: str) -> tuple[str, ...]:
    """The attributes that tell whether one applies."""
    return tuple(WORDS[name].more.get("applies_when", {}))


def written(plain: Plain) -> str:
    """A document as YAML in brackets, on one line."""
    match plain:
        case bool():
            return "true" if plain else "false"
        case int() | Decimal():
            return str(plain)
        case Fraction():
            return f'"{plain.numerator}/{plain.denominator}"'
        case "unstated":
            return "unstated"  # in quotes it would be a text
        case str():
            return '"' + plain + '"'
        case list() | tuple():
            return "[" + ", ".join(written(one) for one in plain) + "]"
        case dict():
            return (
                "{" + ", ".join(f"{_key(key)}: {written(one)}" for key, one in plain.items()) + "}"
            )
        case _:
            raise TypeError(f"{plain!r} has no place in a document")


def _key(name: str) -> str:
    """A key; the values of a boolean need quotes there."""
    return f'"{name}"' if name in ("true", "false") else name
