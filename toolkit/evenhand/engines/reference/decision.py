"""The decision: a list of outcomes with conditions, walked from the top (rules 13 to 21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from evenhand.engines.reference.benefits import fee_owed, grants
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.reference.reasons import reasons
from evenhand.engines.reference.scores import card_score
from evenhand.engines.trace import NOTHING, Considered, Decision, Notes, gathered
from evenhand.location import Location
from evenhand.model.customer import Customer
from evenhand.model.decision_list import decision_list
from evenhand.model.outcome import (
    OUT_OF_SCOPE,
    REFER,
    REFERRED,
    REJECTED,
    Cause,
    Leaning,
    Outcome,
    Reading,
    Status,
    shown_as,
)
from evenhand.model.policy import Effect, Policy, Refer, Reject
from evenhand.model.truth import F, T

KNOCKOUT_EFFECTS: Final[Mapping[str, Effect]] = {REJECTED: Reject(), REFERRED: Refer()}


def decide(policy: Policy, customer: Customer, reading: Reading = Reading.DECLARED) -> Decision:
    """What the policy decides about the customer, and the whole way to it.

    Total: every customer whose values lie in their domains gets exactly one outcome (rule 15).
    """
    case = Case(policy, customer, reading)
    considered: list[Considered] = []
    places: list[Location] = []
    for entry in decision_list(policy):
        considered.append(Considered(entry.outcome, judge(case, entry.condition)))
        places.append(entry.location)
        if considered[-1].judgement.truth is T:
            break
    cards = {card.id: card_score(case, card) for card in policy.scorecards}
    outcome = _outcome(case, considered, places)
    return Decision(outcome, tuple(considered), cards)


def _outcome(case: Case, considered: Sequence[Considered], places: Sequence[Location]) -> Outcome:
    policy = case.policy
    remaining = [
        (entry, place)
        for entry, place in zip(considered, places, strict=True)
        if entry.judgement.truth is not F
    ]
    possible = tuple(entry.outcome for entry, _ in remaining)
    decided = len(possible) == 1
    floor, ceiling = ranked_ends(policy, possible)
    name = _name(policy, possible, floor)
    causes, settle = _open_points(decided, possible, [entry for entry, _ in remaining])
    paths = _true_paths(case, name) if decided else ()
    benefits, benefit_notes = grants(case, name) if decided else ((), NOTHING)
    owed, fee_notes = fee_owed(case, name) if decided else (None, NOTHING)
    return Outcome(
        outcome=name,
        status=Status.DECIDED if decided else Status.UNDECIDED,
        possible=possible,
        floor=floor,
        ceiling=ceiling,
        causes=causes,
        settle=settle,
        reading=case.reading,
        leaned=_leanings(considered, benefit_notes | fee_notes),
        scores={card.id: card_score(case, card).score for card in policy.scorecards},
        reasons=reasons(case, name),
        paths=tuple(path for path, _ in paths),
        benefits=benefits,
        fee_owed=owed,
        decided_by=_decider(case, remaining[0], paths),
    )


def _name(policy: Policy, possible: tuple[str, ...], floor: str | None) -> str:
    """The outcome as shown (rules 16 and 17)."""
    if len(possible) == 1:
        return shown_as(possible[0])
    if policy.undecided_floor and floor is not None:
        return floor
    return REFER


def ranked_ends(policy: Policy, possible: Iterable[str]) -> tuple[str | None, str | None]:
    """The worst and the best of the possible outcomes, where all of them can be ranked."""
    order = [REJECTED, policy.otherwise.tier, *(tier.id for tier in reversed(policy.tiers))]
    names = list(possible)
    if OUT_OF_SCOPE in names or REFERRED in names:
        return None, None
    ranked = sorted(names, key=order.index)
    return ranked[0], ranked[-1]


def _open_points(
    decided: bool, possible: tuple[str, ...], remaining: Iterable[Considered]
) -> tuple[tuple[Cause, ...], tuple[str, ...]]:
    """Causes and settling attributes (rule 19)."""
    if decided:
        return ((Cause.RULE,) if possible == (REFERRED,) else ()), ()
    notes = gathered(entry.judgement.notes() for entry in remaining)
    return tuple(sorted(notes.causes, key=lambda c: c.value)), tuple(sorted(notes.missing))


def _leanings(considered: Iterable[Considered], granted: Notes) -> tuple[Leaning, ...]:
    notes = gathered(entry.judgement.notes() for entry in considered)
    return tuple(dict.fromkeys((*notes.leaned, *granted.leaned)))


def _true_paths(case: Case, outcome: str) -> tuple[tuple[str, Location], ...]:
    for tier in case.policy.tiers:
        if tier.id == outcome:
            return tuple(
                (path.id, path.location) for path in tier.paths if judge(case, path.when).truth is T
            )
    return ()


def _decider(
    case: Case,
    first: tuple[Considered, Location],
    paths: tuple[tuple[str, Location], ...],
) -> Location:
    """The element that decided: the true knockout or path, else the list entry's own place."""
    entry, place = first
    if paths:
        return paths[0][1]
    if entry.outcome in KNOCKOUT_EFFECTS:
        effect = KNOCKOUT_EFFECTS[entry.outcome]
        for knockout in case.policy.knockouts:
            if knockout.effect == effect and judge(case, knockout.when).truth is not F:
                return knockout.location
    return place
