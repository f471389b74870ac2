"""A bank's policy: whom it calls a premium customer, what they get, and how it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from evenhand.location import Location
from evenhand.messages import Bilingual
from evenhand.model.conditions import Condition, StandsFor
from evenhand.model.element import About, Declaration, Text
from evenhand.model.example import Example
from evenhand.model.law import Law
from evenhand.model.scorecard import Bins, Cases, Characteristic, Points, Scorecard, Section
from evenhand.model.vocabulary import Dictionary


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank whose policy it is. ``kind`` is a code such as ``city_commercial``."""

    id: str
    kind: str | None
    name: Bilingual


@dataclass(frozen=True, slots=True)
class PolicySource:
    """A document that the policy was taken from, and how far it can be trusted."""

    id: str
    title: Text
    kind: str
    as_of: str | None
    confidence: str | None
    complete: bool
    details: Mapping[str, str]
    note: Text | None
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """The policy's identity, period, standing and ownership.

    Dates are ISO texts, possibly only a year or a year and month; None where unstated.
    """

    id: str
    title: Bilingual
    bank: Bank
    type: str
    jurisdictions: tuple[str, ...]
    currency: str
    version: str
    effective_from: str | None
    effective_until: str | None
    standing: str
    origin: Text | None
    binding: bool | None
    owner: Text | None
    approved: Declaration | None
    sources: Mapping[str, PolicySource]
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """A named condition that several places use."""

    id: str
    means: Condition
    stands_for: StandsFor | None
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """Whoever is knocked out is rejected."""


@dataclass(frozen=True, slots=True)
class Refer:
    """Whoever is knocked out goes to a human."""


@dataclass(frozen=True, slots=True)
class Cap:
    """Whoever is knocked out gets at most this tier."""

    tier: str


Effect: TypeAlias = Reject | Refer | Cap


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A code with the sentence that a customer is told."""

    code: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Knockout:
    """A condition that rejects, refers or caps, whatever else holds."""

    id: str
    when: Condition
    effect: Effect
    reason: ReasonCode
    stands_for: StandsFor | None
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Path:
    """One of several ways into a tier; any one suffices."""

    id: str
    when: Condition
    stands_for: StandsFor | None
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a tier costs, unless the condition waives it."""

    amount: Points
    per: str
    waived_when: Condition | None
    location: Location = field(compare=False, repr=False)
    about: About = field(default=About(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Tier:
    """A class of customers with its entry condition, best tier first in the policy."""

    id: str
    title: Bilingual
    when: Condition | None
    paths: tuple[Path, ...]
    stay: Condition | None
    fee: Fee | None
    benefits: tuple[str, ...]
    stands_for: StandsFor | None
    down: Down | None
    declared: Mapping[str, Declaration]
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Down:
    """How a tier is lost: after so many assessments below it, to the earned tier or a step down."""

    after: int
    to_earned: bool
    location: Location = field(compare=False, repr=False)
    about: About = field(default=About(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Membership:
    """How tiers are kept over time."""

    up_at_once: bool
    down: Down
    declared: Mapping[str, Declaration]
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The tier of everybody whom no other tier takes."""

    tier: str
    title: Bilingual | None
    benefits: tuple[str, ...]
    location: Location = field(compare=False, repr=False)
    about: About = field(default=About(), kw_only=True)


@dataclass(frozen=True, slots=True)
class ByTier:
    """A value for each tier; tiers that are not listed have none."""

    values: tuple[tuple[str, Points], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A value by bins of an attribute or by a decision table, with its value for all the rest."""

    form: Bins | Cases
    otherwise: Points | None


BenefitValue: TypeAlias = Points | ByTier | Table


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a tier gives: a multiple of a reference (``times``) or an amount (``value``)."""

    id: str
    kind: str
    measure: str | None
    value: BenefitValue | None
    of: str | None
    requires: Condition | None
    ties: tuple[Declaration, ...]
    declared: Mapping[str, Declaration]
    about: About
    location: Location = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """One bank's policy of one type for one period.

    ``declared`` holds the blocks that are audited but never evaluated (process, overrides,
    marketing, extends_to), by their names.
    """

    header: Header
    vocabularies: tuple[str, ...]
    dictionary: Dictionary = field(repr=False)
    own_attributes: tuple[str, ...]
    applies_to: Condition | None
    definitions: Mapping[str, Definition]
    knockouts: tuple[Knockout, ...]
    scorecards: tuple[Scorecard, ...]
    tiers: tuple[Tier, ...]
    otherwise: Otherwise
    undecided_floor: bool
    membership: Membership | None
    benefits: Mapping[str, Benefit]
    declared: Mapping[str, Declaration]
    examples: tuple[Example, ...]
    strict: bool
    location: Location = field(compare=False, repr=False)
    laws: tuple[Law, ...] = field(default=(), kw_only=True)

    @property
    def id(self) -> str:
        return self.header.id

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002
        """How notebooks and failing tests show it: in a few words, for a policy is long."""
        printer.text(f"<policy {self.id} {self.header.version}>")

    def tier(self, name: str) -> Tier:
        """The tier with this id. Raises KeyError for another name."""
        return {tier.id: tier for tier in self.tiers}[name]

    def score_parts(self) -> Mapping[str, Scorecard | Section]:
        """Scorecards and sections by the names that conditions use for them."""
        named: dict[str, Scorecard | Section] = {}
        for card in self.scorecards:
            named[card.id] = card
            named.update((section.id, section) for section in card.sections)
        return named

    def characteristics(self) -> tuple[Characteristic, ...]:
        """All characteristics of all scorecards, in file order."""
        return tuple(c for card in self.scorecards for c in card.characteristics())

    def setting(self, path: str) -> Declaration | None:
        """A declared setting by its dotted path, such as ``process.appeal.channel``."""
        block, _, rest = path.partition(".")
        found = self.declared.get(block)
        return found.at(rest) if found is not None and rest else found

    def shown_reasons(self) -> int | None:
        """How many reasons the policy says it shows; None if it does not say."""
        setting = self.setting("process.reasons.shown")
        if setting is None or not isinstance(setting.value, Fraction):
            return None
        return int(setting.value)
