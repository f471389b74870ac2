"""Populations: published tables and declared assumptions about the people whom policies meet.

A population says how many people there are of each kind and what they have, each number with its
source. It is data like a policy; ``populations`` draws people from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from evenhand.location import Location
from evenhand.messages import Bilingual


class Seen(Enum):
    """How well a number's source is known."""

    VERIFIED = "verified"
    MEMORY = "memory"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where numbers come from. Those that nobody read in a source are assumptions or memory."""

    id: str
    title: Bilingual | str
    by: str | None
    year: int | None
    seen: Seen
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What every part of a population has: a name, its sources, whether it is protected by law.

    ``moves`` are declared ranges of assumptions: by what factor the part's numbers may be off.
    """

    name: str
    label: Bilingual | None
    sources: tuple[str, ...]
    protected: bool
    moves: tuple[Fraction, Fraction] | None
    location: Location = field(compare=False, repr=False)


Given: TypeAlias = tuple[str, ...]
"""Levels of the parents, in their order."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Shares of the levels for each combination of the parents' levels; each row adds up to 1."""

    rows: Mapping[Given, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Odds:
    """Relative odds of the levels by each parent, multiplied; ``only`` names what can occur."""

    factors: Mapping[str, Mapping[str, tuple[Fraction, ...]]]
    only: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rake:
    """Published margins that a table is fitted to among those for whom ``where`` holds.

    ``shares`` are the levels' shares. ``splits`` give, for a parent and one of its levels, that
    level's share within each level of the category.
    """

    where: Mapping[str, frozenset[str]]
    shares: Mapping[str, Fraction]
    splits: Mapping[tuple[str, str], Mapping[str, Fraction]]
    sources: tuple[str, ...]
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Category:
    """Something of which people have one of several levels, depending on earlier categories."""

    part: Part
    levels: tuple[str, ...]
    parents: tuple[str, ...]
    table: Rows | Odds
    rake: Rake | None = None

    @property
    def name(self) -> str:
        return self.part.name


@dataclass(frozen=True, slots=True)
class Within:
    """A whole number, each value of a stretch equally likely; the stretch goes by a category."""

    category: str
    stretches: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Lognormal:
    """exp of a normal deviate: ``median`` × exp(``sigma`` × z).

    From the share ``tail_from`` on a Pareto tail with exponent ``alpha`` takes over.
    """

    median: Fraction
    sigma: Fraction
    tail_from: Fraction | None = None
    alpha: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Beta:
    """A share between 0 and 1."""

    a: Fraction
    b: Fraction


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Values at given shares, and straight lines between them."""

    points: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Active:
    """Most hold next to nothing, spread evenly up to ``others_up_to``; a share is active."""

    share: Fraction
    others_up_to: Fraction
    shape: Lognormal


Shape: TypeAlias = Lognormal | Beta | Quantiles | Active


@dataclass(frozen=True, slots=True)
class Scale:
    """The published mean among those for whom ``where`` holds, which the amounts are scaled to."""

    mean: Fraction
    where: Mapping[str, frozenset[str]]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that people have, as a shape on a latent normal deviate.

    ``by`` selects the shape by a category (``shapes`` has one entry, None, where there is none).
    ``times`` multiplies by the levels of categories. ``index`` gives weights of other amounts'
    logarithms (and of ``own``): the rank of the weighted sum takes the place of the latent deviate,
    so that the published distribution holds and groups differ as the other amounts do.
    """

    part: Part
    step: Fraction
    by: str | None
    shapes: Mapping[str | None, Shape]
    times: Mapping[str, Mapping[str, Fraction]]
    scale: Scale | None
    index: Mapping[str, Fraction]
    own: Fraction

    @property
    def name(self) -> str:
        return self.part.name


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that goes by a category, such as age within its band."""

    part: Part
    within: Within

    @property
    def name(self) -> str:
        return self.part.name


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that people have or not, with a probability by the levels of a category."""

    part: Part
    by: str | None
    probability: Mapping[str | None, Fraction]

    @property
    def name(self) -> str:
        return self.part.name


Item: TypeAlias = Category | Whole | Flag | Amount


@dataclass(frozen=True, slots=True)
class Unknown:
    """For which share of people a value is not known, by the levels of a category."""

    of: str
    by: str | None
    probability: Mapping[str | None, Fraction]
    sources: tuple[str, ...]
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation between the latent deviates of two parts."""

    one: str
    other: str
    rho: Fraction
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Population:
    """A population: who people are, what they have, what is not known of them.

    ``items`` stand in the order in which each may rest on those before it. ``size`` turns shares
    into heads. ``standing`` is ``draft``, ``reviewed`` or ``frozen``.
    """

    id: str
    title: Bilingual
    unit: str
    currency: str
    as_of: date
    standing: str
    seed: int
    size: int | None
    evidence: Mapping[str, Evidence]
    items: tuple[Item, ...]
    unknown: tuple[Unknown, ...]
    correlations: tuple[Correlation, ...]
    location: Location = field(compare=False, repr=False)

    def item(self, name: str) -> Item:
        """A part by its name. Raises KeyError for another name."""
        return {item.name: item for item in self.items}[name]

    def category(self, name: str) -> Category:
        """A category by its name. Raises KeyError for another name."""
        found = self.item(name)
        if not isinstance(found, Category):
            raise KeyError(name)
        return found

    def categories(self) -> tuple[Category, ...]:
        """All categories in order."""
        return tuple(item for item in self.items if isinstance(item, Category))
