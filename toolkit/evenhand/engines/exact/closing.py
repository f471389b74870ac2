"""Complete scores: for each stretch in which all tests of a score have one answer, what follows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evenhand.engines.exact.arrival import Arrivals, State
from evenhand.engines.exact.axes import Axes, Axis, Group
from evenhand.engines.exact.boundaries import boundaries
from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.forest import F, Node, T, U
from evenhand.engines.exact.sets import Moved, Picked, Step, picked
from evenhand.engines.exact.stepped import compared
from evenhand.engines.exact.whole import Exact


class Move(NamedTuple):
    """One way from a state to the next: the choice made, and what it does to the set of scores."""

    target: State
    steps: tuple[Step, ...]
    cell: Cell | None


class Stretch(NamedTuple):
    """Scores that lie in a stretch: how to pick them, and the count of each score at its start."""

    steps: tuple[Step, ...]
    counts: Mapping[int, int]


def closings(
    arrivals: Arrivals, at: int, state: State, scores: int, *, every: bool
) -> Iterator[Move]:
    """The ways from a state once a group of scores is complete.

    Without ``every`` one way for each combination of answers, where no other score is left.
    """
    group = arrivals.ready.axes.groups[at]
    alive = [score for score in group.scores if not state.off >> score & 1]
    if not alive:
        yield Move(state, (), None)
        return
    everything = (1 << len(arrivals.ready.axes.scores)) - 1
    last = (state.off | sum(1 << score for score in alive)) == everything
    for stretch in _stretches(arrivals, group, state, scores, once=last and not every):
        yield _closed(arrivals, at, state, stretch)


def _stretches(
    arrivals: Arrivals, group: Group, state: State, scores: int, *, once: bool
) -> Iterator[Stretch]:
    alive = [score for score in group.scores if not state.off >> score & 1]
    cuts = {score: boundaries(arrivals.ready, state, score) for score in alive}
    if len(alive) == 2:
        yield from _of_two(arrivals, group, scores, cuts, once=once)
        return
    axis = group.first if group.lagging or alive[0] == group.scores[0] else group.second
    width = arrivals.ready.axes.width
    for low, high in between(cuts[alive[0]], axis.size):
        if picked(scores, axis, width, low, high):
            yield Stretch((Picked(axis, width, low, high),), {alive[0]: low})


def _of_two(
    arrivals: Arrivals,
    group: Group,
    scores: int,
    cuts: Mapping[int, set[int]],
    *,
    once: bool,
) -> Iterator[Stretch]:
    """Stretches of two scores: for each digit of the second axis those of the first."""
    width = arrivals.ready.axes.width
    first, second = group.scores
    lag = arrivals.lag_of(group) if group.lagging else 0
    ours, theirs = sorted(cuts[first]), sorted(cuts[second])
    seen: set[tuple[int, int]] = set()
    for digit, part in _rows(scores, group.second, width):
        moved = {cut - digit - lag for cut in theirs} if group.lagging else set()
        for low, high in between(cuts[first] | moved, group.first.size):
            other = low + digit + lag if group.lagging else digit
            key = (bisect_right(ours, low), bisect_right(theirs, other))
            if key in seen or not picked(part, group.first, width, low, high):
                continue
            if once:
                seen.add(key)
            one = Picked(group.second, width, digit, digit + 1)
            yield Stretch((one, Picked(group.first, width, low, high)), {first: low, second: other})


def _rows(scores: int, axis: Axis, width: int) -> Iterator[tuple[int, int]]:
    """The parts of a set by their digit on an axis, without the empty ones."""
    if axis.period < width:
        for digit in range(axis.size):
            part = picked(scores, axis, width, digit, digit + 1)
            if part:
                yield digit, part
        return
    block = (1 << axis.stride) - 1
    for begin in range(0, axis.size, CHUNK):
        chunk = (scores >> (begin * axis.stride)) & ((1 << (CHUNK * axis.stride)) - 1)
        for digit in range(begin, min(begin + CHUNK, axis.size)):
            if not chunk:
                break
            part = chunk & block
            chunk >>= axis.stride
            if part:
                yield digit, part


CHUNK = 32
"""How many digits are cut off a large set at once, since each cut copies what is left."""


def _closed(arrivals: Arrivals, at: int, state: State, stretch: Stretch) -> Move:
    """The state once the group's scores are known to lie in a stretch."""
    axes = arrivals.ready.axes
    answers: dict[int, Callable[[Any], Node]] = {}
    for score, count in stretch.counts.items():
        answers[score] = answering(axes.value(score, count))
    off = state.off
    for score in axes.groups[at].scores:
        off |= 1 << score
    settled = arrivals.answered(state, answers)._replace(off=off)
    grown = _grown(axes, off, stretch.counts)
    given = settled.waiting
    target, steps = arrivals.arrive(settled._replace(waiting=()), given, None, closed=at)
    return Move(target, (*stretch.steps, *grown, *steps), None)


def _grown(axes: Axes, off: int, counts: Mapping[int, int]) -> Sequence[Step]:
    """What complete sections add to their scorecards."""
    increments: dict[int, int] = {}
    lags: dict[int, int] = {}
    for score, count in counts.items():
        into = axes.scores[score].into
        if into is not None and not off >> into & 1:
            increments[into] = increments.get(into, 0) + axes.raised(score, count)
            first = axes.group_of[into].scores[0]
            lags[first] = lags.get(first, 0) + axes.child_lag(score)
    return (Moved(axes.shift(increments, off, lags)),) if increments else ()


def between(cuts: set[int], size: int) -> Iterator[tuple[int, int]]:
    """The stretches between some cuts: from each up to below the next."""
    inside = sorted(cut for cut in cuts if 0 < cut < size)
    yield from zip([0, *inside], [*inside, size], strict=True)


def answering(value: Exact) -> Callable[[Any], Node]:
    """How tests of a score come out at a value."""

    def answer(test: Any) -> Node:
        operator, bounds = test
        answers = {compared(operator, value, bound) for bound in bounds}
        return (T if answers.pop() else F) if len(answers) == 1 else U

    return answer
