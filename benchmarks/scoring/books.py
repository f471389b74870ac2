"""Synthetic policies for scoring, independent of every engine. Amounts are whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, TypeAlias

HIGHEST: Final = 9_999 * 9_999
"""The greatest amount that is drawn: a product of two numbers of four digits."""

UNIT: Final = 5
ROUND: Final = 1_000
SAMPLE: Final = 2_000
OUTCOMES: Final = ("rejected", "refer", "plain", "tier-1", "tier-2", "tier-3", "tier-4")
"""All outcomes; peers answer with the place in this list."""

REJECTED, REFER, PLAIN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Criterion:
    """Points by the codes of an enum (``cuts`` is None) or by the bands that ``cuts`` begin."""

    attribute: str
    cuts: tuple[int, ...] | None
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A policy.

    ``whole`` plus half of ``half`` is the sum ``assets``, which has a criterion of its own; its
    cuts are cents as well. Knockouts are flags and lowest amounts. ``least`` are the points of
    the four tiers, the lowest first. The best also asks that ``times`` is at least a third of
    ``other``; whoever has at least ``rich`` cents of assets and the points of the lowest tier is in
    the second. ``missing``: customers may have missing values; a criterion then gives no points.
    """

    criteria: tuple[Criterion, ...]
    flags: tuple[str, ...]
    floors: tuple[tuple[str, int], ...]
    least: tuple[int, ...]
    whole: str
    half: str
    times: str
    other: str
    rich: int
    missing: bool = False

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns of amounts."""
        own = (one.attribute for one in self.criteria if one.cuts and one.attribute != "assets")
        return (self.whole, self.half, *own)

    @property
    def enums(self) -> dict[str, int]:
        """The columns of codes, and how many codes there are."""
        return {one.attribute: len(one.points) for one in self.criteria if one.cuts is None}

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the policy reads."""
        return (*self.amounts, *self.enums, *self.flags, "watched")


def make(n: int, *, missing: bool = False, seed: int = 5) -> Book:
    """A policy of n criteria (ten at least)."""
    random = Random(f"{seed}/{n}")
    criteria = tuple(_criterion(random, number) for number in range(n))
    plain = [one for one in criteria if one.cuts and one.attribute != "assets"]
    gates = 5 + n // 30
    flags = tuple(f"flag{number}" for number in range(0, gates, 2))
    floors = tuple(
        (plain[number % len(plain)].attribute, 2_000 + 100 * number)
        for number in range(1, gates, 2)
    )
    names = [one.attribute for one in plain]
    rough = Book(
        criteria, flags, floors, (), "savings", "funds", names[0], names[2], 90_000_000, missing
    )
    scores = sorted(score_of(rough, drawn(rough, random)) for _ in range(SAMPLE))
    least = tuple(scores[SAMPLE * share // 100] // UNIT * UNIT for share in (50, 70, 85, 95))
    return Book(
        criteria, flags, floors, least, "savings", "funds", names[0], names[2], 90_000_000, missing
    )


def _criterion(random: Random, number: int) -> Criterion:
    if number == 0:
        return Criterion("occupation", None, _points(random, 8, 8))
    if number % 7 == 6:
        return Criterion(f"e{number}", None, _points(random, 6, 8))
    cuts = tuple(sorted(random.sample(range(500_000, 60_000_000, ROUND), 4)))
    name = "assets" if number == 1 else f"x{number}"
    return Criterion(name, cuts, tuple(sorted(_points(random, 5, 12))))


def _points(random: Random, count: int, most: int) -> tuple[int, ...]:
    return tuple(UNIT * random.randint(0, most) for _ in range(count))


# -- customers in plain Python ---------------------------------------------------------------------

Row: TypeAlias = dict[str, int]
"""A customer as the file has her; flags are True or False."""


def drawn(book: Book, random: Random) -> Row:
    """A customer as the file has her, without missing values."""
    found: Row = {name: _digits(random) * _digits(random) for name in book.amounts}
    found |= {name: random.randrange(count) for name, count in book.enums.items()}
    return found | {name: random.random() < 0.01 for name in (*book.flags, "watched")}


def _digits(random: Random) -> int:
    return random.randrange(10_000)


def on_thresholds(book: Book, random: Random) -> Row:
    """A customer with amounts on thresholds and one cent beside them."""
    found = drawn(book, random)
    for one in book.criteria:
        if one.cuts and one.attribute != "assets" and random.random() < 0.5:
            found[one.attribute] = random.choice(one.cuts) + random.choice((-1, 0, 1))
    for name, least in book.floors:
        if random.random() < 0.1:
            found[name] = least + random.choice((-1, 0, 1))
    if random.random() < 0.3:
        cuts = next(one.cuts for one in book.criteria if one.attribute == "assets")
        assert cuts is not None
        found[book.half] = random.randrange(2 * cuts[0])
        aim = random.choice((*cuts, book.rich))
        found[book.whole] = aim - found[book.half] // 2 + random.choice((-1, 0, 1))
    if random.random() < 0.3:
        found[book.other] = min(3 * found[book.times] + random.choice((-1, 0, 1)), HIGHEST)
    return {name: min(max(value, 0), HIGHEST) for name, value in found.items()}


def score_of(book: Book, row: Row) -> int:
    """The points of a customer without missing values."""
    twice = 2 * row[book.whole] + row[book.half]
    total = 0
    for one in book.criteria:
        if one.cuts is None:
            total += one.points[row[one.attribute]]
        elif one.attribute == "assets":
            total += one.points[sum(twice >= 2 * cut for cut in one.cuts)]
        else:
            total += one.points[sum(row[one.attribute] >= cut for cut in one.cuts)]
    return total
