"""Laws of diffs: a policy equals itself, old and new mirror each other, stricter is transitive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.properties.varied import varied

from evenhand.analysis.diff.ladders import EQUIVALENT, LOOSER, STRICTER, UNKNOWN, Move, ladders
from evenhand.analysis.diff.result import Diff, diff
from evenhand.analysis.diff.semantic import semantics
from evenhand.engines.proofs import ask
from evenhand.engines.reference import decide
from evenhand.model.conditions import All, Compare, Operator
from evenhand.model.figures import Constant
from evenhand.model.policy import Policy
from evenhand.result import Run
from evenhand.strategies import policies

RUN: Final = Run("diff", date(2026, 11, 24))
MIRROR: Final = {STRICTER: LOOSER, LOOSER: STRICTER}
MIRRORED: Final = {Move.LOSS: Move.GAIN, Move.GAIN: Move.LOSS, Move.NEITHER: Move.NEITHER}
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def between(old: Policy, new: Policy) -> Diff:
    return diff(old, new, RUN)


@SMALL
@given(policies(6))
def test_a_policy_equals_itself(policy: Policy) -> None:
    """By its structure, and where the engine is asked all the same."""
    found = between(policy, replace(policy))
    assert (found.verdict, found.changes, found.semantics.by_structure) == (EQUIVALENT, (), True)
    asked = semantics(policy, policy, (), ladders(policy, policy), ask)
    for verdict in (asked.complete, asked.everyone):
        event(verdict.verdict)
        assert verdict.verdict in (EQUIVALENT, UNKNOWN)
    assert asked.transitions == ()


@SMALL
@given(varied(6))
def test_old_and_new_mirror_each_other(pair: tuple[Policy, Policy]) -> None:
    there, back = between(*pair), between(*pair[::-1])
    for one, two in (
        (there.semantics.complete, back.semantics.complete),
        (there.semantics.everyone, back.semantics.everyone),
    ):
        event(one.verdict)
        assert two.verdict == MIRROR.get(one.verdict, one.verdict)
        assert two.tiers == {tier: MIRROR.get(word, word) for tier, word in one.tiers.items()}
        assert two.both_refer == one.both_refer
    shown = {(it.before.outcome, it.after.outcome): it for it in there.semantics.transitions}
    turned = {(it.after.outcome, it.before.outcome): it for it in back.semantics.transitions}
    assert set(shown) == set(turned)
    for key, change in shown.items():
        assert turned[key].move is MIRRORED[change.move]
        assert turned[key].complete is change.complete


@SMALL
@given(varied(6))
def test_every_change_of_outcome_is_what_its_customer_shows(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    found = between(old, new)
    for one in found.semantics.transitions:
        before, after = decide(old, one.customer).outcome, decide(new, one.customer).outcome
        assert (before.outcome, after.outcome) == (one.before.outcome, one.after.outcome)
        assert before.outcome != after.outcome
        assert one.old.at.source == old.location.source
        assert one.new.at.source == new.location.source
    if found.semantics.known:
        assert (found.verdict == EQUIVALENT) is (not found.semantics.transitions)


@SMALL
@given(policies(5), st.lists(st.sampled_from((0, 1, 20, 100)), min_size=2, max_size=2))
def test_stricter_is_transitive(policy: Policy, steps: list[int]) -> None:
    """On policies whose tiers ask for more of one amount from one to the next."""
    names = [name for name, one in policy.dictionary.attributes.items() if one.kind.is_numeric]
    assume(names)
    first = asking(policy, names[0], 0)
    second = asking(policy, names[0], steps[0])
    third = asking(policy, names[0], sum(steps))
    legs = [between(*pair).semantics for pair in ((first, second), (second, third))]
    whole = between(first, third).semantics
    for scope in ("complete", "everyone"):
        words = [getattr(leg, scope).verdict for leg in legs]
        event(f"{scope}: {words}")
        if set(words) <= {EQUIVALENT, STRICTER}:
            expected = STRICTER if STRICTER in words else EQUIVALENT
            assert getattr(whole, scope).verdict in (expected, UNKNOWN)


def asking(policy: Policy, name: str, amount: int) -> Policy:
    """The same policy, whose tiers all ask for so much of an attribute as well."""
    here = policy.location
    figure = Constant(Fraction(amount), here)
    more = Compare(name, Operator.AT_LEAST, figure, here)
    tiers = tuple(
        replace(tier, when=All((more,) if tier.when is None else (tier.when, more), here))
        for tier in policy.tiers
    )
    return replace(policy, tiers=tiers)
