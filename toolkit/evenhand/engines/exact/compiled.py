"""A question made ready for the walk: variables in order, conditions, constraints, points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evenhand.engines.exact.axes import Axes, Item
from evenhand.engines.exact.contents import F, Node, T, U
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.forest import Forest
from evenhand.engines.exact.forms import Forms, Share, Term
from evenhand.engines.exact.formulas import judged, tested
from evenhand.engines.exact.order import ordered, scheduled
from evenhand.engines.exact.points import ScoreBook
from evenhand.engines.exact.question import Order, Question, Side, Unanswered, outcome_of
from evenhand.engines.exact.space import NOT_ASKED, Sort, Space, Variable
from evenhand.engines.exact.system import EMPTY, System
from evenhand.engines.exact.versions import OtherOutcome, Version, Versions
from evenhand.model.conditions import Operator
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED, Reading, shown_as
from evenhand.model.policy import Policy
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind


@dataclass(slots=True)
class Compiled:
    """All that the walk needs.

    ``sides`` are nodes that become labels, ``limits`` nodes that must not become false. ``order``
    holds the variables in the order of the walk, ``items_at`` the points that begin at each
    position, ``closes_at`` the groups of scores that are complete after it (-1: before the first).
    ``given`` are inequalities that hold from the start. ``versions`` are those of the only side.
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
    versions: tuple[Version, ...] = ()


def compiled(question: Question, *, loose: bool = False, others: Sequence[Policy] = ()) -> Compiled:
    """Make a question ready. Raises Unanswered for what the engine does not cover.

    ``others`` are policies that differ in one place from the one whose outcome is asked about.

    With ``loose`` the variables may be taken in another order than the one given, as long as those
    of one sum stay together in it: no score is complete before the end.
    """
    return _Compiler(question).run(others, loose=loose)


class _Compiler:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.forest = Forest()
        self.space = Space(question)
        self.forms = Forms(self.space, self.forest)
        self.book = ScoreBook()
        self.contexts: dict[tuple[int, Reading, bool], Context] = {}

    def run(self, others: Sequence[Policy], *, loose: bool) -> Compiled:
        for name in (*self.question.fixed, *self.question.apart):
            self._mention(name)
        sides = tuple(self._side(side, self._context(side)) for side in self.question.sides)
        versions = self._versions(others)
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
        more = [one.node for one in versions if isinstance(one, OtherOutcome)]
        order = ordered(self.forest, self.forms, self.space, (*sides, *more, *limits), axes)
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
            versions=versions,
        )
        scheduled(found, loose=loose)
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

    def _versions(self, others: Sequence[Policy]) -> tuple[Version, ...]:
        """Other policies as versions of the one that the only side asks."""
        if not others:
            return ()
        (side,) = self.question.sides
        context = self._context(side)

        def outcome_by(one: Context) -> Node:
            return self._side(outcome_of(one.policy, one.reading), one)

        made = Versions(context, self.book, self._side(side, context), outcome_by)
        return tuple(made.of(other) for other in others)

    def _side(self, side: Side, context: Context) -> Node:
        """A decision list as one node of labels (rules 13 to 17)."""
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
