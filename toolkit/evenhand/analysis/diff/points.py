"""Which part of a scorecard makes the score of one customer cross a cut-off on one side only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evenhand.engines.reference.conditions import against_all
from evenhand.engines.trace import CardScore, CharacteristicScore, Judgement, SectionScore
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import ScoreIs
from evenhand.model.mentions import characteristic_mentions, element_of
from evenhand.model.scorecard import Characteristic
from evenhand.model.truth import Truth, U
from evenhand.model.wording import Words, points_words

Cards = Mapping[str, CardScore]


@dataclass(frozen=True, slots=True)
class Scored:
    """A part of a scorecard with what it gives one customer; ``attributes`` are what it reads.

    ``worth`` is what it gives to the score, ``points`` what it gives before its section's weight.
    """

    element: str
    text: Words
    at: Location
    attributes: tuple[str, ...]
    worth: Fraction | None
    points: Fraction | None = None
    section: SectionScore | None = None
    characteristic: Characteristic | None = None


def score_parts(
    was: Judgement,
    now: Judgement,
    cards: tuple[Cards, Cards],
    changed: frozenset[str],
) -> tuple[Scored, Scored] | None:
    """The parts of the old and the new score that make two tests of it differ.

    None where the cut-off is what makes them differ, and where the two are not about one score.
    """
    old, new = was.condition, now.condition
    assert isinstance(old, ScoreIs)
    assert isinstance(new, ScoreIs)
    if old.of != new.of or _by_cut_off(was, now):
        return None
    left, right = (_parts(side, old.of) for side in cards)
    if left is None or right is None:
        return None
    pairs = [(left.get(name), right.get(name)) for name in dict.fromkeys([*left, *right])]
    sign = _direction(was.value, now.value)
    moved = [pair for pair in pairs if _moves(pair, sign)]
    if not moved:
        return None
    one, two = max(moved, key=lambda pair: _weight(pair, changed))
    if one is not None and two is not None and one.points == two.points:
        return _by_weight(one), _by_weight(two)
    known = two if one is None else one
    assert known is not None
    return one or _absent(known, cards[0], old.of), two or _absent(known, cards[1], new.of)


def _by_weight(part: Scored) -> Scored:
    """The section of a characteristic whose own points are the same on both sides."""
    section = part.section
    if section is None:
        return part
    text = message("diff.responsible.weight", weight=points_words(section.weight))
    address = part.element.rpartition("/")[0]
    return Scored(address, text, section.section.location, part.attributes, part.worth)


def _by_cut_off(was: Judgement, now: Judgement) -> bool:
    """Whether the old score under the new cut-off already has the new truth."""
    return was.value == now.value or _crossed(was, now) is now.truth


def _crossed(score: Judgement, test: Judgement) -> Truth:
    """The truth of one side's score under the other side's test."""
    atom = test.condition
    assert isinstance(atom, ScoreIs)
    if score.value is None:
        return U
    return against_all(atom.operator, score.value, test.against)


def _direction(was: object, now: object) -> int:
    """Which way the score moved; 0 where it is unknown on one side."""
    if isinstance(was, Fraction) and isinstance(now, Fraction):
        return 1 if now > was else -1
    return 0


Pair = tuple[Scored | None, Scored | None]


def _moves(pair: Pair, sign: int) -> bool:
    """Whether a part moved with the score; where the score is unknown, whether it became so."""
    one, two = (_worth(side) for side in pair)
    if one is None or two is None:
        return one is not two
    return (two - one) * sign > 0


def _worth(part: Scored | None) -> Fraction | None:
    return Fraction(0) if part is None else part.worth


def _weight(pair: Pair, changed: frozenset[str]) -> tuple[bool, Fraction]:
    """What counts when one of several parts is named: that it changed, then how much it moved."""
    one, two = (_worth(side) for side in pair)
    moved = _MOST if one is None or two is None else abs(two - one)
    named = {part.element for part in pair if part is not None}
    return bool(named & changed), moved


_MOST: Final = Fraction(10**40)


def _parts(cards: Cards, of: str) -> dict[str, Scored] | None:
    """The base, the sections and the characteristics of a scorecard or section, by address."""
    for card in cards.values():
        if card.card.id == of:
            parts = list(_base(card))
            for section in card.sections:
                parts += _of_section(card, section, section.weight)
            return {part.element: part for part in parts}
        for section in card.sections:
            if section.section.id == of:
                found = _of_section(card, section, Fraction(1))
                return {part.element: part for part in found}
    return None


def _base(card: CardScore) -> Iterator[Scored]:
    text = message("diff.responsible.base", points=points_words(card.card.base))
    yield Scored(card.card.id, text, card.card.location, (), card.base)


def _of_section(
    card: CardScore, section: SectionScore, weight: Fraction | None
) -> Iterator[Scored]:
    for one in section.characteristics:
        yield _characteristic(card, section, one, weight)
    own = section.section
    if own.at_most is not None or own.at_least is not None:
        known = [one.points for one in section.characteristics if one.points is not None]
        cut = None
        if section.points is not None and weight is not None:
            cut = weight * (section.points - sum(known))
        text = message("diff.responsible.limits", points=points_words(section.points))
        yield Scored(element_of(card.card, own.id, ""), text, own.location, (), cut)


def _characteristic(
    card: CardScore, section: SectionScore, one: CharacteristicScore, weight: Fraction | None
) -> Scored:
    own = one.characteristic
    title = own.about.title if own.about.title is not None else own.id
    values = {"title": title, "points": points_words(one.points)}
    text = message("diff.responsible.points", **values)
    if weight != 1:
        text = message("diff.responsible.weighted", weight=points_words(weight), **values)
    worth = None if weight is None or one.points is None else weight * one.points
    element = element_of(card.card, section.section.id, own.id)
    names = tuple(characteristic_mentions(own))
    return Scored(element, text, one.row, names, worth, one.points, section, own)


def _absent(other: Scored, cards: Cards, of: str) -> Scored:
    """What stands for a part that one side does not have: its scorecard."""
    card = next(
        card
        for card in cards.values()
        if of in (card.card.id, *(section.section.id for section in card.sections))
    )
    text = message("diff.responsible.no-points")
    return Scored(other.element, text, card.card.location, (), Fraction(0))
