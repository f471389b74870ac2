"""Items: what is to be settled about policies, and which variables and scores settle it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from evenhand.model.boxes.cells import Cell, above, domain
from evenhand.model.boxes.linear import BeyondError, Box, Fork
from evenhand.model.boxes.reading import Score, View
from evenhand.model.boxes.scoring import Addend, addends, numbers_in, scored
from evenhand.model.conditions import Condition, Discretion, ScoreIs
from evenhand.model.mentions import attributes_in
from evenhand.model.scorecard import Cases, Characteristic, Section
from evenhand.model.truth import T, Truth, U, truth
from evenhand.model.vocabulary import Attribute, Kind

MOST_PARTS: Final = 50_000
"""Into how many parts a box may fall, with those that fall further; points by unit cut a lot."""

Need: TypeAlias = str | Score
"""The name of a variable, or a score."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """Something that its needs settle at once: a test's truth, or points for some scores.

    ``ask`` gives it for a box that has all of them; points are None where they are unknown.
    """

    needs: frozenset[Need]
    ask: Callable[[Box], Any]
    gains: list[tuple[Score, Fraction]] = field(default_factory=list)


Answers: TypeAlias = dict[Item, Any]
Wanted: TypeAlias = tuple[frozenset[Item], frozenset[Score]]


@dataclass(slots=True)
class Sum:
    """What a score adds up besides items: its base, None where the score is unknown anyway."""

    base: Fraction | None = Fraction(0)
    within: Callable[[Fraction], Fraction] | None = None


def tests_in(shape: Any) -> Iterator[Item]:
    """The items of a shape, or of shapes in a tuple."""
    if isinstance(shape, Item):
        yield shape
    elif isinstance(shape, tuple):
        for part in shape:
            yield from tests_in(part)


def remembered(box: Box, later: Iterable[Item]) -> frozenset[tuple[Any, Any]]:
    """What of a box later items need, with all that bounds it, directly or by way of forms."""
    live: set[Any] = {need for one in later for need in one.needs}
    forms = {key: {name for name, _ in key} for key in box if isinstance(key, tuple)}
    while more := {name for names in forms.values() if names & live for name in names} - live:
        live |= more
    return frozenset(
        (key, cell) for key, cell in box.items() if key in live or forms.get(key, set()) & live
    )


class Items:
    """All items of some conditions, in the order in which they are come across.

    ``attributes`` are the variables, None for an answer that somebody gives; ``numbers`` are
    numbers of which all points and all limits of scores are whole multiples, and ``weights`` those
    of which all weights are.
    """

    def __init__(self) -> None:
        self.attributes: dict[str, Attribute | None] = {}
        self.scores: dict[Score, Sum] = {}
        self.numbers: set[Fraction] = {Fraction(1)}
        self.weights: set[Fraction] = {Fraction(1)}
        self.found: dict[Any, Item] = {}
        self.known: dict[Any, list[tuple[Box, Answers]]] = {}
        self.order: list[Need] = []
        self.place: dict[Need, int] = {}
        self.last: dict[Item, int] = {}
        self.gainers: dict[Score, list[Item]] = {}
        self.wants: dict[Any, Wanted] = {}

    @property
    def all(self) -> list[Item]:
        return list(self.found.values())

    def settled(self, asked: tuple[Item, ...], box: Box) -> Iterator[tuple[Box, Answers]]:
        """The parts of a box in which each of some items has one answer, with the answers."""
        key = asked, remembered(box, asked)
        if key not in self.known:
            self.known[key] = list(_parts(asked, dict(key[1])))
        for part, answers in self.known[key]:
            yield {**box, **part}, answers

    def shape(self, view: View, condition: Condition) -> Any:
        """A condition's shape, with an item for each of its tests."""
        return view.shaped(condition, lambda test: self._test(view, test))

    def add(self, key: Any, needs: Iterable[Need], ask: Callable[[Box], Any]) -> Item:
        """The item with this key."""
        if key not in self.found:
            self.found[key] = Item(frozenset(needs), ask)
        return self.found[key]

    def variables(self, inputs: Mapping[str, Attribute | None]) -> Iterator[str]:
        """Variables, noted with their attributes. Raises BeyondError."""
        for variable, attribute in inputs.items():
            if domain(self.attributes.setdefault(variable, attribute)) != domain(attribute):
                raise BeyondError("unlike", variable)
            yield variable

    def _test(self, view: View, test: Condition) -> Item:
        return self.add((view, id(test)), self._needs(view, test), partial(view.test, test))

    def _needs(self, view: View, test: Condition) -> list[Need]:
        match test:
            case ScoreIs(name):
                return [self._score(Score(view, name))]
            case Discretion(name):
                return [*self.variables({f"discretion.{name}": None})]
            case _:
                return [*self.variables(view.inputs(attributes_in(test, view.policy.dictionary)))]

    def _score(self, score: Score) -> Score:
        if score not in self.scores:
            part = score.view.policy.score_parts()[score.name]
            self.scores[score] = Sum(within=part.within if isinstance(part, Section) else None)
            if isinstance(part, Section):
                self.numbers |= {one for one in (part.at_most, part.at_least) if one is not None}
            for weight, one in addends(score.view, part):
                self._gain(score, weight, one)
        return score

    def _gain(self, score: Score, weight: Fraction, one: Addend) -> None:
        view, total = score.view, self.scores[score]
        self.weights.add(weight)
        match one:
            case None:
                total.base = None
            case Fraction():
                total.base = None if total.base is None else total.base + one
            case Section():
                child = self._score(Score(view, one.id))
                ask = partial(_value, child)
                self.add((view, id(one)), [child], ask).gains.append((score, weight))
            case Characteristic():
                self.numbers |= set(numbers_in(view, one))
                item = self.add((view, id(one)), self._read(view, one), partial(scored, view, one))
                item.gains.append((score, weight))

    def _read(self, view: View, one: Characteristic) -> list[Need]:
        """What a characteristic reads."""
        if not isinstance(one.form, Cases):
            names = [one.form.attribute] if hasattr(one.form, "attribute") else []
            return [*self.variables(view.inputs(names))]
        found: list[Need] = []

        def note(test: Condition) -> Truth:
            found.extend(self._needs(view, test))
            return U

        for row in one.form.rows:
            view.shaped(row.when, note)
        return found

    # -- limits and steps --------------------------------------------------------------------------

    def constraints(self, view: View, used: Collection[str]) -> Iterator[Any]:
        """Shapes of what holds of every customer, as far as it speaks of variables in use."""
        dictionary = view.policy.dictionary
        for one in dictionary.constraints:
            if any(name in used for name in view.inputs(attributes_in(one.holds, dictionary))):
                yield self.shape(view, one.holds)

    def told(self) -> list[Item]:
        """For each attribute in use an item that is false where it is missing and applies."""
        found = {
            (view, name, attribute.id): attribute.id
            for (view, _), item in self.found.items()
            for name in sorted(need for need in item.needs if isinstance(need, str))
            if (attribute := self.attributes[name]) is not None
        }
        return [
            self.add(key, self.variables(key[0].inputs([name])), partial(_told, key[0], name))
            for key, name in found.items()
        ]

    def above(self, attribute: Attribute) -> Item:
        """An item that is true where the twin's value lies above the customer's."""
        if not (attribute.kind.is_ordered or attribute.kind is Kind.BOOLEAN):
            raise BeyondError("order", attribute.id)
        pair = {attribute.id: attribute, f"{attribute.id}'": attribute}
        return self.add(("above", attribute.id), self.variables(pair), partial(above, attribute))

    # -- steps -------------------------------------------------------------------------------------

    def cells(self, name: str, first: Iterable[Cell]) -> Iterator[Cell]:
        """Cells of a variable, cut by all items that need it alone."""
        alone = tuple(item for item in self.all if item.needs == {name})
        for cell in first:
            yield from (box[name] for box, _ in self.settled(alone, {name: cell}))

    def schedule(self) -> list[Need]:
        """Put variables and scores in their order, and each item where its last need stands."""
        self.order = ["", *self._ordered()]
        place = {need: index for index, need in enumerate(self.order)}
        for item in self.all:
            self.last[item] = max((place[need] for need in item.needs), default=0)
            for score, _ in item.gains:
                self.gainers.setdefault(score, []).append(item)
        self.place = place
        return self.order

    def ending(self, index: int) -> Iterator[Item]:
        """The items whose last need stands at a step."""
        return (item for item in self.all if self.last[item] == index)

    def wanted(self, shapes: Any, unknown: frozenset[Score], index: int) -> Wanted:
        """What still matters after a step: items, and scores that are being added up.

        ``shapes`` are those of all conditions that are open; unknown scores need no points.
        """
        key = shapes, unknown, index
        if key not in self.wants:
            items, scores = set(tests_in(shapes)), set[Score]()
            waiting = list(items)
            while waiting:
                for need in waiting.pop().needs:
                    if isinstance(need, Score) and need not in scores | unknown:
                        scores.add(need)
                        waiting += self.gainers.get(need, [])
                        items.update(self.gainers.get(need, []))
            later = frozenset(one for one in items if self.last[one] > index)
            self.wants[key] = later, frozenset(one for one in scores if self.place[one] > index)
        return self.wants[key]

    def _ordered(self) -> Iterator[Need]:
        """An order in which few variables are remembered, and each score comes once it is settled.

        A variable is remembered as long as an item with it needs another one that comes later.
        """
        placed: set[Need] = set()
        waiting: list[Need] = [*self.attributes]
        using: dict[Need, list[Item]] = {need: [] for need in (*waiting, *self.scores)}
        for item in self.all:
            for need in item.needs:
                using[need].append(item)

        def remembered(variable: Need) -> int:
            now = {*placed, variable}
            return sum(any(not item.needs <= now for item in using[need]) for need in now)

        while len(placed) < len(using):
            open_ = {to for item in self.all if not item.needs <= placed for to, _ in item.gains}
            settled = [score for score in self.scores if score not in placed and score not in open_]
            need = settled[0] if settled else min(waiting, key=remembered)
            placed.add(need)
            waiting = [one for one in waiting if one != need]
            yield need


def _parts(asked: Iterable[Item], box: Box) -> Iterator[tuple[Box, Answers]]:
    waiting = [box]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        try:
            answers = {item: item.ask(part) for item in asked}
        except Fork as fork:
            waiting += reversed(fork.halves)
        else:
            yield part, answers
    raise BeyondError("budget")


def _value(score: Score, box: Box) -> Fraction | None:
    found = box[score]
    return found if isinstance(found, Fraction) else None


def _told(view: View, name: str, box: Box) -> Truth:
    missing = isinstance(view.raw(name, box), Truth)
    return truth(not (missing and view.applies(name, box) is T))
