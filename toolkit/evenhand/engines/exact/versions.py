"""Versions of a policy that differ from it in one place, as what they change in its formulas.

A version with other conditions is another outcome over the same scores; one with another
characteristic gives other points for the same attributes. Either way most of the work about the
policy and its version is the same work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from evenhand.engines.exact.contents import Node
from evenhand.engines.exact.context import Context
from evenhand.engines.exact.points import ScoreBook, characteristic_points, stated
from evenhand.engines.exact.stepped import answering
from evenhand.engines.exact.whole import Exact
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Cases, Characteristic, Scorecard, Section


class OtherOutcome(NamedTuple):
    """The outcome by other conditions, or with a score that is the same for everybody."""

    node: Node


class OtherPoints(NamedTuple):
    """Other points of one characteristic, and the scores that they enter, each with its factor."""

    old: Node
    new: Node
    feeds: tuple[tuple[int, Exact], ...]


Version: TypeAlias = "OtherOutcome | OtherPoints | None"
"""None: a version that is not covered."""


class Change(NamedTuple):
    """A characteristic and what stands in its place; None where nothing does."""

    card: Scorecard
    section: Section
    old: Characteristic
    new: Characteristic | None


@dataclass(slots=True)
class Versions:
    """Makes versions of the policy of ``context``.

    ``outcome`` is its node, and ``outcome_by`` makes the one of another context.
    """

    context: Context
    book: ScoreBook
    outcome: Node
    outcome_by: Callable[[Context], Node]
    _known: dict[int, Node] = field(default_factory=dict)

    def of(self, other: Policy) -> Version:
        """What another policy is beside this one."""
        policy = self.context.policy
        if other.dictionary is not policy.dictionary:
            return None
        if other.scorecards is policy.scorecards:
            return self._other_conditions(other)
        if not _same_conditions(policy, other):
            return None
        changes = _changes(policy, other)
        if not changes or self._points_read_scores():
            return None
        card = changes[0].card
        gone = [one for one in changes if one.card is card and one.new is None]
        if len(gone) == len(changes) == len(card.characteristics()):
            return self._without(card)
        return self._other_points(changes[0]) if len(changes) == 1 else None

    def _points_read_scores(self) -> bool:
        scores = self.context.forest.scores
        return any(scores[node] for one in self.book.scores for node, _ in one.items)

    # -- conditions ----------------------------------------------------------------------------

    def _other_conditions(self, other: Policy) -> Version:
        same = other.definitions is self.context.policy.definitions
        known = self.context.definitions if same else {}
        context = replace(self.context, policy=other, like=self.context, definitions=known)
        if not same and not self._same_points(context):
            return None
        return OtherOutcome(self.outcome_by(context))

    def _same_points(self, context: Context) -> bool:
        """Whether no points hang on what is defined otherwise."""
        return all(
            characteristic_points(context, one) == characteristic_points(self.context, one)
            for card in context.policy.scorecards
            for section in card.sections
            for one in section.characteristics
            if isinstance(one.form, Cases)
        )

    # -- points --------------------------------------------------------------------------------

    def _other_points(self, change: Change) -> Version:
        section = change.section
        old = self._points(change.old)
        new = self.context.forest.constant(0)
        if change.new is not None:
            new = characteristic_points(self.context, change.new)
        if self._meets_limits(section, old, new):
            return None
        return OtherPoints(old, new, tuple(self._feeds(change.card, section)))

    def _points(self, one: Characteristic) -> Node:
        """The points of a characteristic of the policy itself."""
        key = id(one)
        if key not in self._known:
            self._known[key] = characteristic_points(self.context, one)
        return self._known[key]

    def _meets_limits(self, section: Section, old: Node, new: Node) -> bool:
        """Whether a limit of a section can make a difference, with old points or with new ones."""
        if section.at_most is None and section.at_least is None:
            return False
        nodes = [self._points(one) for one in section.characteristics]
        others = [*nodes, new]
        others.remove(old)
        return any(self.book.is_limited(self.context, section, one) for one in (nodes, others))

    def _feeds(self, card: Scorecard, section: Section) -> Iterator[tuple[int, Exact]]:
        """The scores that a section's points enter, as far as anything reads them."""
        whole = self.book.known(self.context, card.id)
        if whole is not None:
            weight = stated(self.context, section.weight)
            assert weight is not None
            yield whole, weight
        part = self.book.known(self.context, section.id) if section.id else None
        if part is not None:
            yield part, 1

    def _without(self, card: Scorecard) -> Version:
        """The outcome where a card's sections are empty."""
        total: Exact = stated(self.context, card.base) or 0
        answers = {}
        for section in card.sections:
            weight = stated(self.context, section.weight)
            value: Exact = 0
            if section.at_most is not None:
                value = min(value, section.at_most)
            if section.at_least is not None:
                value = max(value, section.at_least)
            total += value * (weight or 0)
            part = self.book.known(self.context, section.id) if section.id else None
            if part is not None:
                answers[part] = answering(value)
        whole = self.book.known(self.context, card.id)
        if whole is not None:
            answers[whole] = answering(total)
        return OtherOutcome(self.context.forest.settle(self.outcome, answers))


def _same_conditions(policy: Policy, other: Policy) -> bool:
    pairs = (
        (policy.definitions, other.definitions),
        (policy.knockouts, other.knockouts),
        (policy.tiers, other.tiers),
        (policy.applies_to, other.applies_to),
        (policy.otherwise, other.otherwise),
    )
    same = all(one is two for one, two in pairs)
    return same and policy.undecided_floor is other.undecided_floor


def _changes(policy: Policy, other: Policy) -> Sequence[Change] | None:
    """The characteristics that differ; None where anything else about the points does."""
    if len(policy.scorecards) != len(other.scorecards):
        return None
    found: list[Change] = []
    for card, theirs in zip(policy.scorecards, other.scorecards, strict=True):
        if card is theirs:
            continue
        alike = (card.id, card.base) == (theirs.id, theirs.base)
        if not alike or len(card.sections) != len(theirs.sections):
            return None
        for section, its in zip(card.sections, theirs.sections, strict=True):
            if section.characteristics is its.characteristics:
                continue
            listed = _pairs(section.characteristics, its.characteristics)
            if listed is None or _limits(section) != _limits(its):
                return None
            found += [Change(card, section, old, new) for old, new in listed if new is not old]
    return found


def _limits(section: Section) -> tuple[object, ...]:
    return section.id, section.weight, section.at_most, section.at_least


def _pairs(
    mine: Sequence[Characteristic], theirs: Sequence[Characteristic]
) -> list[tuple[Characteristic, Characteristic | None]] | None:
    """Each characteristic with what stands in its place."""
    if len(mine) == len(theirs):
        return list(zip(mine, theirs, strict=True))
    left = iter(theirs)
    expected = next(left, None)
    found: list[tuple[Characteristic, Characteristic | None]] = []
    for one in mine:
        if one is expected:
            found.append((one, one))
            expected = next(left, None)
        else:
            found.append((one, None))
    return found if expected is None else None
