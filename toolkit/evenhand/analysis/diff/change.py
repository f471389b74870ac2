"""One change of one element, and what it does for customers as far as the structure tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.plain import place
from evenhand.location import Location
from evenhand.messages import in_both
from evenhand.model.policy import Policy
from evenhand.model.wording import Words


class Effect(Enum):
    """What a change does for customers; ``text`` changes nothing but words."""

    TIGHTENING = "tightening"
    LOOSENING = "loosening"
    NEUTRAL = "neutral"
    TEXT = "text"


class Favour(Enum):
    """What it does for a customer that a condition holds, or that a score is high."""

    FOR = "for"
    AGAINST = "against"
    DEPENDS = "depends"
    NOTHING = "nothing"

    def flipped(self) -> Favour:
        """The same for the condition's opposite."""
        return _FLIPPED.get(self, self)


_FLIPPED: Final = {Favour.FOR: Favour.AGAINST, Favour.AGAINST: Favour.FOR}


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    ``element`` addresses the part of the policy by ids; ``about`` says which detail of it, where
    the element has several. ``old`` and ``new`` are None where that side has nothing. ``evaluated``
    tells whether the engines read what changed. ``depends``: whether customers gain or lose cannot
    be read off the structure.
    """

    element: str
    kind: str
    effect: Effect
    old: Words | None
    new: Words | None
    old_at: Location | None
    new_at: Location | None
    about: Words | None = None
    evaluated: bool = True
    depends: bool = False

    def data(self) -> Mapping[str, object]:
        """The change as plain data, both languages side by side."""
        return {
            "element": self.element,
            "kind": self.kind,
            "class": self.effect.value,
            "evaluated": self.evaluated,
            "message": in_both(KINDS[self.kind].sentence),
            "about": in_both(self.about),
            "old": in_both(self.old),
            "new": in_both(self.new),
            "old_at": None if self.old_at is None else place(self.old_at),
            "new_at": None if self.new_at is None else place(self.new_at),
            "remarks": ["depends"] if self.depends else [],
        }


@dataclass(frozen=True, slots=True)
class Site:
    """An element on both sides, in which changes are looked for.

    ``favour`` is what it does for a customer that the condition at hand holds, or that there are
    more points.
    """

    element: str
    old: Policy
    new: Policy
    old_at: Location | None
    new_at: Location | None
    favour: Favour = Favour.DEPENDS
    about: Words | None = None

    def within(self, part: str) -> Site:
        """The same a step further in."""
        return replace(self, element=f"{self.element}/{part}")

    def at(self, old_at: Location | None, new_at: Location | None) -> Site:
        """The same at more exact places."""
        return replace(self, old_at=old_at, new_at=new_at)

    def favouring(self, favour: Favour) -> Site:
        """The same where holding does something else for a customer."""
        return replace(self, favour=favour)

    def detail(self, about: Words | None) -> Site:
        """The same with the name of a detail."""
        return replace(self, about=about)

    # -- changes found here ------------------------------------------------------------------------

    def moved(self, kind: str, more: int, old: Words | None, new: Words | None) -> Change:
        """A change that makes the condition hold more often, or the points more (``more`` > 0),
        less often (< 0), or one cannot tell which (0)."""
        effect = _effect(self.favour, more)
        depends = effect is Effect.NEUTRAL and self.favour is not Favour.NOTHING
        return self._change(kind, effect, old, new, evaluated=True, depends=depends)

    def declared(self, kind: str, old: Words | None, new: Words | None) -> Change:
        """A change of what is declared and audited, but not evaluated."""
        return self._change(kind, Effect.NEUTRAL, old, new, evaluated=False)

    def text(self, kind: str, old: Words | None, new: Words | None) -> Change:
        """A change of words only."""
        return self._change(kind, Effect.TEXT, old, new, evaluated=False)

    def _change(
        self,
        kind: str,
        effect: Effect,
        old: Words | None,
        new: Words | None,
        *,
        evaluated: bool,
        depends: bool = False,
    ) -> Change:
        assert kind in KINDS
        here = (self.old_at, self.new_at)
        return Change(self.element, kind, effect, old, new, *here, self.about, evaluated, depends)


def _effect(favour: Favour, more: int) -> Effect:
    if more == 0 or favour in (Favour.DEPENDS, Favour.NOTHING):
        return Effect.NEUTRAL
    return Effect.LOOSENING if (more > 0) is (favour is Favour.FOR) else Effect.TIGHTENING
