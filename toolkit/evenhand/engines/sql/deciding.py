"""The decision in SQL: the list of outcomes walked from the top (rules 13 to 18).

CASE takes unknown for false, so an arm for "unknown" stands before each arm for "holds".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from evenhand.engines.sql.building import Building
from evenhand.engines.sql.conditions import Conditions
from evenhand.engines.sql.logic import (
    Predicate,
    certain,
    conjunction,
    disjunction,
    is_certain,
    is_unknown,
)
from evenhand.engines.sql.numbers import literal, null
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED, shown_as

SEPARATOR = ";"
"""Stands between the names in a list of outcomes or of paths."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the decision list: a label, whether it holds, and whether that is unknown.

    Both stand in CASE only; ``is_open`` is never unknown.
    """

    label: str
    holds: Predicate
    is_open: Predicate

    @property
    def possible(self) -> Predicate:
        return disjunction([self.is_open, self.holds])


Arm = Callable[[str], exp.Expr]
"""What an entry with this label gives."""


class Deciding:
    """The outcome of a policy and what goes with it, as columns with names."""

    def __init__(self, building: Building, conditions: Conditions) -> None:
        self.building = building
        self.conditions = conditions
        self.entries = tuple(self._entries())
        stages = building.stages
        last = len(self.entries)
        numbers = {id(entry): index for index, entry in enumerate(self.entries, 1)}
        stop = exp.Case()
        for entry in self.entries[:-1]:
            stop.when(entry.holds.copy(), literal(numbers[id(entry)]), copy=False)
        self.stop: exp.Expr = literal(1)
        if last > 1:
            self.stop = stages.define(
                "stop", stop.else_(literal(last), copy=False), "first entry that holds"
            )
        decided = self.walk(lambda _: literal(0), lambda _: literal(1))
        self.decided = exp.EQ(this=stages.define("decided", decided), expression=literal(1))

    def _entries(self) -> Iterator[Listed]:
        policy = self.building.policy
        for knockout in policy.knockouts:
            with self.building.at(f"knockouts/{knockout.id}", knockout.location):
                self.conditions.keep(f"knockout__{knockout.id}", knockout.when, knockout.id)
        for tier in policy.tiers:
            for path in tier.paths:
                with self.building.at(f"tiers/{tier.id}/paths/{path.id}", path.location):
                    title = f"{tier.id} by {path.id}"
                    self.conditions.keep(f"path__{tier.id}__{path.id}", path.when, title)
        for entry in decision_list(policy):
            with self.building.at(entry.outcome, entry.location):
                holds = self.conditions.judge(entry.condition)
            if is_certain(holds, False):
                continue
            if is_certain(holds, True):
                yield Listed(entry.outcome, certain(True), certain(False))
                return
            if is_unknown(holds):
                yield Listed(entry.outcome, certain(False), certain(True))
                continue
            named = self.building.define_truth(f"entry__{entry.outcome}", holds, entry.outcome)
            yield Listed(entry.outcome, named.holds, named.is_open)

    def walk(self, on_open: Arm, on_true: Arm) -> exp.Expr:
        """What the first entry gives that holds, or that may hold while none before it does."""
        case = exp.Case()
        for entry in self.entries:
            if not is_certain(entry.is_open, False):
                case.when(entry.is_open.copy(), on_open(entry.label), copy=False)
            if is_certain(entry.holds, True):
                last = on_true(entry.label)
                return case.else_(last, copy=False) if case.args.get("ifs") else last
            if not is_certain(entry.holds, False):
                case.when(entry.holds.copy(), on_true(entry.label), copy=False)
        raise AssertionError("the last entry of a decision list always holds")

    def outcome(self) -> exp.Expr:
        """The outcome as shown (rules 16 and 17)."""
        undecided: exp.Expr = text(REFER)
        if self.building.policy.undecided_floor:
            undecided = exp.Coalesce(this=self.floor(), expressions=[text(REFER)])
        return self.walk(lambda _: undecided.copy(), lambda label: text(shown_as(label)))

    def status(self) -> exp.Expr:
        """Whether one outcome is possible, or several."""
        return exp.Case().when(self.decided.copy(), text("decided")).else_(text("undecided"))

    def floor(self) -> exp.Expr:
        """The worst of the possible outcomes; NULL where they cannot be ranked (rule 17)."""
        return self._end(worst=True)

    def ceiling(self) -> exp.Expr:
        """The best of the possible outcomes; NULL where they cannot be ranked (rule 17)."""
        return self._end(worst=False)

    def _end(self, *, worst: bool) -> exp.Expr:
        case = exp.Case()
        rejected: Predicate = certain(False)
        for entry in self.entries:
            if entry.label in (OUT_OF_SCOPE, REFERRED):
                case.when(entry.possible, null(), copy=False)
                continue
            if entry.label == REJECTED:
                case.when(entry.holds.copy(), text(REJECTED), copy=False)
                rejected = entry.is_open
                continue
            if worst and not is_certain(rejected, False):
                case.when(rejected.copy(), text(REJECTED), copy=False)
                rejected = certain(False)
            condition = entry.holds if worst else entry.possible
            if is_certain(condition, True):
                last = text(entry.label)
                return case.else_(last, copy=False) if case.args.get("ifs") else last
            if not is_certain(condition, False):
                case.when(condition.copy(), text(entry.label), copy=False)
        return case

    def possible(self) -> exp.Expr:
        """All possible outcomes in the order of the list, with ``;`` between them."""
        pieces = []
        for index, entry in enumerate(self.entries, 1):
            here = exp.EQ(this=self.stop.copy(), expression=literal(index))
            before = exp.GT(this=self.stop.copy(), expression=literal(index))
            open_before = conjunction([before, entry.is_open])
            pieces.append((disjunction([here, open_before]), entry.label))
        return joined(pieces)

    def paths(self) -> exp.Expr:
        """All paths that hold of the tier that was decided, with ``;`` between them."""
        pieces = []
        for index, entry in enumerate(self.entries, 1):
            here = exp.EQ(this=self.stop.copy(), expression=literal(index))
            for tier in self.building.policy.tiers:
                for path in tier.paths if tier.id == entry.label else ():
                    holds = self.conditions.judge(path.when)
                    pieces.append((conjunction([self.decided.copy(), here, holds]), path.id))
        return joined(pieces)

    def ends_at(self, labels: Sequence[str]) -> Predicate:
        """Whether it is decided that the outcome is one of these."""
        listed = [
            exp.EQ(this=self.stop.copy(), expression=literal(index))
            for index, entry in enumerate(self.entries, 1)
            if entry.label in labels
        ]
        return conjunction([self.decided.copy(), disjunction(listed)])


def text(words: str) -> exp.Expr:
    """A text constant."""
    return exp.Literal.string(words)


def joined(pieces: Sequence[tuple[Predicate, str]]) -> exp.Expr:
    """The names whose conditions hold, in order, with ``;`` between them; empty if none does."""
    shown = [
        exp.Case().when(holds, text(SEPARATOR + name)).else_(text(""), copy=False)
        for holds, name in pieces
        if not is_certain(holds, False)
    ]
    if not shown:
        return text("")
    together = shown[0] if len(shown) == 1 else exp.Concat(expressions=shown)
    return exp.Substring(this=together, start=literal(2))
