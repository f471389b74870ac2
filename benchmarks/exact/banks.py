"""Synthetic policies for the benchmark, and changes to them. Amounts are whole cents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final, TypeAlias

HIGHEST: Final = 100_000_000
ROUND: Final = 50_000
UNIT: Final = 5
OCCUPATION: Final = "occupation"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """An amount is at least so many cents."""

    attribute: str
    cents: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Something holds of the customer."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Multiple:
    """``times`` one amount is at least the other."""

    attribute: str
    times: int
    other: str


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part holds."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class No:
    """The part does not hold."""

    part: Test


Test: TypeAlias = AtLeast | Flag | Multiple | Every | Some | No


@dataclass(frozen=True, slots=True)
class Criterion:
    """Points for an attribute: a number for each band of an amount, or for each code of an enum.

    ``cuts`` are where the bands above the first begin; an enum has none.
    """

    attribute: str
    cuts: tuple[int, ...] | None
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A tier: so many points, and a condition."""

    least: int
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """A policy: criteria, tests that reject, and tiers, the lowest first."""

    criteria: tuple[Criterion, ...]
    rejecting: tuple[Test, ...]
    grades: tuple[Grade, ...]
    flags: tuple[str, ...] = field(default=())

    def amounts(self) -> list[str]:
        """The amounts, in the order of their names' numbers."""
        names = {one.attribute for one in self.criteria if one.cuts is not None}
        return sorted(names, key=lambda name: int(name[1:]))

    def codes(self, attribute: str) -> int:
        """How many codes an enum has."""
        return len(next(one for one in self.criteria if one.attribute == attribute).points)

    def enums(self) -> list[str]:
        """The enums."""
        return sorted(one.attribute for one in self.criteria if one.cuts is None)


def make(n: int, seed: int = 0, *, unit: int = UNIT, linked: bool = True) -> Bank:
    """A policy of n criteria."""
    random = Random(seed)
    criteria = tuple(_criterion(random, number, unit) for number in range(n))
    amounts = [one for one in criteria if one.cuts is not None]
    gates = min(10, 5 + n // 30)
    flags = tuple(f"flag{number}" for number in range(0, gates, 2))
    rejecting: list[Test] = [Flag(one) for one in flags]
    for number in range(1, gates, 2):
        chosen = amounts[number % len(amounts)]
        assert chosen.cuts is not None
        rejecting.append(No(AtLeast(chosen.attribute, chosen.cuts[0] // 2)))
    tiers = {10: 3, 300: 5}.get(n, 4)
    top = sum(max(one.points) for one in criteria)
    grades = [
        Grade(int(top * (35 * (tiers - 1) + 45 * t)) // (100 * (tiers - 1))) for t in range(tiers)
    ]
    grades[-1] = replace(grades[-1], test=_best(amounts, linked=linked))
    return Bank(criteria, tuple(rejecting), tuple(grades), flags)


def _criterion(random: Random, number: int, unit: int) -> Criterion:
    if number == 0:
        return Criterion(OCCUPATION, None, _drawn(random, 8, 8, unit))
    if number % 7 == 6:
        return Criterion(f"e{number}", None, _drawn(random, 6, 8, unit))
    cuts = tuple(sorted(random.sample(range(1_000_000, 99_000_000, ROUND), 4)))
    return Criterion(f"x{number}", cuts, tuple(sorted(_drawn(random, 5, 12, unit))))


def _drawn(random: Random, count: int, most: int, unit: int) -> tuple[int, ...]:
    return tuple(unit * random.randint(0, most) for _ in range(count))


def _best(amounts: list[Criterion], *, linked: bool) -> Test:
    names = [one.attribute for one in amounts]
    parts: list[Test] = [AtLeast(names[1], 40_000_000)]
    if linked:
        parts.append(Multiple(names[0], 3, names[2]))
    return Some((Every(tuple(parts)), AtLeast(names[3], 70_000_000)))


# -- changes ---------------------------------------------------------------------------------------


def moved(bank: Bank, by: int = 1) -> Bank:
    """The same with one threshold moved, of a criterion in the middle."""
    fitting = [
        i
        for i, one in enumerate(bank.criteria)
        if one.cuts is not None and len(set(one.points)) > 1
    ]
    at = fitting[len(fitting) // 2]
    old = bank.criteria[at]
    assert old.cuts is not None
    cuts = list(old.cuts)
    cuts[next(j for j in range(len(cuts)) if old.points[j] != old.points[j + 1])] += by
    criteria = list(bank.criteria)
    criteria[at] = replace(old, cuts=tuple(cuts))
    return replace(bank, criteria=tuple(criteria))


def refactored(bank: Bank, seed: int = 1) -> Bank:
    """The same for everybody, written otherwise."""
    random = Random(seed)
    offset, criteria = 0, []
    for one in bank.criteria:
        more = random.randint(0, 3)
        offset += more
        split = _split(random, one)
        criteria.append(replace(split, points=tuple(points + more for points in split.points)))
    random.shuffle(criteria)
    rejecting = list(bank.rejecting)
    random.shuffle(rejecting)
    grades = tuple(
        Grade(one.least + offset, None if one.test is None else No(No(one.test)))
        for one in bank.grades
    )
    return replace(bank, criteria=tuple(criteria), rejecting=tuple(rejecting), grades=grades)


def _split(random: Random, one: Criterion) -> Criterion:
    """One band cut in two with the same points."""
    if one.cuts is None:
        return one
    at = random.randrange(len(one.cuts))
    above = one.cuts[at + 1] if at + 1 < len(one.cuts) else HIGHEST
    middle = (one.cuts[at] + above) // 2
    if not one.cuts[at] < middle < above:
        return one
    cuts = (*one.cuts[: at + 1], middle, *one.cuts[at + 1 :])
    points = (*one.points[: at + 2], one.points[at + 1], *one.points[at + 2 :])
    return Criterion(one.attribute, cuts, points)


def stricter(bank: Bank, by: int = 10) -> Bank:
    """A sibling that asks for more points for every tier."""
    return replace(bank, grades=tuple(replace(one, least=one.least + by) for one in bank.grades))


def fair_by_arithmetic(bank: Bank) -> Bank:
    """Occupation is worth 0 to 4 points; everything else is a multiple of 5."""
    criteria = tuple(
        replace(one, points=tuple(i % UNIT for i in range(len(one.points))))
        if one.attribute == OCCUPATION
        else one
        for one in bank.criteria
    )
    grades = tuple(replace(one, least=-(-one.least // UNIT) * UNIT) for one in bank.grades)
    return replace(bank, criteria=criteria, grades=grades)


def unrelated(bank: Bank, seed: int = 9) -> Bank:
    """Other points for the same bands."""
    random = Random(seed)
    criteria = []
    for one in bank.criteria:
        drawn = _drawn(random, len(one.points), 8 if one.cuts is None else 12, 1)
        criteria.append(replace(one, points=tuple(sorted(drawn)) if one.cuts else drawn))
    return replace(bank, criteria=tuple(criteria))


def just_stricter(bank: Bank, other: Bank) -> tuple[Bank, Bank]:
    """``other`` with thresholds that make it just stricter than ``bank``, and just not.

    The least threshold of a tier is one more than the most points of ``other`` for somebody whom
    ``bank`` gives too few: a knapsack over the points of both, criterion by criterion.
    """
    most: dict[int, int] = {0: 0}
    for mine, theirs in zip(bank.criteria, other.criteria, strict=True):
        after: dict[int, int] = {}
        for had, best in most.items():
            for here, there in set(zip(mine.points, theirs.points, strict=True)):
                after[had + here] = max(after.get(had + here, -1), best + there)
        most = after
    grades = []
    for mine_grade, theirs_grade in zip(bank.grades, other.grades, strict=True):
        below = max(best for had, best in most.items() if had < mine_grade.least)
        grades.append(replace(theirs_grade, least=below + 1))
    tight = replace(other, grades=tuple(grades))
    grades[1] = replace(grades[1], least=grades[1].least - 1)
    return tight, replace(other, grades=tuple(grades))


# -- customers -------------------------------------------------------------------------------------


def holds(test: Test, customer: dict[str, int]) -> bool:
    """Whether a test holds; flags are 0 or 1."""
    match test:
        case AtLeast(name, cents):
            return customer[name] >= cents
        case Flag(name):
            return customer[name] == 1
        case Multiple(name, times, other):
            return times * customer[name] >= customer[other]
        case Every(parts):
            return all(holds(one, customer) for one in parts)
        case Some(parts):
            return any(holds(one, customer) for one in parts)
        case No(part):
            return not holds(part, customer)


def tier_of(bank: Bank, customer: dict[str, int]) -> int:
    """−1 for rejected, 0 for no tier, else the tier's number from the lowest."""
    if any(holds(test, customer) for test in bank.rejecting):
        return -1
    score = sum(_points(one, customer[one.attribute]) for one in bank.criteria)
    reached = [
        number
        for number, grade in enumerate(bank.grades, 1)
        if score >= grade.least and (grade.test is None or holds(grade.test, customer))
    ]
    return max(reached, default=0)


def _points(one: Criterion, value: int) -> int:
    if one.cuts is None:
        return one.points[value]
    return one.points[sum(value >= cut for cut in one.cuts)]


def drawn_customer(bank: Bank, random: Random) -> dict[str, int]:
    """A customer anywhere in the domains."""
    found = {name: random.randint(0, HIGHEST) for name in bank.amounts()}
    found |= {name: random.randrange(bank.codes(name)) for name in bank.enums()}
    return found | {name: int(random.random() < 0.1) for name in bank.flags}


def tests_in(test: Test) -> Iterator[Test]:
    """A test and everything in it."""
    yield test
    match test:
        case Every(parts) | Some(parts):
            for one in parts:
                yield from tests_in(one)
        case No(part):
            yield from tests_in(part)
        case _:
            pass


def all_tests(bank: Bank) -> Iterator[Test]:
    """Everything that a bank tests outside its points."""
    for test in (*bank.rejecting, *(one.test for one in bank.grades if one.test is not None)):
        yield from tests_in(test)


def mentioned(test: Test) -> set[str]:
    """The attributes that a test speaks of."""
    found = set()
    for one in tests_in(test):
        if isinstance(one, AtLeast | Flag | Multiple):
            found.add(one.attribute)
        if isinstance(one, Multiple):
            found.add(one.other)
    return found


def cuts_of(*banks: Bank) -> dict[str, list[int]]:
    """Where anything changes, by amount."""
    found: dict[str, set[int]] = {name: set() for bank in banks for name in bank.amounts()}
    for bank in banks:
        for one in bank.criteria:
            found.get(one.attribute, set()).update(one.cuts or ())
        for test in all_tests(bank):
            if isinstance(test, AtLeast):
                found[test.attribute].add(test.cents)
    return {name: sorted(cuts) for name, cuts in found.items()}


def linked_in(*banks: Bank) -> set[str]:
    """Amounts that are compared with one another."""
    pairs = [t for bank in banks for t in all_tests(bank) if isinstance(t, Multiple)]
    return {name for one in pairs for name in (one.attribute, one.other)}
