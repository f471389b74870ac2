"""A decision model in the making: which name stands for which part of the policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

from evenhand.exporting.base import cannot_say
from evenhand.exporting.dmn.nodes import Decision, Feel, Graph, Logic
from evenhand.exporting.dmn.numbers import Number
from evenhand.location import Location
from evenhand.messages import LANGUAGES, Bilingual, Message
from evenhand.model.conditions import Condition
from evenhand.model.describe import condition_text
from evenhand.model.element import About, Text
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scorecard import OpenPoints, Points


@dataclass(slots=True)
class Model:
    """The policy, the reading, the nodes so far, and their names by what they stand for.

    ``element`` and ``place`` are the element that is being said, for refusals.
    """

    policy: Policy
    reading: Reading
    graph: Graph = field(default_factory=Graph)
    values: dict[str, Feel] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    applies: dict[str, Feel] = field(default_factory=dict)
    absent: dict[str, Feel] = field(default_factory=dict)
    unknown: dict[str, Feel] = field(default_factory=dict)
    definitions: dict[str, Feel] = field(default_factory=dict)
    scores: dict[str, Number] = field(default_factory=dict)
    points: dict[str, Number] = field(default_factory=dict)
    answers: dict[str, Feel] = field(default_factory=dict)
    given: dict[str, Feel] = field(default_factory=dict)
    knockouts: dict[str, Feel] = field(default_factory=dict)
    paths: dict[tuple[str, str], Feel] = field(default_factory=dict)
    element: str = ""
    place: Location | None = None

    @property
    def uses_read_as(self) -> bool:
        """Whether the policy's own ``read_as`` settles what its source leaves open."""
        return self.reading is not Reading.OPEN

    def at(self, element: str, place: Location) -> None:
        """What is said from here on belongs to this element."""
        self.element, self.place = element, place

    def refuse(self, key: str) -> NoReturn:
        """Refuse the element that is being said; the sentence has this key."""
        place = self.place or self.policy.location
        raise cannot_say(
            self.policy, self.element, place, Message(key, (("element", self.element),))
        )

    def too_long(self) -> Callable[[], NoReturn]:
        """The refusal of numbers that 34 digits do not hold."""
        return lambda: self.refuse("export.dmn-digits")

    def decide(
        self, wanted: str, title: Text | None, type_: str, logic: Logic, note: str = ""
    ) -> Feel:
        """A further decision under a name of its own; returns the expression that reads it."""
        name = self.graph.fresh(wanted)
        label = both_of(title) or name
        return self.graph.add(Decision(name, label, type_, logic, note, self.element))

    def settled(self, points: Points) -> Fraction | None:
        """Points in this reading: a number, or None where they stay open."""
        if isinstance(points, OpenPoints):
            return points.read_as if self.uses_read_as else None
        return points


def both_of(text: Text | None) -> str:
    """A text in both languages on one line."""
    if text is None:
        return ""
    if isinstance(text, Bilingual):
        return text.en if text.en == text.zh else f"{text.en} / {text.zh}"
    return text


def said(model: Model, condition: Condition, about: About) -> str:
    """A condition in plain words of both languages, and the sources that it comes from."""
    lines = [condition_text(condition, model.policy, language) for language in LANGUAGES]
    sources = [one.id if one.at is None else f"{one.id}, {one.at}" for one in about.source]
    return "\n".join([*lines, *sources])
