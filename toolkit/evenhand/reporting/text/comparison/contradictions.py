"""Contradictions in text: by kind and fact, each place once, then who is shown by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from string import ascii_lowercase
from typing import Final

from evenhand.analysis.compare.contradiction import Contradiction, Sort
from evenhand.analysis.compare.criteria import Criterion
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.comparison.shown import (
    label_of,
    outcomes_text,
    say,
    shown_text,
    values_text,
    words_line,
)
from evenhand.reporting.text.table import heading, indented, pad, placed

MOST: Final = 10
"""How many contradictions about one fact are shown without ``-v``."""


def contradiction_lines(found: Sequence[Contradiction], look: Look) -> Iterator[str]:
    """All kinds that there are, each with its facts."""
    shown = sum(one.decidable for one in found)
    title = message("compare.contradictions", count=len(found), shown=shown)
    yield heading(title.text(look.language), look)
    if not found:
        return
    yield from indented(say(look, "compare.contradictions.how"), look.width, "  ")
    for sort, listed in groupby(found, key=lambda one: one.sort):
        yield ""
        yield f"  {say(look, f'compare.sort.{sort.value}')}"
        yield from _of_sort(sort, list(listed), look)


def _of_sort(sort: Sort, listed: list[Contradiction], look: Look) -> Iterator[str]:
    if sort is Sort.CIRCULAR:
        for one in listed:
            yield from _circle(one, look)
    elif sort is Sort.PRECEDENCE:
        yield from _despite([one for one in listed if one.decidable], look)
        for one in listed:
            if not one.decidable:
                yield from _about([one], look)
    else:
        for number, (_, group) in enumerate(groupby(listed, key=lambda one: one.fact)):
            if number:
                yield ""
            yield from _about(list(group), look)


# -- two criteria on one fact ----------------------------------------------------------------------


def _about(group: list[Contradiction], look: Look) -> Iterator[str]:
    """One fact: the places by letter below their attribute, and each pair by what shows it."""
    kept = group if look.verbose else group[:MOST]
    found: list[Criterion] = []
    for one in kept:
        found += [element for element in one.elements if element not in found]
    labels = list(dict.fromkeys(label_of(element, look) for element in found))
    places = sorted(found, key=lambda element: labels.index(label_of(element, look)))
    yield from _places(places, look)
    for one in kept:
        letters = [_letter(places.index(element)) for element in one.elements]
        yield from indented(shown_text(one, letters, look), look.width, "      - ")
    yield from _more(len(group) - len(kept), look)


def _places(places: Sequence[Criterion], look: Look) -> Iterator[str]:
    width = max(cell_width(one.policy.id) for one in places)
    numbered = enumerate(places)
    for label, listed in groupby(numbered, key=lambda pair: label_of(pair[1], look)):
        yield from indented(label, look.width, "    ")
        for number, element in listed:
            words = words_line(element.words, look)
            said = f"{_letter(number)}  {pad(element.policy.id, width)}  {words}"
            yield from placed(said, place(element.location, look.ascii), look.width, "      ")


def _letter(number: int) -> str:
    """a … z, then aa, ab …"""
    many, rest = divmod(number, len(ascii_lowercase))
    return (ascii_lowercase[many - 1] if many else "") + ascii_lowercase[rest]


def _more(count: int, look: Look) -> Iterator[str]:
    if count:
        yield f"      {say(look, 'compare.contradictions.more', count=count)}"


# -- paths despite bars, circles -------------------------------------------------------------------


def _despite(listed: list[Contradiction], look: Look) -> Iterator[str]:
    """The paths by letter, and each bar with the paths that pass it by."""
    if not listed:
        return
    ways = list(dict.fromkeys(one.elements[0].policy.id for one in listed))
    first = {one.elements[0].policy.id: one.elements[0] for one in reversed(listed)}
    width = max(map(cell_width, ways))
    yield from indented(say(look, "compare.shown.despite"), look.width, "    ")
    for number, name in enumerate(ways):
        way = first[name]
        said = f"{_letter(number)}  {pad(name, width)}  {words_line(way.words, look)}"
        yield from placed(said, place(way.location, look.ascii), look.width, "      ")
    yield from indented(say(look, "compare.shown.bars"), look.width, "    ")
    bars: dict[Criterion, list[Contradiction]] = {}
    for one in listed:
        bars.setdefault(one.elements[-1], []).append(one)
    kept = list(bars.items())[: None if look.verbose else MOST]
    for bar, passed in kept:
        letters = sorted(_letter(ways.index(one.elements[0].policy.id)) for one in passed)
        yield from _bar(bar, passed[0], letters, look)
    yield from _more(len(bars) - len(kept), look)


def _bar(bar: Criterion, one: Contradiction, letters: Sequence[str], look: Look) -> Iterator[str]:
    here, there = outcomes_text(one, look)
    said = say(
        look,
        "compare.shown.bar",
        policy=bar.policy.id,
        customer=values_text(one, look, labelled=True),
        there=there,
        here=here,
        letters=say(look, "explain.joint").join(letters),
    )
    yield from placed(said, place(bar.location, look.ascii), look.width, "      ")


def _circle(one: Contradiction, look: Look) -> Iterator[str]:
    """The places round the circle, and the customer before and after."""
    yield f"    {words_line(one.label, look)}"
    for number, element in enumerate(one.elements):
        mark = "" if number == 0 else "-> "
        said = f"{mark}{element.policy.id}  {words_line(element.words, look)}"
        yield from placed(said, place(element.location, look.ascii), look.width, "      ")
    if one.shown is not None:
        yield from indented(shown_text(one, ("", ""), look), look.width, "      - ")
