"""Cells: stretches of an attribute's values between which nothing that is asked differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Some values of a variable that are all alike.

    Of a number, all whole multiples of its step from ``low`` to ``high``, counted in steps. Of
    anything else one ``code``: a text, yes or no. MISSING_CELL is the absence of a value.
    """

    low: int = 0
    high: int = 0
    code: Any = None


MISSING_CELL: Final = Cell()
