"""Tallies: all scores of a customer as one whole number, so that many sets of them stay small."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

from evenhand.model.boxes.items import Item, Items
from evenhand.model.boxes.linear import BeyondError
from evenhand.model.boxes.reading import Score
from evenhand.model.values import number_text

WIDTH: Final = 256
"""Bits for one score; written numbers have at most 64 digits, which leaves room for their sums."""

HALF: Final = 1 << WIDTH - 1
"""What each score is raised by, so that none is below zero."""


MOST: Final = HALF >> 64
"""Points beyond this could spill over into another score, if many items gave as many."""


class Tallies:
    """How points are added up: ``scale`` makes all of them whole numbers; each score has a place.

    What is added up begins at zero; a base is added where a score is read (rule 12).
    """

    def __init__(self, items: Items) -> None:
        self.scores = items.scores
        numbers = lcm(*(number.denominator for number in items.numbers))
        self.scale = numbers * lcm(*(weight.denominator for weight in items.weights))
        self.place = {score: WIDTH * index for index, score in enumerate(items.scores)}
        self.nothing = sum(HALF << place for place in self.place.values())

    def part(self, score: Score, tally: int) -> int:
        """What is added up for one score."""
        return (tally >> self.place[score] & 2 * HALF - 1) - HALF

    def gained(self, answers: Mapping[Item, Any], scores: Collection[Score]) -> int:
        """The points that items give for some scores. Raises BeyondError for absurdly many."""
        total = 0
        for item, points in answers.items():
            for score, weight in item.gains:
                if score in scores:
                    number = int(points * weight * self.scale)
                    if abs(number) >= MOST:
                        raise BeyondError("budget", score.name)
                    total += number << self.place[score]
        return total

    def without(self, scores: Iterable[Score], tallies: set[int]) -> set[int]:
        """Tallies with nothing for some scores."""
        for score in scores:
            place = self.place[score]
            tallies = {one - (self.part(score, one) << place) for one in tallies}
        return tallies

    def by_value(self, score: Score, tallies: Iterable[int]) -> Iterator[tuple[Fraction, set[int]]]:
        """Tallies by the value that they give a score, within its limits."""
        groups: dict[int, set[int]] = defaultdict(set)
        for one in tallies:
            groups[self.part(score, one)].add(one)
        total = self.scores[score]
        for number, some in groups.items():
            value = (total.base or Fraction(0)) + Fraction(number, self.scale)
            yield (value if total.within is None else total.within(value)), some

    def written(self, tallies: Iterable[int]) -> dict[str, dict[str, str]]:
        """What is added up for each score: the least, a step, and a bit for each step reached.

        Scores are left out for which that is nothing everywhere.
        """
        listed = list(tallies)
        parts = {str(score): {self.part(score, one) for one in listed} for score in self.scores}
        return {name: self._bits(sorted(found)) for name, found in parts.items() if found - {0}}

    def _bits(self, numbers: list[int]) -> dict[str, str]:
        least = numbers[0]
        step = gcd(*(number - least for number in numbers)) or 1
        bits = sum(1 << (number - least) // step for number in numbers)
        shown = (number_text(Fraction(one, self.scale)) for one in (least, step))
        return {**dict(zip(("least", "step"), shown, strict=True)), "reached": f"{bits:x}"}
