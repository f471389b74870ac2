"""How an unquoted scalar is read: the core schema of YAML 1.2, less what policies do not need.

Only ``true`` and ``false`` are booleans (``NO`` and ``off`` stay text), ``1:30`` and dates stay
text, and a number that people read in two ways is refused.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from evenhand.loading.nodes import MAX_NUMBER_LENGTH, ScalarKind

MAX_EXPONENT: Final = 30
"""The greatest power of ten, up or down, that a number may be written with."""


class Reading(NamedTuple):
    """Kind and text of a scalar; ``refused`` names the problem when the text is not accepted.

    The text of a refused scalar is a harmless number, so that later checks can go on.
    """

    kind: ScalarKind
    text: str
    refused: str | None = None


def reading(text: str) -> Reading:
    """How an unquoted text is read."""
    if text in _NULL:
        return Reading(ScalarKind.NULL, text)
    if text in _BOOLEAN:
        return Reading(ScalarKind.BOOLEAN, text)
    if _NUMERIC_START.match(text) is None:
        return Reading(ScalarKind.TEXT, text)
    if _NOT_A_NUMBER.fullmatch(text):
        return Reading(ScalarKind.INTEGER, "0", "not-a-number")
    if len(text) > MAX_NUMBER_LENGTH and _LIKE_A_NUMBER.fullmatch(text):
        return Reading(ScalarKind.INTEGER, "0", "number-too-long")
    if _OTHER_BASE.fullmatch(text):
        return Reading(ScalarKind.INTEGER, str(int(text, 0)), "other-base")
    if found := _NUMBER.fullmatch(text):
        return _number(text, found)
    return Reading(ScalarKind.TEXT, text)


def _number(text: str, found: re.Match[str]) -> Reading:
    whole, fraction, exponent = found["whole"], found["fraction"], found["exponent"]
    kind = ScalarKind.INTEGER if fraction is None and exponent is None else ScalarKind.DECIMAL
    if exponent is not None and abs(int(exponent)) > MAX_EXPONENT:
        return Reading(ScalarKind.INTEGER, "0", "exponent-too-large")
    if len(whole) > 1 and whole.startswith("0"):
        return Reading(kind, text, "leading-zero")
    return Reading(kind, text)


_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN: Final = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})
_NUMERIC_START: Final = re.compile(r"[-+.0-9]")
_NOT_A_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_OTHER_BASE: Final = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_NUMBER: Final = re.compile(
    r"[-+]?(?=\.?[0-9])(?P<whole>[0-9]*)(?P<fraction>\.[0-9]*)?(?:[eE](?P<exponent>[-+]?[0-9]+))?"
)
_LIKE_A_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
    r"|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?[0-9]+/[0-9]+"
)
