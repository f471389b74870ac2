"""Checks: ways of finding something in a policy. Rules say what for, how grave, and what to do.

A check is a pure function of a subject (a policy on a day) and a rule's parameters. It yields hits;
the runner words them in the rule's sentences and makes findings of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from evenhand.finding import Confidence, Related
from evenhand.location import Location
from evenhand.messages import Bilingual, Message
from evenhand.model.policy import Policy

Words: TypeAlias = str | Message | Bilingual

FOUND: Final = "found"
"""The name of the sentence of checks that have only one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited: a policy, and the day that counts as today."""

    policy: Policy
    as_of: date
    memory: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What checks keep for one another, such as answers of the exact engine."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a check found what it looks for.

    ``variant`` chooses among the rule's sentences, ``values`` fill their placeholders, ``cause``
    holds what makes the hit the same when wording, order and lines change. ``witness`` are values
    of customers who show it; a hit of the exact engine is ``proved``.
    """

    element: str
    location: Location
    cause: tuple[str, ...]
    values: Mapping[str, Words] = field(default_factory=dict)
    variant: str = FOUND
    related: tuple[Related, ...] = ()
    witness: Mapping[str, str] | None = None
    confidence: Confidence = Confidence.STATIC


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Something that a check could not answer: never to be taken for clean."""

    element: str
    reason: Message


Given: TypeAlias = "str | bool | Fraction | tuple[str, ...] | Mapping[str, tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a rule tells its check. A parameter that is not given is empty, None or false."""

    given: Mapping[str, Given] = field(default_factory=dict)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.given.get(name, ())
        assert isinstance(found, tuple)
        return found

    def number(self, name: str) -> Fraction | None:
        """An exact number."""
        found = self.given.get(name)
        assert found is None or isinstance(found, Fraction)
        return found

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return self.given.get(name, False) is True

    def lists(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Lists of texts by name."""
        found = self.given.get(name, {})
        assert isinstance(found, Mapping)
        return found


Finder: TypeAlias = Callable[[Subject, Parameters], Iterator[Hit | NotKnown]]


@dataclass(frozen=True, slots=True)
class Check:
    """A way of finding something.

    ``variants`` are the sentences that a rule over it must have, each with its placeholders;
    ``parameters`` are the names that a rule may give under ``with``. Where a parameter
    ``chosen_by`` lists variants, only those can occur.
    """

    name: str
    find: Finder
    variants: Mapping[str, frozenset[str]]
    parameters: frozenset[str] = frozenset()
    chosen_by: str | None = None

    def wanted(self, parameters: Parameters) -> frozenset[str]:
        """The variants that a rule with these parameters needs sentences for."""
        if self.chosen_by is None:
            return frozenset(self.variants)
        return frozenset(parameters.texts(self.chosen_by))
