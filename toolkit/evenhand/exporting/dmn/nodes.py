"""The parts of a decision model: inputs, decisions, functions, and the texts inside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

ATOM: Final = 9
COMPARISON: Final = 5
AND: Final = 3
OR: Final = 2
IF: Final = 0
"""How tightly an expression binds; a looser one inside a tighter one needs brackets."""


@dataclass(frozen=True, slots=True)
class Feel:
    """A FEEL expression, the names that it reads, and how tightly it binds."""

    text: str
    uses: frozenset[str] = frozenset()
    rank: int = ATOM

    def inside(self, rank: int) -> str:
        """The text as a part of an expression that binds so tightly."""
        return self.text if self.rank >= rank else f"({self.text})"


def name_of(name: str) -> Feel:
    """An expression that only reads a name."""
    return Feel(name, frozenset({name}))


def constant(text: str) -> Feel:
    """An expression that reads nothing."""
    return Feel(text)


NULL: Final = Feel("null")


def uses_of(parts: Iterable[Feel]) -> frozenset[str]:
    """All names that some expressions read."""
    return frozenset(name for part in parts for name in part.uses)


def joined(parts: Iterable[Feel], word: str, rank: int) -> Feel:
    """Expressions with a word between them; one alone stays as it is."""
    listed = list(parts)
    if len(listed) == 1:
        return listed[0]
    text = f" {word} ".join(part.inside(rank + 1) for part in listed)
    return Feel(text, uses_of(listed), rank)


def both(parts: Iterable[Feel]) -> Feel:
    """All hold (rule 3): FEEL's ``and`` is Kleene's."""
    listed = [part for part in parts if part.text != "true"]
    return joined(listed, "and", AND) if listed else constant("true")


def either(parts: Iterable[Feel]) -> Feel:
    """One holds (rule 3): FEEL's ``or`` is Kleene's."""
    listed = [part for part in parts if part.text != "false"]
    return joined(listed, "or", OR) if listed else constant("false")


def negated(part: Feel) -> Feel:
    """It does not hold; of what is unknown, unknown."""
    return Feel(f"not({part.text})", part.uses)


def compared(left: Feel, sign: str, right: Feel) -> Feel:
    """A comparison of two expressions."""
    text = f"{left.inside(COMPARISON + 1)} {sign} {right.inside(COMPARISON + 1)}"
    return Feel(text, left.uses | right.uses, COMPARISON)


def is_null(part: Feel) -> Feel:
    """Whether there is no value. In FEEL ``null = null`` is true, and never unknown."""
    return compared(part, "=", NULL)


def choice(condition: Feel, then: Feel, otherwise: Feel) -> Feel:
    """``if … then … else …``. An unknown condition takes ``else``, so it must never be unknown."""
    tail = otherwise.text
    text = f"if {condition.text} then {then.inside(1)} else {tail}"
    return Feel(text, condition.uses | then.uses | otherwise.uses, IF)


def call(function: str, *given: Feel) -> Feel:
    """A call; functions of the model are named in ``uses`` as well."""
    arguments = ", ".join(one.text for one in given)
    return Feel(f"{function}({arguments})", uses_of(given) | {function})


def built_in(function: str, *given: Feel) -> Feel:
    """A call of a function that FEEL itself has."""
    arguments = ", ".join(one.text for one in given)
    return Feel(f"{function}({arguments})", uses_of(given))


def quoted(text: str) -> str:
    """A text literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# -- nodes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of conditions: what is looked at, its type, and all values that it can have."""

    label: str
    looks_at: Feel
    type: str
    values: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: one test a column, one value an output, and a remark."""

    tests: tuple[str, ...]
    gives: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. ``unique``: exactly one row fits; else the first that does counts."""

    columns: tuple[Column, ...]
    outputs: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    unique: bool = True


Logic: TypeAlias = Feel | Table


@dataclass(frozen=True, slots=True)
class InputData:
    """One fact that is given. ``base`` is its FEEL type, ``many`` that it is a list of them."""

    name: str
    label: str
    description: str
    base: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A function that decisions call."""

    name: str
    label: str
    parameters: tuple[tuple[str, str], ...]
    body: str
    type: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision with its logic, and where in the policy it comes from."""

    name: str
    label: str
    type: str
    logic: Logic
    description: str = ""
    element: str = ""

    @property
    def uses(self) -> frozenset[str]:
        """All names that the decision reads."""
        if isinstance(self.logic, Feel):
            return self.logic.uses
        return uses_of(column.looks_at for column in self.logic.columns)


@dataclass(slots=True)
class Graph:
    """A decision model while it is made: its nodes in order, and the names that are taken."""

    inputs: dict[str, InputData] = field(default_factory=dict)
    functions: dict[str, Knowledge] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def fresh(self, wanted: str) -> str:
        """A name that nothing has yet, made from an id."""
        name = plain_name(wanted)
        number = 2
        while name in self.taken or name in RESERVED:
            name = f"{plain_name(wanted)}_{number}"
            number += 1
        self.taken.add(name)
        return name

    def add(self, decision: Decision) -> Feel:
        """A further decision; returns the expression that reads it."""
        self.decisions[decision.name] = decision
        return name_of(decision.name)


def plain_name(wanted: str) -> str:
    """An id as a FEEL name: a hyphen would read as a minus."""
    return "".join(c if c.isalnum() or c == "_" else "_" for c in wanted)


RESERVED: Final = frozenset(
    [
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "for",
        "return",
        "in",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "external",
        "true",
        "false",
        "null",
        "item",
        "partial",
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "duration",
        "list",
        "context",
        "any",
        "range",
        "get",
        "put",
        "contains",
        "matches",
        "split",
        "count",
        "min",
        "max",
        "sum",
        "mean",
        "median",
        "mode",
        "stddev",
        "all",
        "product",
        "append",
        "concatenate",
        "remove",
        "reverse",
        "union",
        "flatten",
        "sort",
        "decimal",
        "floor",
        "ceiling",
        "abs",
        "modulo",
        "sqrt",
        "log",
        "exp",
        "odd",
        "even",
        "before",
        "after",
        "meets",
        "overlaps",
        "finishes",
        "during",
        "starts",
        "coincides",
        "includes",
        "now",
        "today",
        "week",
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "answer",
        "at_least_of",
    ]
)
"""Words that FEEL or this model reads otherwise."""
