"""The order in which the walk takes variables, and where points begin and scores are complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from evenhand.engines.exact.axes import Axes, Item
from evenhand.engines.exact.contents import Node
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.forms import Forms
from evenhand.engines.exact.sets import bits
from evenhand.engines.exact.space import Space, Variable

if TYPE_CHECKING:
    from evenhand.engines.exact.compiled import Compiled


def ordered(
    forest: Forest, forms: Forms, space: Space, roots: Iterable[Node], axes: Axes
) -> tuple[Variable, ...]:
    """Variables that only give points first, then those of conditions in file order."""
    roots = tuple(roots)
    asked = 0
    for node in roots:
        asked |= forest.reads[node]
    read = asked
    for item in axes.items:
        read |= item.reads
    equations = {at: one for at, one in forms.equations.items() if read >> at & 1}
    listing = _Listing(forest, forms, equations)
    last: list[Item] = []
    for item in axes.items:
        plain = axes.is_alone(item) and item.reads & asked == 0
        if plain and (item.reads.bit_length() - 1) not in forms.by_variable:
            listing.emit(item.reads.bit_length() - 1)
        else:
            last.append(item)
    for item in last:
        for feed in item.feeds:
            listing.visit(feed.node)
    for node in roots:
        listing.visit(node)
    return tuple(space.variables[at] for at in listing.found)


class _Listing:
    """Variables in the order in which the walk takes them."""

    def __init__(
        self, forest: Forest, forms: Forms, equations: Mapping[int, Mapping[int, int]]
    ) -> None:
        self.forest, self.forms, self.equations = forest, forms, equations
        self.found: dict[int, None] = {}
        self._begun: set[int] = set()
        self._seen: set[Node] = set()

    def visit(self, node: Node) -> None:
        """Take the variables of a node, in the order in which it names them."""
        if node in self._seen or not self.forest.reads[node]:
            return
        self._seen.add(node)
        content = self.forest.content[node]
        variable = getattr(content, "variable", None)
        if variable is not None:
            self.emit(variable)
        for part in self.forest.inner(node):
            self.visit(part)

    def emit(self, variable: int) -> None:
        """Take a variable: before it the forms that it is a part of, after a form its parts."""
        if variable in self._begun:
            return
        self._begun.add(variable)
        equation = self.equations.get(variable)
        if equation is not None:
            for term in equation:
                self.visit(self.forms.terms[term].term.applies)
            self.found[variable] = None
            for term in equation:
                self.emit(self.forms.terms[term].term.variable)
            return
        for term in self.forms.by_variable.get(variable, ()):
            self.visit(self.forms.terms[term].term.applies)
            for form, terms in self.equations.items():
                if term in terms:
                    self.emit(form)
        self.found[variable] = None


def scheduled(found: Compiled, *, loose: bool) -> None:
    """Where the points of each item begin, and where each group of scores is complete.

    Points that read a score begin before everything, so that they are told when it is complete.
    """
    end = len(found.order) - 1
    for item in found.axes.items:
        places = [found.place[at] for at in bits(item.reads)]
        begin = min(places, default=-1)
        asks = any(found.forest.scores[feed.node] for feed in item.feeds)
        if asks or (loose and not found.axes.is_alone(item)):
            begin = -1
        found.items_at.setdefault(begin, []).append(item)
    done: dict[int, int] = {}
    waiting = list(range(len(found.axes.groups)))
    while waiting:
        ready = [at for at in waiting if _needs(found, at) <= done.keys()]
        assert ready
        for at in ready:
            last = end if loose else _last(found, at)
            done[at] = max([last, *(done[one] for one in _needs(found, at))])
            found.closes_at.setdefault(done[at], []).append(at)
            waiting.remove(at)
    groups = range(len(found.axes.groups))
    begun = [-1 if loose else _first(found, at, done) for at in groups]
    found.axes.lay_out(begun, [done[at] for at in groups])


def _first(found: Compiled, group: int, done: Mapping[int, int]) -> int:
    """Where the first points of a group can come: from an item, or from a section."""
    places = [found.place[at] for item in _feeding(found, group) for at in bits(item.reads)]
    sections = {
        one.index for one in found.axes.scores if one.into in found.axes.groups[group].scores
    }
    closed = [done[at] for at, one in enumerate(found.axes.groups) if sections & set(one.scores)]
    return min([*places, *closed], default=-1)


def _feeding(found: Compiled, group: int) -> list[Item]:
    scores = found.axes.groups[group].scores
    return [item for item in found.axes.items if any(f.score in scores for f in item.feeds)]


def _last(found: Compiled, group: int) -> int:
    places = [found.place[at] for item in _feeding(found, group) for at in bits(item.reads)]
    return max(places, default=-1)


def _needs(found: Compiled, group: int) -> set[int]:
    """The groups that must be complete before: those of sections, and those that points read."""
    axes = found.axes
    read = 0
    for item in _feeding(found, group):
        for feed in item.feeds:
            read |= found.forest.scores[feed.node]
    scores = {score.index for score in axes.scores if score.into in axes.groups[group].scores}
    scores |= set(bits(read))
    return {at for at, one in enumerate(axes.groups) if scores & set(one.scores)} - {group}
