"""Shared formulas: conditions, decision lists and points as nodes that exist once each.

A node is a number. Two formulas that are equal after simplification are the same node, so states of
the walk that have the same future meet. Constants are truths, labels or points; the truths are
Kleene's. Every node knows the variables (``reads``) and the scores (``scores``) that it still
depends on, as sets of bits.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from evenhand.engines.exact.cell import MISSING_CELL, Cell
from evenhand.engines.exact.contents import (
    Choice,
    Codes,
    Constant,
    Enough,
    Every,
    F,
    Negation,
    Node,
    Run,
    ScoreTest,
    Some,
    Steps,
    T,
    U,
    Units,
)


class Forest:
    """All nodes of one question."""

    def __init__(self) -> None:
        self.content: list[Any] = []
        self.reads: list[int] = []
        self.scores: list[int] = []
        self._known: dict[Any, Node] = {}
        self._constants: dict[Any, Node] = {}
        self._assigned: dict[tuple[int, Cell], dict[Node, Node]] = {}
        for value in ("F", "T", "U"):
            self._add(Constant(value), 0, 0)

    # -- making --------------------------------------------------------------------------------

    def _add(self, content: Any, reads: int, scores: int) -> Node:
        key = (type(content), content)
        found = self._known.get(key)
        if found is None:
            found = len(self.content)
            self._known[key] = found
            self.content.append(content)
            self.reads.append(reads)
            self.scores.append(scores)
        return found

    def _joined(self, content: Any, parts: Iterable[Node], own: int = 0) -> Node:
        reads, scores = own, 0
        for part in parts:
            reads |= self.reads[part]
            scores |= self.scores[part]
        return self._add(content, reads, scores)

    def constant(self, value: Any) -> Node:
        """A constant: a label, points, or None for points that are unknown."""
        found = self._constants.get(value)
        if found is None:
            found = self._constants[value] = self._add(Constant(value), 0, 0)
        return found

    def value(self, node: Node) -> Any:
        """The value of a constant."""
        return self.content[node].value

    def is_constant(self, node: Node) -> bool:
        return type(self.content[node]) is Constant

    def steps(
        self, variable: int, cuts: tuple[int, ...], parts: tuple[Node, ...], missing: Node
    ) -> Node:
        """A value by where a number lies; cuts between equal values are left out."""
        kept_cuts: list[int] = []
        kept = [parts[0]]
        for cut, part in zip(cuts, parts[1:], strict=True):
            if part != kept[-1]:
                kept_cuts.append(cut)
                kept.append(part)
        if not kept_cuts and missing == kept[0]:
            return missing
        content = Steps(variable, tuple(kept_cuts), tuple(kept), missing)
        return self._joined(content, (*kept, missing), 1 << variable)

    def codes(self, variable: int, parts: Mapping[Any, Node], rest: Node, missing: Node) -> Node:
        """A value by a code."""
        listed = tuple((code, node) for code, node in parts.items() if node != rest)
        if not listed and rest == missing:
            return rest
        ordered = tuple(sorted(listed, key=lambda one: str(one[0])))
        nodes = [node for _, node in ordered]
        return self._joined(
            Codes(variable, ordered, rest, missing), (*nodes, rest, missing), 1 << variable
        )

    def units(self, content: Units) -> Node:
        """Points for whole units."""
        return self._joined(content, (content.missing,), 1 << content.variable)

    def negation(self, part: Node) -> Node:
        if part <= U:
            return (T, F, U)[part]
        content = self.content[part]
        if type(content) is Negation:
            return content.part
        return self._joined(Negation(part), (part,))

    def every(self, parts: Iterable[Node]) -> Node:
        """All of them."""
        found: set[Node] = set()
        for part in parts:
            if part == F:
                return F
            if part == T:
                continue
            content = self.content[part]
            if type(content) is Every:
                found.update(content.parts)
            else:
                found.add(part)
        if not found:
            return T
        if len(found) == 1:
            return found.pop()
        listed = tuple(sorted(found))
        return self._joined(Every(listed), listed)

    def some(self, parts: Iterable[Node]) -> Node:
        """Any of them."""
        found: set[Node] = set()
        for part in parts:
            if part == T:
                return T
            if part == F:
                continue
            content = self.content[part]
            if type(content) is Some:
                found.update(content.parts)
            else:
                found.add(part)
        if not found:
            return F
        if len(found) == 1:
            return found.pop()
        listed = tuple(sorted(found))
        return self._joined(Some(listed), listed)

    def enough(self, needed: int, parts: Iterable[Node]) -> Node:
        """At least so many of them."""
        left = [part for part in parts if part != F]
        needed -= sum(part == T for part in left)
        left = sorted(part for part in left if part != T)
        if needed <= 0:
            return T
        if needed > len(left):
            return F
        if all(part == U for part in left):
            return U
        if needed == 1:
            return self.some(left)
        if needed == len(left):
            return self.every(left)
        listed = tuple(left)
        return self._joined(Enough(needed, listed), listed)

    def choice(self, condition: Node, yes: Node, no: Node, unknown: Node) -> Node:
        """One of three nodes by a condition's truth."""
        if condition <= U:
            return (no, yes, unknown)[condition]
        if yes == no == unknown:
            return yes
        if (yes, no, unknown) == (T, F, U):
            return condition
        content = Choice(condition, yes, no, unknown)
        return self._joined(content, (condition, yes, no, unknown))

    def is_true(self, part: Node) -> Node:
        """Whether a condition is true, itself never unknown."""
        return self.choice(part, T, F, F)

    def is_false(self, part: Node) -> Node:
        """Whether a condition is false, itself never unknown."""
        return self.choice(part, F, T, F)

    def score_test(self, score: int, test: Any) -> Node:
        """A comparison of a score."""
        return self._add(ScoreTest(score, test), 0, 1 << score)

    # -- taking apart --------------------------------------------------------------------------

    def leaves(self, node: Node) -> Iterator[Any]:
        """All constants, runs and units that a node of points can become."""
        content = self.content[node]
        match content:
            case Constant(value):
                yield value
            case Steps(_, _, parts, missing):
                for part in {*parts, missing}:
                    yield from self.leaves(part)
            case Codes(_, parts, rest, missing):
                for part in {*(one for _, one in parts), rest, missing}:
                    yield from self.leaves(part)
            case Units():
                yield content
                yield from self.leaves(content.missing)
            case Choice(_, yes, no, unknown):
                for part in {yes, no, unknown}:
                    yield from self.leaves(part)
            case _:
                raise AssertionError(content)

    def inner(self, node: Node) -> tuple[Node, ...]:
        """The nodes directly inside one."""
        content = self.content[node]
        match content:
            case Steps(_, _, parts, missing):
                return (*parts, missing)
            case Codes(_, parts, rest, missing):
                return (*(one for _, one in parts), rest, missing)
            case Units():
                return (content.missing,)
            case Negation(part):
                return (part,)
            case Every(parts) | Some(parts) | Enough(_, parts):
                return parts
            case Choice():
                return tuple(content)
            case _:
                return ()

    # -- replacing -----------------------------------------------------------------------------

    def assign(self, node: Node, variable: int, cell: Cell) -> Node:
        """A node once a variable is known to lie in a cell."""
        if not self.reads[node] >> variable & 1:
            return node
        memo = self._assigned.setdefault((variable, cell), {})
        found = memo.get(node)
        if found is None:
            found = self._at(node, variable, cell)
            memo[node] = found
        return found

    def looked_up(self, node: Node, variable: int, cell: Cell) -> Any:
        """The value of a node that hangs on one variable, where this lies in a cell."""
        content = self.content[node]
        while type(content) is not Constant:
            kind = type(content)
            if kind is not Steps and kind is not Codes:
                return self.content[self.assign(node, variable, cell)].value
            node = _part_at(content, cell)
            content = self.content[node]
        return content.value

    def _at(self, node: Node, variable: int, cell: Cell) -> Node:
        content = self.content[node]
        kind = type(content)
        if (kind is Steps or kind is Codes) and content.variable == variable:
            return self.assign(_part_at(content, cell), variable, cell)
        if kind is Units and content.variable == variable:
            if cell is MISSING_CELL:
                return self.assign(content.missing, variable, cell)
            return self.constant(_run(content, cell))
        return self._rebuilt(content, lambda part: self.assign(part, variable, cell))

    def _rebuilt(self, content: Any, change: Any) -> Node:
        match content:
            case Negation(part):
                return self.negation(change(part))
            case Every(parts):
                return self.every(map(change, parts))
            case Some(parts):
                return self.some(map(change, parts))
            case Enough(needed, parts):
                return self.enough(needed, map(change, parts))
            case Choice(condition, yes, no, unknown):
                decided: Node = change(condition)
                if decided <= U:
                    chosen: Node = change((no, yes, unknown)[decided])
                    return chosen
                return self.choice(decided, change(yes), change(no), change(unknown))
            case Steps(variable, cuts, parts, missing):
                return self.steps(variable, cuts, tuple(map(change, parts)), change(missing))
            case Codes(variable, parts, rest, missing):
                named = {code: change(part) for code, part in parts}
                return self.codes(variable, named, change(rest), change(missing))
            case Units():
                return self.units(content._replace(missing=change(content.missing)))
            case _:
                raise AssertionError(content)

    def settle(self, node: Node, answers: Mapping[int, Any]) -> Node:
        """A node with the tests of some scores decided: by a function from test to truth."""
        mask = sum(1 << score for score in answers)
        if not self.scores[node] & mask:
            return node
        memo: dict[Node, Node] = {}

        def settled(one: Node) -> Node:
            if not self.scores[one] & mask:
                return one
            if one not in memo:
                content = self.content[one]
                if type(content) is ScoreTest:
                    memo[one] = answers[content.score](content.test)
                else:
                    memo[one] = self._rebuilt(content, settled)
            return memo[one]

        return settled(node)


def _part_at(content: Any, cell: Cell) -> Node:
    """What steps or codes become in a cell of their variable."""
    if cell is MISSING_CELL:
        found: Node = content.missing
    elif type(content) is Steps:
        found = content.parts[bisect_right(content.cuts, cell.low)]
    else:
        found = next((one for code, one in content.parts if code == cell.code), content.rest)
    return found


def _run(content: Units, cell: Cell) -> Any:
    """The points of the units that lie in a cell: one number, or a run of them."""
    low, high = (
        max(Fraction(end) - content.over, Fraction(0)) // content.each
        for end in (cell.low, cell.high)
    )
    if low == high:
        return content.points * low
    return Run(content.points, int(low), int(high), (content.over, content.each))
