"""Laws to ask ``prove`` about: ``laws.indifferent("occupation")``, ``laws.unreachable("gold")``, …

The words are those of ``laws:`` in policy files. Names are looked up in the policy that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evenhand.api.policies import Policy
from evenhand.loading.writing.data import Data, write_yaml
from evenhand.model.values import number_text


@dataclass(frozen=True, slots=True)
class GivenLaw:
    """A law as somebody gave it. ``text`` is the entry of a file, ``said`` how it was written."""

    said: str
    text: str


@dataclass(frozen=True, slots=True)
class GivenEquivalent:
    """That another policy gives every customer the same outcome."""

    other: Policy


Given = GivenLaw | GivenEquivalent


def monotone(*attributes: str, better: str | None = None) -> GivenLaw:
    """A better value of one of these attributes, all else equal, never gives a worse outcome.

    ``better`` is ``higher`` or ``lower``; without it, as the vocabulary says.
    """
    named = _one_or_list(attributes)
    return _law("monotone", named if better is None else {"in": named, "better": better})


def indifferent(*attributes: str, of_class: str | None = None) -> GivenLaw:
    """Customers who differ in one of these attributes, or in one of a class, fare alike."""
    return _law(
        "indifferent", _one_or_list(attributes) if of_class is None else {"class": of_class}
    )


def reachable(*outcomes: str) -> GivenLaw:
    """Somebody gets each of these outcomes."""
    return _law("reachable", _one_or_list(outcomes))


def unreachable(*outcomes: str) -> GivenLaw:
    """Nobody gets any of these outcomes."""
    return _law("unreachable", _one_or_list(outcomes))


def always(*outcomes: str) -> GivenLaw:
    """Everybody gets one of these outcomes."""
    return _law("always", _one_or_list(outcomes))


def only_if(tier: str, holds: str | Mapping[str, Any]) -> GivenLaw:
    """Nobody gets the tier, or a better one, unless the condition holds.

    A condition is a mapping as in a policy file, or its text.
    """
    return GivenLaw(f"only_if {tier}", f"only_if: {{tier: {tier}, holds: {condition_text(holds)}}}")


def total() -> GivenLaw:
    """Nobody's outcome is left open."""
    return _law("total", True)


def no_gap(*places: str) -> GivenLaw:
    """No possible value is left without points; without places, in any characteristic."""
    return _law("no_gap", _one_or_list(places or ("points",)))


def no_overlap(*places: str) -> GivenLaw:
    """Nobody falls under two bins, rows, paths or knockouts; without places, two bins or rows."""
    return _law("no_overlap", _one_or_list(places or ("points",)))


def no_dead(*places: str) -> GivenLaw:
    """Everything decides something; without places, in the whole policy."""
    return _law("no_dead", _one_or_list(places or ("all",)))


def points_at_most(attribute: str, points: int | str | Fraction) -> GivenLaw:
    """The attribute alone moves no score by more than so many points."""
    shown = number_text(points) if isinstance(points, Fraction) else points
    said = f"points_at_most: {{attribute: {attribute}, points: {shown}}}"
    return GivenLaw(said, said)


def tiers_at_most(attribute: str, tiers: int | str) -> GivenLaw:
    """The attribute alone moves nobody by more than so many tiers."""
    said = f"tiers_at_most: {{attribute: {attribute}, tiers: {tiers}}}"
    return GivenLaw(said, said)


def equivalent(other: Policy) -> GivenEquivalent:
    """The other policy gives every customer the same outcome."""
    return GivenEquivalent(other)


def condition_text(condition: str | Mapping[str, Any]) -> str:
    """A condition as YAML in brackets."""
    if isinstance(condition, str):
        return condition
    import json

    return json.dumps(condition, ensure_ascii=False)


def _one_or_list(names: tuple[str, ...]) -> Data:
    return names[0] if len(names) == 1 else list(names)


def _law(key: str, data: Data) -> GivenLaw:
    text = write_yaml({key: data})
    return GivenLaw(" ".join(text.split()), text)
