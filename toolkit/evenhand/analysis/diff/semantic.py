"""Who gets another outcome: verdicts about all customers, and a witness of each change.

Both policies are asked about the same customers at once. What comes back are the pairs of outcomes
that some customer shows, so that "stricter" and "equivalent" are proved and not sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeAlias

from evenhand.analysis.diff.change import Change
from evenhand.analysis.diff.ladders import EQUIVALENT, UNKNOWN, Ladders, Move, verdict_of
from evenhand.analysis.diff.transition import Found, Transition, transition
from evenhand.analysis.sufficient import Reached
from evenhand.engines.exact.question import Question, Witness, outcome_of
from evenhand.messages import Message, in_both
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import REFER
from evenhand.model.policy import Policy


class Answered(Reached, Protocol):
    """What a question about all customers came to; see ``evenhand.engines.proofs``."""

    def witness(self, labels: tuple[str, ...]) -> Witness: ...


Ask: TypeAlias = Callable[[Question], Answered]
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two policies compare for one set of customers.

    ``tiers`` has a verdict for each tier that both have: who is granted it or a better one.
    ``moves`` counts the pairs of outcomes by what they do. ``both_refer`` tells whether some
    customer is referred by both, which counts as equal; None where nobody asked. ``reason`` says
    why a verdict is unknown.
    """

    verdict: str
    tiers: Mapping[str, str]
    moves: Mapping[Move, int]
    both_refer: bool | None = None
    reason: Message | None = None

    def data(self) -> Mapping[str, object]:
        found: dict[str, object] = {
            "verdict": self.verdict,
            "tiers": dict(self.tiers),
            "both_refer": self.both_refer,
        }
        found |= {_COUNTED[move]: self.moves.get(move, 0) for move in Move}
        if self.reason is not None:
            found["reason"] = in_both(self.reason)
        return found


_COUNTED: Final = {Move.LOSS: "losses", Move.GAIN: "gains", Move.NEITHER: "neither"}


@dataclass(frozen=True, slots=True)
class Semantics:
    """What two policies do differently.

    ``complete`` is about customers of whom everything is known, ``everyone`` about all (rule 25).
    ``by_structure``: nothing that decides differs, so that nobody had to be asked about.
    """

    complete: Verdict
    everyone: Verdict
    transitions: tuple[Transition, ...]
    ladders: Ladders
    by_structure: bool = False

    @property
    def known(self) -> bool:
        """Whether both questions were answered."""
        return UNKNOWN not in (self.complete.verdict, self.everyone.verdict)

    def of(self, move: Move) -> tuple[Transition, ...]:
        """The changes of outcome of one sort."""
        return tuple(one for one in self.transitions if one.move is move)


def same_decisions(old: Policy, new: Policy) -> bool:
    """Whether all that decides an outcome is written alike, so that nobody's outcome can change."""
    return (
        [(one.outcome, one.condition) for one in decision_list(old)]
        == [(one.outcome, one.condition) for one in decision_list(new)]
        and {name: one.means for name, one in old.definitions.items()}
        == {name: one.means for name, one in new.definitions.items()}
        and old.scorecards == new.scorecards
        and old.undecided_floor is new.undecided_floor
        and old.dictionary == new.dictionary
    )


def unchanged(ladder: Ladders) -> Semantics:
    """The answer where nothing that decides differs."""
    same = Verdict(EQUIVALENT, dict.fromkeys(ladder.common, EQUIVALENT), {})
    return Semantics(same, same, (), ladder, by_structure=True)


def semantics(
    old: Policy, new: Policy, changes: Sequence[Change], ladder: Ladders, ask: Ask
) -> Semantics:
    """Ask about all customers, the complete ones apart, and show each change of outcome once."""
    sides = (outcome_of(old), outcome_of(new))
    complete, everyone = (ask(Question(sides, complete=only)) for only in (True, False))
    found = []
    pairs = {(before, after) for before, after in complete.reached | everyone.reached}
    for pair in _sorted(pairs, ladder):
        move = ladder.move(*pair)
        if move is None:
            continue
        is_complete = pair in complete.reached
        customer = (complete if is_complete else everyone).witness(pair).customer
        found.append(transition(old, new, Found(pair, move, is_complete, customer), changes))
    return Semantics(
        _verdict(complete, ladder),
        _verdict(everyone, ladder),
        tuple(found),
        ladder,
    )


def _sorted(pairs: Iterable[Pair], ladder: Ladders) -> list[Pair]:
    """Losses first, then gains, then the rest; within these from the top of the ladder."""
    order = list(Move)

    def key(pair: Pair) -> tuple[int, int, int, Pair]:
        move = ladder.move(*pair)
        before, after = ladder.heights(*pair)
        return (0 if move is None else order.index(move), -before, -after, pair)

    return sorted(pairs, key=key)


def _verdict(answer: Answered, ladder: Ladders) -> Verdict:
    listed = sorted(answer.reached)
    moves = [move for pair in listed if (move := ladder.move(*pair)) is not None]
    counts = {move: moves.count(move) for move in Move}
    refers = (REFER, REFER) in listed
    if not answer.known:
        nothing = dict.fromkeys(ladder.common, UNKNOWN)
        return Verdict(UNKNOWN, nothing, counts, refers or None, answer.reason)
    tiers = {
        tier: verdict_of(
            move for pair in listed if (move := ladder.move_at(tier, *pair)) is not None
        )
        for tier in ladder.common
    }
    return Verdict(verdict_of(moves), tiers, counts, refers)


def completed(whole: Semantics, transitions: Iterable[Transition]) -> Semantics:
    """The same with more said of each change of outcome."""
    return replace(whole, transitions=tuple(transitions))
