"""Principal reasons: which of a decision's reasons a customer is told, and in which order.

As scorecard practice has it: the codes of knockouts first, then the characteristics by the points
that were missed below the best reachable, ties in the declared order, four at most. Only scores
that stood in the way give reasons: where a deposit was too small and the score high enough, what
the score lacks is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from evenhand.analysis.steps import Atom, Step
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.reasons import best_outcome, knockout_reasons, shortfalls
from evenhand.engines.trace import Decision
from evenhand.model.conditions import ScoreIs
from evenhand.model.customer import Customer
from evenhand.model.outcome import OUT_OF_SCOPE, REFERRED, REJECTED, Reason
from evenhand.model.policy import Policy
from evenhand.model.truth import F, T

MOST_REASONS: Final = 4
"""How many reasons are told where neither the policy nor the caller says."""


def principal_reasons(
    policy: Policy,
    customer: Customer,
    decision: Decision,
    steps: Sequence[Step],
    most: int | None = None,
) -> tuple[Reason, ...]:
    """The reasons that a customer is told, the weightiest first.

    ``most`` goes before what the policy declares as ``process.reasons.shown``, and that before
    four. The best tier has no reasons, and a customer out of scope has none either.
    """
    outcome = decision.outcome
    if outcome.outcome in (OUT_OF_SCOPE, best_outcome(policy)):
        return ()
    case = Case(policy, customer, outcome.reading)
    scores = frozenset(scores_in_the_way(steps))
    found = (*knockout_reasons(case), *shortfalls(case, scores))
    return found[: reasons_told(policy, most)]


def reasons_told(policy: Policy, most: int | None = None) -> int:
    """How many reasons are told at most."""
    if most is not None:
        return most
    declared = policy.shown_reasons()
    return MOST_REASONS if declared is None else declared


def in_the_way(steps: Iterable[Step]) -> Iterator[Step]:
    """The entries that keep a customer from a better outcome.

    These are the rejection or referral that holds or may hold, and better tiers not reached.
    """
    for step in steps:
        if step.outcome in (REJECTED, REFERRED, OUT_OF_SCOPE):
            if step.truth is not F:
                yield step
        elif step.truth is not T:
            yield step


def scores_in_the_way(steps: Iterable[Step]) -> Iterator[str]:
    """The scorecards and sections of which a higher score might have given a better outcome."""
    for step in in_the_way(steps):
        for ground in step.grounds:
            for atom in ground.atoms:
                condition = atom.judged.condition
                if isinstance(condition, ScoreIs) and _asks_for_more(atom, condition):
                    yield condition.of


def _asks_for_more(atom: Atom, condition: ScoreIs) -> bool:
    """Whether a higher score could turn the comparison."""
    if condition.operator.is_upward:
        return atom.judged.truth is not T
    return atom.judged.truth is not F
