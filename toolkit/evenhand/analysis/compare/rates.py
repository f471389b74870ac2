"""Exchange rates: how much of a numeric criterion brings as many points as a step of another.

Exact, from the points that a policy states. Section weights are counted; limits of a section are
not, so a rate holds as long as no section is at its limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evenhand.analysis.compare.gains import gains_of
from evenhand.analysis.compare.points import Level, Step, levels_of, stated, steps_of
from evenhand.analysis.plain import exact, place
from evenhand.messages import in_both, message
from evenhand.model.mentions import element_of
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Characteristic, PerUnit, Scorecard
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import (
    Words,
    label_words,
    number_words,
    value_words,
)

MONEY_FIRST: Final = (Kind.MONEY, Kind.NUMBER, Kind.INTEGER, Kind.RATIO)


@dataclass(frozen=True, slots=True)
class Item:
    """A characteristic with the weight that its points have in the score."""

    card: Scorecard
    section: str
    weight: Fraction
    characteristic: Characteristic

    @property
    def element(self) -> str:
        """The address of the characteristic."""
        return element_of(self.card, self.section, self.characteristic.id)

    @property
    def title(self) -> Words:
        """What the characteristic is called."""
        return self.characteristic.about.title or self.characteristic.id


@dataclass(frozen=True, slots=True)
class Price:
    """What points cost in a numeric criterion: from one value to another, so many points.

    ``repeated`` says that it is a rate for each whole ``end - start``, up to ``until``.
    """

    start: Fraction
    end: Fraction
    gain: Fraction
    repeated: bool = False
    until: Fraction | None = None

    @property
    def amount(self) -> Fraction:
        """How much the value has to change."""
        return abs(self.end - self.start)

    def data(self) -> dict[str, object]:
        return {
            "from": exact(self.start),
            "to": exact(self.end),
            "amount": exact(self.amount),
            "points": exact(self.gain),
            "per_point": exact(Fraction(self.amount, self.gain)),
            "repeated": self.repeated,
            "until": exact(self.until),
        }


@dataclass(frozen=True, slots=True)
class Scale:
    """A numeric criterion, and what its points cost, from the lowest value to the highest."""

    item: Item
    attribute: str
    prices: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A step of one criterion, and the change of another that brings at least as many points.

    ``price`` is None where the other criterion cannot give as many.
    """

    item: Item
    start: Words
    end: Words
    gain: Fraction
    scale: Scale
    price: Price | None


@dataclass(frozen=True, slots=True)
class Rates:
    """The exchange rates of one scorecard; ``unstated`` are items without known points."""

    policy: Policy
    card: Scorecard
    scales: tuple[Scale, ...]
    exchanges: tuple[Exchange, ...]
    unstated: tuple[Item, ...]

    @property
    def limited(self) -> bool:
        """Whether a section has a limit, at which rates no longer hold."""
        return any(
            one.at_most is not None or one.at_least is not None for one in self.card.sections
        )

    def data(self) -> Mapping[str, object]:
        return {
            "policy": self.policy.id,
            "scorecard": self.card.id,
            "scales": [_scale_data(self.policy, scale) for scale in self.scales],
            "exchanges": [_exchange_data(one) for one in self.exchanges],
            "limited": self.limited,
            "unstated": [one.element for one in self.unstated],
        }


def rates_of(policy: Policy) -> tuple[Rates, ...]:
    """The exchange rates of each scorecard of a policy."""
    return tuple(_rates(policy, card) for card in policy.scorecards)


def _rates(policy: Policy, card: Scorecard) -> Rates:
    items = [
        Item(card, section.id, stated(section.weight) or Fraction(0), one)
        for section in card.sections
        for one in section.characteristics
    ]
    scales = tuple(scale for item in items for scale in _scale(policy, item))
    exchanges = tuple(
        Exchange(item, start, end, gain, scale, _compensation(policy, scale, gain))
        for item in items
        for start, end, gain in gains_of(policy, item.characteristic, item.weight)
        for scale in scales
        if scale.item is not item
    )
    unstated = tuple(one for one in items if not _has_points(one))
    return Rates(policy, card, scales, exchanges, unstated)


def _has_points(item: Item) -> bool:
    form = item.characteristic.form
    known = stated(form.points) is not None if isinstance(form, PerUnit) else False
    return item.weight != 0 and (known or bool(levels_of(item.characteristic)))


# -- what points cost ------------------------------------------------------------------------------


def _scale(policy: Policy, item: Item) -> Iterator[Scale]:
    form = item.characteristic.form
    if isinstance(form, PerUnit):
        points = stated(form.points)
        if points and item.weight > 0:
            gain = points * item.weight
            until = None
            if form.at_most is not None:
                until = form.over + -(-form.at_most // points) * form.each
            price = Price(form.over, form.over + form.each, gain, True, until)
            if gain > 0:
                yield Scale(item, form.attribute, (price,))
    elif isinstance(form, Bins) and policy.dictionary.kind(form.attribute).is_numeric:
        prices = tuple(_priced(policy, form.attribute, item))
        if prices:
            yield Scale(item, form.attribute, prices)


def _priced(policy: Policy, name: str, item: Item) -> Iterator[Price]:
    """Neighbouring stretches that differ in points, each change in the direction that gains."""
    for step in steps_of(item.characteristic):
        gain = step.gain * item.weight
        price = _between(policy, name, step, gain)
        if price is not None:
            yield price


def _between(policy: Policy, name: str, step: Step, gain: Fraction) -> Price | None:
    """From the start of the one stretch to the start of the other (or back to its end)."""
    if gain == 0:
        return None
    low, high = (step.start, step.end) if gain > 0 else (step.end, step.start)
    upward = (low.low or 0) <= (high.low or 0) and step.end.low is not None
    if gain > 0 and upward:
        return Price(_low_end(policy, name, step.start), step.end.low or Fraction(0), gain)
    if gain < 0 and step.start.high is not None and step.end.low is not None:
        return Price(step.end.low, _low_end(policy, name, step.start), -gain)
    return None


def _low_end(policy: Policy, name: str, level: Level) -> Fraction:
    if level.low is not None:
        return level.low
    attribute = policy.dictionary.attributes.get(name)
    return Fraction(0) if attribute is None or attribute.low is None else attribute.low


def _compensation(policy: Policy, scale: Scale, gain: Fraction) -> Price | None:
    """The least change that brings at least so many points, from and to ends of stretches."""
    form = scale.item.characteristic.form
    if isinstance(form, PerUnit):
        (price,) = scale.prices
        units = -(-gain // price.gain)
        end = price.start + units * form.each
        if price.until is not None and end > price.until:
            return None
        return Price(price.start, end, units * price.gain)
    levels = levels_of(scale.item.characteristic)
    found = [
        price
        for one in levels
        for two in levels
        if one is not two
        for price in _reached(policy, scale, Step(one, two), gain)
    ]
    return min(found, key=lambda price: (price.amount, price.gain), default=None)


def _reached(policy: Policy, scale: Scale, step: Step, gain: Fraction) -> Iterator[Price]:
    got = step.gain * scale.item.weight
    if got < gain:
        return
    start, end = (_low_end(policy, scale.attribute, level) for level in (step.start, step.end))
    yield Price(start, end, got)


# -- data ------------------------------------------------------------------------------------------


def _scale_data(policy: Policy, scale: Scale) -> dict[str, object]:
    return {
        "element": scale.item.element,
        "attribute": scale.attribute,
        "label": in_both(label_words(scale.attribute, policy)),
        "at": place(scale.item.characteristic.location),
        "prices": [price.data() for price in scale.prices],
    }


def _exchange_data(one: Exchange) -> dict[str, object]:
    return {
        "element": one.item.element,
        "at": place(one.item.characteristic.location),
        "from": in_both(one.start),
        "to": in_both(one.end),
        "points": exact(one.gain),
        "against": one.scale.item.element,
        "attribute": one.scale.attribute,
        "change": None if one.price is None else one.price.data(),
    }


def price_words(policy: Policy, name: str, price: Price) -> Words:
    """A change in words: ``from 0 to 100,000 (+25)``."""
    return message(
        "compare.rates.change",
        start=value_words(price.start, name, policy),
        end=value_words(price.end, name, policy),
        points=number_words(price.gain),
    )


def in_money_first(policy: Policy, scales: Sequence[Scale]) -> list[Scale]:
    """Scales in money before all others."""
    return sorted(scales, key=lambda one: MONEY_FIRST.index(policy.dictionary.kind(one.attribute)))
