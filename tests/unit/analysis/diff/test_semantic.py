"""Who gets another outcome: verdicts, witnesses, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from tests.build import gold_when, policy

from evenhand import api
from evenhand.analysis.diff import result as analysis
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.semantic import same_decisions
from evenhand.analysis.diff.transition import Transition
from evenhand.engines.exact.question import Question, Witness
from evenhand.messages import Message, message
from evenhand.model.policy import Policy
from evenhand.result import Run

DAY = date(2026, 11, 24)
CARD = """\
scorecard:
  base: {base}
  characteristics:
    - id: standing
      attribute: rank
      points: {{none: 0, low: {low}, mid: 20, high: 30}}
      missing: 0
    - id: money
      attribute: amount
      bins: [{{below: 100, points: 0}}, {{at_least: 100, points: 20}}]
      missing: 0
tiers:
  - id: gold
    title: {{en: Gold, zh: 金}}
    when: {{score: {{at_least: {cut}}}}}
otherwise: {{tier: plain}}
"""
LADDER = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 200}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 100}}}
otherwise: {tier: plain}
"""
KNOCKOUT = """\
knockouts:
  - {id: poor, when: {quality: poor}, effect: reject, reason: {code: R1, en: Poor, zh: 差}}
"""


def compared(old: api.Policy, new: api.Policy) -> Diff:
    return api.diff(old, new, as_of=DAY)


def when(old: str, new: str) -> Diff:
    return compared(gold_when(old), gold_when(new))


def card(*, base: int = 0, low: int = 10, cut: int = 40) -> api.Policy:
    return policy(CARD.format(base=base, low=low, cut=cut))


def only(result: Diff) -> Transition:
    (found,) = result.semantics.transitions
    return found


def test_one_threshold_moved_by_one_step_shows_a_customer_at_that_step() -> None:
    found = when("{amount: {at_least: 100}}", "{amount: {at_least: 100.01}}")
    assert (found.verdict, found.confidence) == ("stricter", "proved")
    one = only(found)
    assert (one.before.outcome, one.after.outcome) == ("gold", "plain")
    assert one.customer.values == {"amount": Fraction(100)}
    assert one.complete


def test_a_refactored_policy_is_proved_equal_although_much_changed() -> None:
    old = gold_when("{all: [{amount: {at_least: 100}}, {not: {rank: {at_least: mid}}}]}")
    new = gold_when(
        "{all: [{meets: low_rank}, {not: {meets: poor}}]}",
        more="""\
        definitions:
          low_rank: {means: {rank: {below: mid}}}
          poor: {means: {amount: {below: 100}}}
        """,
    )
    found = compared(old, new)
    assert len([one for one in found.changes if one.evaluated]) > 3
    assert (found.verdict, found.confidence) == ("equivalent", "proved")
    assert found.semantics.everyone.both_refer is True
    assert found.semantics.complete.both_refer is False
    assert found.explanation == message("diff.verdict-equivalent")


def test_changes_that_balance_each_other_are_judged_by_the_outcome() -> None:
    assert compared(card(), card(base=-5, cut=35)).verdict == "equivalent"
    assert compared(card(), card(base=-5)).verdict == "stricter"
    assert compared(card(), card(cut=35)).verdict == "equivalent"
    assert compared(card(), card(cut=30)).verdict == "looser"


def test_points_that_cannot_cross_a_cut_off_change_nobody() -> None:
    assert compared(card(), card(low=15)).verdict == "equivalent"
    assert compared(card(), card(low=20)).verdict == "looser"


def test_complete_customers_and_all_have_verdicts_apart() -> None:
    old = gold_when("{amount: {at_least: 100}}")
    new = gold_when("{all: [{amount: {at_least: 100}}, {rank: {known: true}}]}")
    found = compared(old, new).semantics
    assert (found.complete.verdict, found.everyone.verdict) == ("equivalent", "stricter")
    assert [one.move.value for one in found.transitions] == ["loss", "neither"]
    assert not any(one.complete for one in found.transitions)


def test_verdicts_by_tier() -> None:
    found = compared(policy(LADDER), policy(LADDER.replace("200", "150"))).semantics
    assert found.complete.tiers == {"gold": "looser", "silver": "equivalent"}
    assert [one.before.outcome for one in found.transitions] == ["silver"]


def test_changes_of_outcome_are_in_order_and_each_has_its_customer() -> None:
    new = LADDER.replace("200", "150").replace("100", "120")
    found = compared(policy(LADDER), policy(new)).semantics
    shown = [(one.before.outcome, one.after.outcome, one.move.value) for one in found.transitions]
    assert shown == [("silver", "plain", "loss"), ("silver", "gold", "gain")]
    assert found.everyone.verdict == "incomparable"


def test_an_example_that_rests_on_judgement_is_marked() -> None:
    found = compared(policy(LADDER), policy(KNOCKOUT + LADDER)).semantics
    by_end = {(one.before.outcome, one.after.outcome): one for one in found.transitions}
    assert by_end["gold", "rejected"].judged
    assert not by_end["gold", "refer"].judged
    assert "quality" not in by_end["gold", "refer"].customer.values


def test_a_new_tier_and_one_that_went() -> None:
    new = LADDER.replace("id: silver", "id: bronze")
    found = compared(policy(LADDER), policy(new))
    assert (found.semantics.ladders.removed, found.semantics.ladders.added) == (
        ("silver",),
        ("bronze",),
    )
    assert found.verdict == "incomparable"
    assert found.explanation == message("diff.verdict-neither")


def test_nobody_is_asked_about_where_nothing_that_decides_changed() -> None:
    def refuse(question: Question) -> Fake:
        raise AssertionError(question)

    old = policy(LADDER)
    new = policy(LADDER.replace("en: Gold", "en: Golden"))
    found = analysis.diff(old.model, new.model, Run("diff", DAY), ask=refuse)
    assert found.changes
    assert found.semantics.by_structure
    assert found.explanation == message("diff.verdict-same-decisions")


@pytest.mark.parametrize(
    "change",
    [
        ("at_least: 200", "at_least: 201"),
        ("otherwise: {tier: plain}", "otherwise: {tier: plain}\nundecided: floor"),
        ("otherwise: {tier: plain}", "otherwise: {tier: other}"),
    ],
)
def test_what_decides_is_never_passed_over(change: tuple[str, str]) -> None:
    assert not same_decisions(policy(LADDER).model, policy(LADDER.replace(*change)).model)


# -- what is not known -----------------------------------------------------------------------------


@dataclass
class Fake:
    """An answer that is not known, or one that holds some pairs."""

    reached: frozenset[tuple[str, ...]] = frozenset()
    reason: Message | None = None

    @property
    def known(self) -> bool:
        return self.reason is None

    def witness(self, labels: tuple[str, ...]) -> Witness:
        raise AssertionError(labels)


TOO_LARGE = message("exact.budget", name="")


def unanswered(old: Policy, new: Policy) -> Diff:
    return analysis.diff(old, new, Run("diff", DAY), ask=lambda _: Fake(reason=TOO_LARGE))


def test_an_unknown_answer_is_no_guess() -> None:
    old, new = policy(LADDER).model, policy(LADDER.replace("200", "300")).model
    found = unanswered(old, new)
    assert (found.verdict, found.confidence, found.incomplete) == ("unknown", "static", True)
    assert found.semantics.complete.tiers == {"gold": "unknown", "silver": "unknown"}
    assert found.semantics.everyone.reason is TOO_LARGE
    assert found.exit_code("narrowing") == 1
    assert found.exit_code("semantic") == 1
    assert found.exit_code("never", strict=True) == 4


def test_an_unknown_answer_narrows_only_where_the_structure_does() -> None:
    old, new = policy(LADDER).model, policy(LADDER.replace("200", "150")).model
    assert unanswered(old, new).exit_code("narrowing") == 0


def test_a_verdict_about_all_may_be_known_where_the_other_is_not() -> None:
    old, new = policy(LADDER).model, policy(LADDER.replace("200", "150")).model
    same = frozenset({("gold", "gold"), ("plain", "plain")})

    def ask(question: Question) -> Fake:
        return Fake(same) if question.complete else Fake(reason=TOO_LARGE)

    found = analysis.diff(old, new, Run("diff", DAY), ask=ask)
    assert (found.semantics.complete.verdict, found.verdict) == ("equivalent", "unknown")
    assert found.incomplete
