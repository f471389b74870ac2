"""Traces: how a decision came about, as a tree that mirrors the policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evenhand.location import Location
from evenhand.model.conditions import Condition
from evenhand.model.outcome import Cause, Leaning, Outcome
from evenhand.model.scorecard import Characteristic, Scorecard, Section
from evenhand.model.truth import Truth, U
from evenhand.model.values import Value


@dataclass(frozen=True, slots=True)
class Notes:
    """What judging one thing brought to light.

    ``causes`` say why it is unknown (empty if it is known), ``missing`` which attributes that it
    mentions are missing, ``leaned`` where the reading settled something.
    """

    causes: frozenset[Cause] = frozenset()
    missing: frozenset[str] = frozenset()
    leaned: tuple[Leaning, ...] = ()

    def __or__(self, other: Notes) -> Notes:
        return Notes(
            self.causes | other.causes, self.missing | other.missing, self.leaned + other.leaned
        )


NOTHING = Notes()


def gathered(notes: Iterable[Notes]) -> Notes:
    """The notes of several things together."""
    total = NOTHING
    for one in notes:
        total = total | one
    return total


@dataclass(frozen=True, slots=True)
class Judgement:
    """A condition with its truth for one customer.

    ``parts`` are the judged conditions inside it. ``own`` holds the notes of the condition itself
    where it is an atom; ``value`` and ``against`` are what an atom compared, as far as known.
    """

    condition: Condition
    truth: Truth
    parts: tuple[Judgement, ...] = ()
    own: Notes = NOTHING
    value: Value | None = None
    against: tuple[Value, ...] = ()

    def atoms(self) -> Iterator[Judgement]:
        """The judged atoms inside, definitions followed, in file order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.atoms()

    def notes(self) -> Notes:
        """The notes of all atoms inside."""
        return gathered(atom.own for atom in self.atoms())


@dataclass(frozen=True, slots=True)
class CharacteristicScore:
    """A characteristic with its points for one customer.

    ``points`` is None where they are unknown; ``best`` is the most that anybody can reach, None
    where that is unknown; ``row`` is the bin, row or unit rule that gave the points.
    """

    characteristic: Characteristic
    points: Fraction | None
    best: Fraction | None
    row: Location
    value: Value | None
    notes: Notes

    @property
    def short(self) -> Fraction | None:
        """By how many points the best is missed; None where that is unknown."""
        if self.points is None or self.best is None:
            return None
        return max(self.best - self.points, Fraction(0))


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section: the sum within its limits (unweighted), and the weight that it enters with."""

    section: Section
    points: Fraction | None
    weight: Fraction | None
    characteristics: tuple[CharacteristicScore, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class CardScore:
    """A scorecard with its score, None where one part is unknown."""

    card: Scorecard
    score: Fraction | None
    base: Fraction | None
    sections: tuple[SectionScore, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class Considered:
    """One entry of the decision list with its truth; the walk stops at the first true one."""

    outcome: str
    judgement: Judgement

    @property
    def is_open(self) -> bool:
        return self.judgement.truth is U


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with the whole way to it: the entries considered and the scores."""

    outcome: Outcome
    considered: tuple[Considered, ...]
    cards: Mapping[str, CardScore]
