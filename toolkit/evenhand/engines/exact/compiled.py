"""A question made ready for the walk: variables in order, conditions, constraints, points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from evenhand.engines.exact.axes import Axes, Item
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forest import F, Forest, Node, T, U
from evenhand.engines.exact.forms import Forms, Share, Term
from evenhand.engines.exact.formulas import judged, tested
from evenhand.engines.exact.points import ScoreBook
from evenhand.engines.exact.question import Order, Question, Side, Unanswered
from evenhand.engines.exact.space import NOT_ASKED, Sort, Space, Variable
from evenhand.engines.exact.system import EMPTY, System
from evenhand.model.conditions import Operator
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED, Reading, shown_as
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind


@dataclass(slots=True)
class Compiled:
    """All that the walk needs.

    ``sides`` are nodes that become labels, ``limits`` nodes that must not become false. ``order``
    holds the variables in the order of the walk, ``items_at`` the points that begin at each
    position, ``closes_at`` the groups of scores that are complete after it (-1: before the first).
    ``given`` are inequalities that hold from the start.
    """

    question: Question
    forest: Forest
    space: Space
    forms: Forms
    axes: Axes
    sides: tuple[Node, ...]
    limits: tuple[Node, ...]
    order: tuple[Variable, ...]
    place: dict[int, int]
    items_at: dict[int, list[Item]] = field(default_factory=dict)
    closes_at: dict[int, list[int]] = field(default_factory=dict)
    given: System = EMPTY

    @property
    def complete(self) -> bool:
        return self.question.complete


def compiled(question: Question, *, loose: bool = False) -> Compiled:
    """Make a question ready. Raises Unanswered for what the engine does not cover.

    With ``loose`` the variables may be taken in another order than the one given, as long as those
    of one sum stay together in it: no score is complete before the end.
    """
    return _Compiler(question).run(loose=loose)


class _Compiler:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.forest = Forest()
        self.space = Space(question)
        self.forms = Forms(self.space, self.forest)
        self.book = ScoreBook()
        self.contexts: dict[tuple[int, Reading, bool], Context] = {}

    def run(self, *, loose: bool) -> Compiled:
        for name in (*self.question.fixed, *self.question.apart):
            self._mention(name)
        sides = tuple(self._side(side) for side in self.question.sides)
        told = list(self._completeness())
        self.space.closed = True
        limits = [*self._constraints(), *told]
        if self.question.order is Order.ABOVE:
            limits += [self._above(name) for name in self.question.split]
        limits += self.forms.limits
        for name, values in self.question.apart.items():
            self._tell_apart(name, values)
        self.space.cut()
        limits = [F] if F in limits else [node for node in dict.fromkeys(limits) if node > U]
        axes = Axes(self.forest, self.space, self.book.scores)
        order = self._order(sides, limits, axes)
        place = {variable.index: at for at, variable in enumerate(order)}
        found = Compiled(
            self.question,
            self.forest,
            self.space,
            self.forms,
            axes,
            sides,
            tuple(limits),
            order,
            place,
        )
        _schedule(found, loose=loose)
        return found

    def _context(self, side: Side, *, twin: bool | None = None) -> Context:
        asked = side.twin if twin is None else twin
        key = (id(side.policy), side.reading, asked)
        if key not in self.contexts:
            self.contexts[key] = Context(
                side.policy,
                side.reading,
                asked,
                self.forest,
                self.space,
                self.forms,
                judged,
                self.book.node,
                tested,
            )
        return self.contexts[key]

    # -- sides ---------------------------------------------------------------------------------

    def _side(self, side: Side) -> Node:
        """A decision list as one node of labels (rules 13 to 17)."""
        context = self._context(side)
        *listed, (last, _) = side.entries
        forest = self.forest
        node = forest.constant(shown_as(last))
        refers: Node = F
        for label, condition in reversed(listed):
            truth = judged(context, condition)
            if label == REFERRED:
                refers = truth
            unknown = self._undecided(side, label, node, refers)
            node = forest.choice(truth, forest.constant(shown_as(label)), node, unknown)
        return node

    def _undecided(self, side: Side, label: str, rest: Node, refers: Node) -> Node:
        """The label where a condition is unknown: undecided, or the worst that is possible."""
        forest = self.forest
        undecided = forest.constant(side.undecided)
        if not side.floor or label in (OUT_OF_SCOPE, REFERRED):
            return undecided
        if label == REJECTED:
            return forest.choice(refers, undecided, forest.constant(REJECTED), undecided)
        return rest

    # -- who is possible -----------------------------------------------------------------------

    def _constraints(self) -> Iterator[Node]:
        """The constraints of the vocabularies, of the customer and of the twin."""
        for policy in self.space.policies:
            side = Side(policy, (), "")
            for twin in (False, True) if self.question.split else (False,):
                context = self._context(side, twin=twin)
                for constraint in policy.dictionary.constraints:
                    yield judged(context, constraint.holds)

    def _completeness(self) -> Iterator[Node]:
        """With ``complete``: an attribute is missing only where it does not exist.

        What tells whether one exists takes part as well, and is asked about in its turn.
        """
        if not self.question.complete:
            return
        for variable in self.space.variables:
            if variable.sort in (*NOT_ASKED, Sort.MEMBER):
                continue
            if variable.sort is Sort.ANSWER or not self.space.may_not_exist(variable.name):
                variable.required = True
                continue
            yield from self._told_where_it_applies(variable)

    def _told_where_it_applies(self, variable: Variable) -> Iterator[Node]:
        """Both the customer and the twin are told of, each as far as the attribute applies."""
        split = variable.name in self.question.split
        twins = (variable.twin,) if split else (False, bool(self.question.split))
        for twin in dict.fromkeys(twins):
            for policy in self.space.policies:
                if variable.name in policy.dictionary.attributes:
                    exists = self._context(Side(policy, (), ""), twin=twin).exists(variable.name)
                    absent = self.forest.is_false(exists)
                    yield self.forest.choice(absent, T, self._told(variable), F)

    def _told(self, variable: Variable) -> Node:
        if variable.sort is Sort.NUMBER:
            return self.forest.steps(variable.index, (), (T,), F)
        return self.forest.codes(variable.index, {}, T, F)

    # -- what is held fixed, and how the twin lies -----------------------------------------------

    def _mention(self, name: str) -> None:
        """An attribute that is held at a value takes part, whether a side reads it or not."""
        if name.startswith("discretion."):
            self.space.find(Sort.ANSWER, name.partition(".")[2], None, False)
        elif any(name in policy.dictionary.attributes for policy in self.space.policies):
            self.space.find(self.space.sort_of(name), name, None, False)

    def _tell_apart(self, name: str, values: Iterable[Value]) -> None:
        for variable in self.space.variables:
            if variable.name == name and variable.sort is Sort.NUMBER:
                for value in values:
                    at = self.space.count(variable, value)
                    variable.cuts.update((at, at + 1))

    def _above(self, name: str) -> Node:
        """The twin's value lies above the customer's."""
        forest = self.forest
        attribute = self.space.attribute(name)
        if not attribute.kind.is_ordered and attribute.kind is not Kind.BOOLEAN:
            raise Unanswered("no-order", name)
        sort = self.space.sort_of(name)
        one = self.space.find(sort, name, None, False)
        other = self.space.find(sort, name, None, True)
        if one is None or other is None:
            raise Unanswered("not-used", name)
        if sort is Sort.NUMBER:
            shares = [Share(Term(other.index), Fraction(1)), Share(Term(one.index), Fraction(-1))]
            higher = self.forms.made(shares).tested(Operator.AT_LEAST, [one.step])
            return forest.every((self._told(one), self._told(other), higher))
        above = {
            code: forest.codes(other.index, dict.fromkeys(one.codes[at + 1 :], T), F, F)
            for at, code in enumerate(one.codes)
        }
        return forest.codes(one.index, above, F, F)

    # -- order ---------------------------------------------------------------------------------

    def _order(
        self, sides: tuple[Node, ...], limits: Iterable[Node], axes: Axes
    ) -> tuple[Variable, ...]:
        """Variables that only give points first, then those of conditions in file order."""
        roots = [*sides, *limits]
        asked = 0
        for node in roots:
            asked |= self.forest.reads[node]
        read = asked
        for item in axes.items:
            read |= item.reads
        equations = {at: one for at, one in self.forms.equations.items() if read >> at & 1}
        listing = _Listing(self.forest, self.forms, equations)
        last: list[Item] = []
        for item in axes.items:
            plain = axes.is_alone(item) and item.reads & asked == 0
            if plain and (item.reads.bit_length() - 1) not in self.forms.by_variable:
                listing.emit(item.reads.bit_length() - 1)
            else:
                last.append(item)
        for item in last:
            for feed in item.feeds:
                listing.visit(feed.node)
        for node in roots:
            listing.visit(node)
        return tuple(self.space.variables[at] for at in listing.found)


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


def _schedule(found: Compiled, *, loose: bool) -> None:
    """Where the points of each item begin, and where each group of scores is complete.

    Points that read a score begin before everything, so that they are told when it is complete.
    """
    end = len(found.order) - 1
    for item in found.axes.items:
        places = [found.place[at] for at in _bits(item.reads)]
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
    places = [found.place[at] for item in _feeding(found, group) for at in _bits(item.reads)]
    sections = {
        one.index for one in found.axes.scores if one.into in found.axes.groups[group].scores
    }
    closed = [done[at] for at, one in enumerate(found.axes.groups) if sections & set(one.scores)]
    return min([*places, *closed], default=-1)


def _feeding(found: Compiled, group: int) -> list[Item]:
    scores = found.axes.groups[group].scores
    return [item for item in found.axes.items if any(f.score in scores for f in item.feeds)]


def _last(found: Compiled, group: int) -> int:
    places = [found.place[at] for item in _feeding(found, group) for at in _bits(item.reads)]
    return max(places, default=-1)


def _needs(found: Compiled, group: int) -> set[int]:
    """The groups that must be complete before: those of sections, and those that points read."""
    axes = found.axes
    read = 0
    for item in _feeding(found, group):
        for feed in item.feeds:
            read |= found.forest.scores[feed.node]
    scores = {score.index for score in axes.scores if score.into in axes.groups[group].scores}
    scores |= set(_bits(read))
    return {at for at, one in enumerate(axes.groups) if scores & set(one.scores)} - {group}


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


bits = _bits
