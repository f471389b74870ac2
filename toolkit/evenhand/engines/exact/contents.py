"""What the nodes of a forest of formulas hold.

A node is a number; three of them are the truths. ``forest`` makes nodes, each content once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias

Node: TypeAlias = int

F: Final = 0
T: Final = 1
U: Final = 2


class Constant(NamedTuple):
    """A value that depends on nothing."""

    value: Any


class Steps(NamedTuple):
    """A value by where a number lies: ``parts[i]`` from ``cuts[i - 1]`` to below ``cuts[i]``."""

    variable: int
    cuts: tuple[int, ...]
    parts: tuple[Node, ...]
    missing: Node


class Codes(NamedTuple):
    """A value by a code: that of ``parts``, else ``rest``."""

    variable: int
    parts: tuple[tuple[Any, Node], ...]
    rest: Node
    missing: Node


class Units(NamedTuple):
    """``points`` for each whole ``each`` from ``over`` on, both in steps of the variable."""

    variable: int
    over: Fraction
    each: Fraction
    points: int | Fraction
    missing: Node


class Negation(NamedTuple):
    """Kleene's negation."""

    part: Node


class Every(NamedTuple):
    """Kleene's conjunction."""

    parts: tuple[Node, ...]


class Some(NamedTuple):
    """Kleene's disjunction."""

    parts: tuple[Node, ...]


class Enough(NamedTuple):
    """At least ``needed`` of the parts are true (rule 4)."""

    needed: int
    parts: tuple[Node, ...]


class Choice(NamedTuple):
    """One node by a condition's truth; unlike Kleene's, an unknown condition always counts."""

    condition: Node
    yes: Node
    no: Node
    unknown: Node


class ScoreTest(NamedTuple):
    """A comparison of a score with every possible value of a figure, decided at the end."""

    score: int
    test: Any


class Run(NamedTuple):
    """Points of a stretch of units: ``points × n`` for every n from ``low`` to ``high``."""

    points: int | Fraction
    low: int
    high: int
    grid: tuple[Fraction, Fraction]
