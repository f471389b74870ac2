"""Changes of figures and of points: raised, lowered, stated, left open, read another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from evenhand.analysis.diff.change import Change, Site
from evenhand.analysis.diff.texts import source_changes, text_changes
from evenhand.model.conditions import Operator
from evenhand.model.element import SourceRef
from evenhand.model.figures import Constant, Disputed, Figure, OpenFigure, Point, Range
from evenhand.model.policy import Policy
from evenhand.model.scorecard import OpenPoints, Points
from evenhand.model.wording import Words, compared, figure_words, number_words, points_words

Side: TypeAlias = tuple[Operator, Figure]
"""One side of a comparison: how it compares, and with what."""

OpenSort: TypeAlias = OpenFigure | Disputed | Range


def figure_changes(site: Site, attribute: str | None, old: Side, new: Side) -> Iterator[Change]:
    """What changed in a comparison of the same thing (attribute None: a score)."""
    if old == new:
        return
    if old[0].is_upward is not new[0].is_upward:
        return
    upward = old[0].is_upward
    before, after = old[1], new[1]
    words = (compared(*old, attribute, site.old), compared(*new, attribute, site.new))
    if before == after:
        kind = "edge-excluded" if new[0].is_strict else "edge-included"
        yield site.moved(kind, -1 if new[0].is_strict else 1, *words)
        return
    here = site.at(before.location, after.location)
    match before, after:
        case Constant(one), Constant(two):
            order = _order(one, two, attribute, site.old)
            if order is not None:
                kind = "threshold-raised" if order > 0 else "threshold-lowered"
                yield here.moved(kind, -order if upward else order, *words)
            else:
                yield here.moved("figure-changed", 0, *words)
        case OpenFigure() | Disputed() | Range(), OpenFigure() | Disputed() | Range():
            yield from _open(here, attribute, before, after, upward)
            if old[0] is not new[0]:
                yield here.moved("figure-changed", 0, *words)
        case OpenFigure() | Disputed() | Range(), _:
            yield here.moved("figure-stated", 0, *words)
        case _, OpenFigure() | Disputed() | Range():
            yield here.moved("figure-left-open", 0, *words)
        case _:
            yield here.moved("figure-changed", 0, *words)


def _open(
    site: Site, attribute: str | None, old: OpenSort, new: OpenSort, upward: bool
) -> Iterator[Change]:
    """Two figures that are both open: their reading, their wording, their possible values."""
    words = (figure_words(old, attribute, site.old), figure_words(new, attribute, site.new))
    yield from text_changes(site, "because-changed", old.because, new.because)
    if old.read_as != new.read_as:
        more = 0
        if old.read_as is not None and new.read_as is not None:
            order = _order(old.read_as.value, new.read_as.value, attribute, site.old) or 0
            more = -order if upward else order
        yield site.moved("reading-changed", more, *words)
    match old, new:
        case OpenFigure(), OpenFigure():
            yield from text_changes(site, "wording-changed", old.wording, new.wording)
        case Disputed(), Disputed():
            values = [[one.value for one in side.options] for side in (old, new)]
            if values[0] != values[1]:
                yield site.moved("figure-changed", 0, *words)
            else:
                for one, two in zip(old.options, new.options, strict=True):
                    yield from source_changes(site, one.source, two.source)
        case Range(low, high), Range(low_after, high_after):
            if (low, high) != (low_after, high_after):
                yield site.moved("figure-changed", 0, *words)
        case _:
            yield site.moved("figure-changed", 0, *words)


def _order(old: Point, new: Point, attribute: str | None, policy: Policy) -> int | None:
    """1 if the new value is higher, -1 if lower; None where they have no common order."""
    match old, new:
        case Fraction(), Fraction():
            return (new > old) - (new < old)
        case date(), date():
            return (new > old) - (new < old)
        case str(), str() if attribute in policy.dictionary.attributes:
            codes = policy.dictionary.attributes[attribute or ""].codes
            if old in codes and new in codes:
                return 1 if codes.index(new) > codes.index(old) else -1
    return None


def amount_changes(
    site: Site, old: Points | None, new: Points | None, what: str = "points", more: int = 1
) -> Iterator[Change]:
    """Points, weights and other amounts; ``what`` begins the kinds ``…-raised`` and ``…-lowered``.

    None means unknown points. ``more`` is 1 if a higher amount means more points, 0 if one cannot
    tell.
    """
    if old == new:
        return
    words = (points_words(old), points_words(new))
    match old, new:
        case Fraction(), Fraction():
            raised = new > old
            kind = f"{what}-raised" if raised else f"{what}-lowered"
            yield site.moved(kind, more if raised else -more, *words)
        case ((None | OpenPoints()), Fraction()):
            yield site.moved("amount-stated", 0, *words)
        case Fraction(), (None | OpenPoints()):
            yield site.moved("amount-left-open", 0, *words)
        case OpenPoints(), OpenPoints():
            yield from _open_points(site, old, new, more)
        case _:
            yield site.moved("amount-changed", 0, *words)


def _open_points(site: Site, old: OpenPoints, new: OpenPoints, more: int) -> Iterator[Change]:
    words = (points_words(old), points_words(new))
    yield from text_changes(site, "because-changed", old.because, new.because)
    yield from text_changes(site, "wording-changed", old.wording, new.wording)
    if old.read_as != new.read_as:
        moved = 0
        if old.read_as is not None and new.read_as is not None:
            moved = more if new.read_as > old.read_as else -more
        yield site.moved("reading-changed", moved, *words)
    if (old.reason, old.values, old.is_range) != (new.reason, new.values, new.is_range):
        yield site.moved("amount-changed", 0, *words)
    elif old.sources != new.sources:
        yield from source_changes(site, _flat(old.sources), _flat(new.sources))


def _flat(sources: tuple[tuple[SourceRef, ...], ...]) -> tuple[SourceRef, ...]:
    """The sources of all disputed values in a row."""
    return tuple(one for listed in sources for one in listed)


def limit_changes(
    site: Site, old: Fraction | None, new: Fraction | None, what: str, present: int
) -> Iterator[Change]:
    """A limit on points (``what`` is ``cap`` or ``floor``) that moves, comes or goes.

    ``present`` is -1 if the limit's coming means fewer points, 1 if more.
    """
    if old == new:
        return
    words: tuple[Words | None, Words | None] = (
        None if old is None else number_words(old),
        None if new is None else number_words(new),
    )
    if old is None or new is None:
        added = old is None
        kind = f"{what}-added" if added else f"{what}-removed"
        yield site.moved(kind, present if added else -present, *words)
    else:
        raised = new > old
        kind = f"{what}-raised" if raised else f"{what}-lowered"
        yield site.moved(kind, 1 if raised else -1, *words)
