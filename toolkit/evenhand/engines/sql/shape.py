"""What the database that runs a query can do, as far as the query depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BIG: Final = 2**63 - 1
"""The greatest whole number of the type BIGINT; its least is one further from zero."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How truths and large whole numbers are written.

    ``booleans``: there is a boolean type, so a condition can be a column; without it, a truth is
    the number 1 or 0, or NULL. ``wide`` is the exact type for whole numbers beyond BIGINT, with
    ``digits`` decimal digits; None where there is none. ``greatest`` names the function for the
    greatest of several values (what it does with NULL does not matter: none is given to it).
    ``division``: there is an exact division of whole numbers that is not written ``/``.
    """

    booleans: bool = True
    wide: str | None = "DECIMAL(38, 0)"
    digits: int = 38
    greatest: str = "GREATEST"
    division: bool = True

    @property
    def most(self) -> int:
        """The greatest whole number that can be held without loss."""
        return BIG if self.wide is None else 10**self.digits - 1
