"""Which ends of a bin still have to be asked after the bins before it have had their turn.

The first bin that matches counts, so a bin that begins where the ones before it end needs no lower
end, and the last of a series that reaches the end of the values needs no condition at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from evenhand.model.conditions import Operator

LOWER: Final = (Operator.AT_LEAST, Operator.ABOVE)

Test: TypeAlias = tuple[Operator, Fraction]
"""One end of a bin."""

Gap: TypeAlias = tuple[Fraction, int]
"""A place between values: just below a number (0) or just above it (1)."""


@dataclass(slots=True)
class Reach:
    """From below, all values up to ``taken`` have had their bin; ``top`` is above all values.

    None where nothing is known of either.
    """

    taken: Gap | None = None
    top: Gap | None = None

    def left(self, tests: Sequence[Test]) -> list[Test]:
        """The ends of the next bin that still have to be asked."""
        lower = [one for one in tests if one[0] in LOWER]
        upper = [one for one in tests if one[0] not in LOWER]
        begins = max((_gap(one) for one in lower), default=None)
        ends = min((_gap(one) for one in upper), default=self.top)
        if ends is None or (self.top is not None and ends >= self.top):
            upper = []
        if begins is not None and (self.taken is None or begins > self.taken):
            return lower + upper
        if ends is not None:
            self.taken = ends if self.taken is None else max(self.taken, ends)
        return upper


def _gap(test: Test) -> Gap:
    operator, value = test
    return value, int(operator in (Operator.ABOVE, Operator.AT_MOST))
