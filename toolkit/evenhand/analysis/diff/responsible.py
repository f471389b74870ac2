"""Which element of each policy makes it decide differently about one customer.

The two traces are read side by side from the top of the decision list. At the first entry whose
truth differs, the parts of both conditions are put beside each other, elements by their ids and
conditions by what they ask, and the part that moved the whole is followed down to a single
condition, or through a score to the points that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeAlias

from evenhand.analysis.diff.narrowing import Side, elements_of, moved_part, roots_of, truth_or
from evenhand.analysis.diff.points import Scored, score_parts
from evenhand.analysis.plain import place
from evenhand.analysis.steps import deciding
from evenhand.engines.trace import Decision, Judgement
from evenhand.location import Location
from evenhand.messages import in_both, message
from evenhand.model.conditions import All, AnyOf, Condition, CountOf, Meets, ScoreIs
from evenhand.model.customer import Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.describe import condition_words
from evenhand.model.mentions import attributes_in, direct_mentions
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Cases
from evenhand.model.truth import F
from evenhand.model.vocabulary import Dictionary, direct_inputs
from evenhand.model.wording import Words, number_words

_LAST: Final = ""
_ENTRIES: Final = {OUT_OF_SCOPE: "applies_to", REJECTED: "knockouts", REFERRED: "knockouts"}


@dataclass(frozen=True, slots=True)
class Responsible:
    """An element that decides for one customer: its address, what it says, and where.

    ``attributes`` are the input attributes that it reads.
    """

    element: str
    text: Words
    at: Location
    attributes: tuple[str, ...] = ()

    def data(self) -> Mapping[str, object]:
        return {"element": self.element, "text": in_both(self.text), "at": place(self.at)}


Pair: TypeAlias = tuple[Responsible, Responsible]


def responsible(
    policies: tuple[Policy, Policy],
    customer: Customer,
    decisions: tuple[Decision, Decision],
    changed: frozenset[str],
) -> Pair:
    """The element of each policy, old and new, that makes the outcomes of one customer differ.

    ``changed`` are the addresses of elements that changed; of several that could be named, one of
    them is.
    """
    (old, new), (before, after) = policies, decisions
    left = Side(old, customer, before, roots_of(old), changed)
    right = Side(new, customer, after, roots_of(new), changed)
    one, two = _by_label(left), _by_label(right)
    for label in _labels(_order(old), _order(new)):
        was, now = one.get(label), two.get(label)
        if truth_or(was, F) is truth_or(now, F):
            continue
        if was is None or now is None:
            ends = (_reached(left, label, was), _reached(right, label, now))
            return _one_sided(left, right, *ends, ("", ""))
        return _narrow(left, right, was, now, ("", ""))
    if before.outcome.possible == after.outcome.possible:
        text = message("diff.responsible.undecided")
        return (
            Responsible("undecided", text, old.location),
            Responsible("undecided", text, new.location),
        )
    return _deciders(left, right)


def _order(policy: Policy) -> list[str]:
    """The labels of the decision list; that of the last entry, which always holds, is one word."""
    return [*(one.outcome for one in decision_list(policy)[:-1]), _LAST]


def _by_label(side: Side) -> dict[str, Judgement]:
    """The entries that were considered."""
    considered = side.decision.considered
    return {
        label: one.judgement for label, one in zip(_order(side.policy), considered, strict=False)
    }


def _labels(old: list[str], new: list[str]) -> list[str]:
    """The labels of both lists in one order that keeps to the old one."""
    merged = list(old)
    for index, label in enumerate(new):
        if label not in merged:
            before = [merged.index(one) for one in new[:index] if one in merged]
            merged.insert(max(before, default=-1) + 1, label)
    return merged


# -- narrowing down --------------------------------------------------------------------------------


def _narrow(
    left: Side,
    right: Side,
    was: Judgement | None,
    now: Judgement | None,
    owners: tuple[str, str],
) -> Pair:
    """Follow what moved the truth of a condition from one side to the other."""
    if was is None or now is None:
        return _one_sided(left, right, was, now, owners)
    was, now = _inside_definition(was, now)
    owners = (left.owner(was.condition, owners[0]), right.owner(now.condition, owners[1]))
    found = moved_part(left, right, was, now)
    if found is not None:
        return _narrow(left, right, *found, owners)
    if isinstance(was.condition, ScoreIs) and isinstance(now.condition, ScoreIs):
        scored = score_parts(was, now, (left.decision.cards, right.decision.cards), left.changed)
        if scored is not None:
            one, two = scored
            row = _row_that_turned(left, right, one, two)
            if row is not None:
                return _narrow(left, right, *row, (one.element, two.element))
            return _points(left, one, was.condition.of), _points(right, two, now.condition.of)
    return _atom(left, was, owners[0]), _atom(right, now, owners[1])


def _row_that_turned(
    left: Side, right: Side, one: Scored, two: Scored
) -> tuple[Judgement, Judgement] | None:
    """The row of an unchanged decision table whose condition holds on one side only.

    The change is then behind the row: in a definition, or in another score.
    """
    rows = [
        part.characteristic.form.rows
        for part in (one, two)
        if part.characteristic is not None and isinstance(part.characteristic.form, Cases)
    ]
    if len(rows) < 2 or two.element in right.changed or rows[0] != rows[1]:
        return None
    for was, now in zip(*rows, strict=True):
        pair = left.judged(was.when), right.judged(now.when)
        if pair[0].truth is not pair[1].truth:
            return pair
    return None


def _inside_definition(was: Judgement, now: Judgement) -> tuple[Judgement, Judgement]:
    """Behind names of definitions, as long as not both sides are one kind of junction."""
    while isinstance(was.condition, Meets) and was.parts:
        was = was.parts[0]
    while isinstance(now.condition, Meets) and now.parts:
        now = now.parts[0]
    return was, now


def _one_sided(
    left: Side,
    right: Side,
    was: Judgement | None,
    now: Judgement | None,
    owners: tuple[str, str],
) -> Pair:
    """What one side asks and the other does not have at all."""
    one = _nothing(left, owners[0]) if was is None else _atom(left, was, owners[0])
    two = _nothing(right, owners[1]) if now is None else _atom(right, now, owners[1])
    return one, two


def _reached(side: Side, label: str, found: Judgement | None) -> Judgement | None:
    """An entry; where the walk stopped before it, the one at which it stopped."""
    if found is None and label in _order(side.policy):
        return side.decision.considered[-1].judgement
    return found


def _nothing(side: Side, owner: str) -> Responsible:
    """The element in which the other side asks more; without one, what decided instead."""
    at = next((c.location for c, name in elements_of(side.policy) if name == owner), None)
    outcome = side.decision.outcome
    knocked = [one for one in side.policy.knockouts if one.location == outcome.decided_by]
    if not owner and knocked:
        return _said(side, knocked[0].when, f"knockouts/{knocked[0].id}")
    text = message("diff.responsible.nothing")
    return Responsible(owner or _element_of(side), text, at or outcome.decided_by)


def _element_of(side: Side) -> str:
    """The address of the entry that settled an outcome, or that left it open first."""
    entry = side.decision.outcome.possible[0]
    if any(tier.id == entry for tier in side.policy.tiers):
        return f"tiers/{entry}"
    return _ENTRIES.get(entry, "otherwise")


def _deciders(left: Side, right: Side) -> Pair:
    """Where nothing was judged differently: the last entries have different names."""
    one, two = (
        Responsible("otherwise", side.policy.otherwise.tier, side.policy.otherwise.location)
        for side in (left, right)
    )
    return one, two


# -- what is named ---------------------------------------------------------------------------------


def _atom(side: Side, judged: Judgement, owner: str) -> Responsible:
    """The first single condition that makes a judged condition what it is."""
    found = next(_ways(side, judged, owner), None)
    if found is None:
        return _nothing(side, owner)
    address, atom = found
    said = _said(side, atom.condition, address or "policy")
    if isinstance(atom.condition, ScoreIs):
        score = number_words(atom.value) if isinstance(atom.value, Fraction) else None
        words = message("describe.unknown") if score is None else score
        text = message("diff.responsible.score", test=said.text, score=words)
        return replace(said, text=text)
    return said


def _said(side: Side, condition: Condition, address: str) -> Responsible:
    words = condition_words(condition, side.policy)
    reads = tuple(dict.fromkeys(attributes_in(condition, side.policy.dictionary)))
    said = Responsible(address, words, condition.location, reads)
    return _behind(side, said, direct_mentions(condition))


def _behind(side: Side, said: Responsible, names: Iterable[str]) -> Responsible:
    """The attribute that changed, where an element reads it and is itself as it was."""
    if said.element in side.changed:
        return said
    dictionary = side.policy.dictionary
    for name in _all_behind(dictionary, names):
        address = f"attributes/{name}"
        if address in side.changed:
            derived = dictionary.derived.get(name)
            found = dictionary.attributes[name] if derived is None else derived
            return replace(said, element=address, at=found.location)
    return said


def _all_behind(dictionary: Dictionary, names: Iterable[str]) -> Iterator[str]:
    """Some attributes and those that they are computed from."""
    for name in names:
        yield name
        if name in dictionary.derived:
            yield from _all_behind(dictionary, direct_inputs(dictionary.derived[name].formula))


def _ways(side: Side, judged: Judgement, owner: str) -> Iterator[tuple[str, Judgement]]:
    """The single conditions that decide, each with the element that it stands in."""
    here = side.owner(judged.condition, owner)
    parts = deciding(judged)
    if not parts and not isinstance(judged.condition, All | AnyOf | CountOf):
        yield here, judged
    for part in parts:
        yield from _ways(side, part, here)


def _points(side: Side, scored: Scored, of: str) -> Responsible:
    """A part of a score, with the score that it makes."""
    reads = [name for one in scored.attributes for name in side.policy.dictionary.inputs_of(one)]
    score = side.decision.outcome.scores.get(of)
    text = scored.text
    if score is not None:
        text = message("diff.responsible.of-score", part=text, score=number_words(score))
    said = Responsible(scored.element, text, scored.at, tuple(dict.fromkeys(reads)))
    return _behind(side, said, scored.attributes)
