"""What came of deciding about a whole table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.model.policy import Policy
from evenhand.result import Result


@dataclass(frozen=True, slots=True)
class Named:
    """A row that is named: its number, the customer's id, and the cell's text if asked for.

    ``line`` is the line of the file for a row that could not be read.
    """

    row: int | None
    id: str | None = None
    value: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class OutcomeRows:
    """How many customers got an outcome. ``undecided`` and ``wrong`` of them got it because more
    than one was possible, or because a value of theirs is none."""

    outcome: str
    rows: int
    undecided: int
    wrong: int


@dataclass(frozen=True, slots=True)
class GroupRows:
    """One group: its value, its customers and their outcomes; None is a count too small to show."""

    value: str | None
    rows: int | None
    outcomes: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The outcomes by the values of one attribute or column. ``hidden``: some counts are."""

    by: str
    outcomes: tuple[str, ...]
    groups: tuple[GroupRows, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class DecidedPolicy:
    """What one policy decided. ``left_out`` rows hold a wrong value and are not in the output."""

    policy: Policy
    rows: int
    outcomes: tuple[OutcomeRows, ...]
    left_out: int
    grouped: tuple[Grouped, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows in which a column holds what its attribute cannot have."""

    attribute: str
    column: str
    trouble: str
    rows: int
    examples: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Rows that could not be told apart into their cells."""

    why: str
    rows: int
    examples: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Rows in which a constraint of the vocabulary is broken; they are decided all the same."""

    constraint: str
    rows: int
    examples: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AbsentColumn:
    """What policies ask for and the table has not: it is missing for everybody."""

    attribute: str
    column: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A column that no policy asked for. ``is_known``: it is an attribute all the same."""

    column: str
    is_known: bool
    near: str | None


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its path as shown, and how many decisions are in it."""

    path: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Result):
    """A table, decided. ``stopped``: nothing was written, since rows hold wrong values.

    ``rows`` is what the table has; ``wrong`` rows hold a value that its attribute cannot have.
    """

    source: str
    rows: int
    wrong: int
    on_bad: str
    stopped: bool
    written: Written | None
    policies: tuple[DecidedPolicy, ...]
    problems: tuple[Problem, ...]
    unread: tuple[Unread, ...]
    contradicted: tuple[Contradicted, ...]
    absent: tuple[AbsentColumn, ...]
    unused: tuple[UnusedColumn, ...]

    @property
    def unreadable(self) -> int:
        """How many rows could not be told apart into cells."""
        return sum(one.rows for one in self.unread)

    def exit_code(self, fail_on: str = "never", *, strict: bool = False) -> int:
        """As of any result; 3 where nothing was written because rows hold wrong values."""
        # Not super(): the class is made anew for its slots.
        return 3 if self.stopped else Result.exit_code(self, fail_on, strict=strict)

    def data(self) -> Mapping[str, object]:
        return {
            "source": self.source,
            "rows": {
                "in": self.rows,
                "read": self.rows - self.unreadable,
                "unreadable": self.unreadable,
                "wrong": self.wrong,
            },
            "on_bad": self.on_bad,
            "stopped": self.stopped,
            "written": None
            if self.written is None
            else {"path": self.written.path, "rows": self.written.rows},
            "policies": {one.policy.id: _policy(one) for one in self.policies},
            "problems": [
                {
                    "attribute": one.attribute,
                    "column": one.column,
                    "problem": one.trouble,
                    "rows": one.rows,
                    "examples": [_named(example) for example in one.examples],
                }
                for one in self.problems
            ],
            "unreadable": [
                {"why": one.why, "rows": one.rows, "examples": [_named(e) for e in one.examples]}
                for one in self.unread
            ],
            "contradicted": [
                {
                    "constraint": one.constraint,
                    "rows": one.rows,
                    "examples": [_named(example) for example in one.examples],
                }
                for one in self.contradicted
            ],
            "absent": [
                {
                    "attribute": one.attribute,
                    "column": one.column,
                    "policies": list(one.policies),
                }
                for one in self.absent
            ],
            "unused": [
                {"column": one.column, "known": one.is_known, "near": one.near}
                for one in self.unused
            ],
        }


def _policy(one: DecidedPolicy) -> Mapping[str, object]:
    return {
        "n": one.rows,
        "left_out": one.left_out,
        "tiers": {
            found.outcome: {
                "count": found.rows,
                "undecided": found.undecided,
                "data_error": found.wrong,
            }
            for found in one.outcomes
        },
        "groups": {
            grouped.by: [
                {
                    "value": group.value,
                    "n": group.rows,
                    "tiers": dict(zip(grouped.outcomes, group.outcomes, strict=True)),
                }
                for group in grouped.groups
            ]
            for grouped in one.grouped
        },
    }


def _named(one: Named) -> Mapping[str, object]:
    given: dict[str, object] = {"row": one.row, "id": one.id}
    if one.value is not None:
        given["value"] = one.value
    if one.line is not None:
        given["line"] = one.line
    return given
