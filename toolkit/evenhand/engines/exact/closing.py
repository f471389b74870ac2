"""Complete scores: for each stretch in which all tests of a score have one answer, what follows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from evenhand.engines.exact.arrival import Arrivals, State
from evenhand.engines.exact.axes import Axes, Axis, Group
from evenhand.engines.exact.cell import Cell
from evenhand.engines.exact.contents import Node
from evenhand.engines.exact.sets import Moved, Picked, Step, lowest, picked
from evenhand.engines.exact.stepped import answering


class Move(NamedTuple):
    """One way from a state to the next: the choice made, and what it does to the set of scores."""

    target: State
    steps: tuple[Step, ...]
    cell: Cell | None


class Stretch(NamedTuple):
    """Scores that lie in a stretch: how to pick them, and the count of each score at its start.

    Stretches with the same ``between`` lie between the same cuts: all tests have the same answers.
    """

    steps: tuple[Step, ...]
    counts: Mapping[int, int]
    between: tuple[int, ...]


Closed: TypeAlias = tuple[State, tuple[Step, ...]]
"""What a state becomes once a group is complete, and what then happens to the set."""


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
    entering = any(_enters(arrivals.ready.axes, score, state.off) for score in alive)
    known: dict[tuple[int, ...], Closed] = {}
    for stretch in _stretches(arrivals, group, state, scores, once=last and not every):
        if entering or stretch.between not in known:
            known[stretch.between] = _closed(arrivals, at, state, stretch.counts)
        target, steps = known[stretch.between]
        yield Move(target, (*stretch.steps, *steps), None)


def _enters(axes: Axes, score: int, off: int) -> bool:
    """Whether a score is a section's that enters another one, which so hangs on its count."""
    into = axes.scores[score].into
    return into is not None and not off >> into & 1


def _stretches(
    arrivals: Arrivals, group: Group, state: State, scores: int, *, once: bool
) -> Iterator[Stretch]:
    alive = [score for score in group.scores if not state.off >> score & 1]
    cuts = {score: arrivals.cuts(state, score) for score in alive}
    if len(alive) == 2:
        yield from _of_two(arrivals, group, scores, cuts, once=once)
        return
    axis = group.first if group.lagging or alive[0] == group.scores[0] else group.second
    width = arrivals.ready.axes.width
    for low, high in between(cuts[alive[0]], axis.size):
        if picked(scores, axis, width, low, high):
            yield Stretch((Picked(axis, width, low, high),), {alive[0]: low}, (low,))


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
    lag = arrivals.lags.whole(group) if group.lagging else 0
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
            steps = (
                Picked(group.second, width, digit, digit + 1),
                Picked(group.first, width, low, high),
            )
            yield Stretch(steps, {first: low, second: other}, key)


def _rows(scores: int, axis: Axis, width: int) -> Iterator[tuple[int, int]]:
    """The parts of a set by their digit on an axis, without the empty ones."""
    if axis.period < width:
        for digit in range(axis.size):
            part = picked(scores, axis, width, digit, digit + 1)
            if part:
                yield digit, part
        return
    block = (1 << axis.stride) - 1
    first = lowest(scores) // axis.stride
    last = min(scores.bit_length() // axis.stride + 1, axis.size)
    for begin in range(first, last, CHUNK):
        chunk = (scores >> (begin * axis.stride)) & ((1 << (CHUNK * axis.stride)) - 1)
        for digit in range(begin, min(begin + CHUNK, last)):
            if not chunk:
                break
            part = chunk & block
            chunk >>= axis.stride
            if part:
                yield digit, part


CHUNK = 32
"""How many digits are cut off a large set at once, since each cut copies what is left."""


def _closed(arrivals: Arrivals, at: int, state: State, counts: Mapping[int, int]) -> Closed:
    """The state once the group's scores have some counts, and what then happens to the set."""
    axes = arrivals.ready.axes
    answers: dict[int, Callable[[Any], Node]] = {}
    for score, count in counts.items():
        answers[score] = answering(axes.value(score, count))
    off = state.off
    for score in axes.groups[at].scores:
        off |= 1 << score
    settled = arrivals.answered(state, answers)._replace(off=off)
    grown = _grown(arrivals, off, counts)
    given = settled.waiting
    target, steps = arrivals.arrive(settled._replace(waiting=()), given, None, closed=at)
    return target, (*grown, *steps)


def _grown(arrivals: Arrivals, off: int, counts: Mapping[int, int]) -> Sequence[Step]:
    """What complete sections add to their scorecards."""
    axes = arrivals.ready.axes
    increments: dict[int, int] = {}
    lags: dict[int, int] = {}
    for score, count in counts.items():
        into = axes.scores[score].into
        if into is not None and not off >> into & 1:
            increments[into] = increments.get(into, 0) + axes.raised(score, count)
            first = axes.group_of[into].scores[0]
            lags[first] = lags.get(first, 0) + axes.child_lag(score)
    if not increments:
        return ()
    return (Moved(arrivals.shifts.of_increments(increments, off, lags)),)


def between(cuts: set[int], size: int) -> Iterator[tuple[int, int]]:
    """The stretches between some cuts: from each up to below the next."""
    inside = sorted(cut for cut in cuts if 0 < cut < size)
    yield from zip([0, *inside], [*inside, size], strict=True)
