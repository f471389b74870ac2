"""What goes with outcomes: benefits, traits that begin to decide, findings, and the gates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.build import gold_when, policy

from evenhand import api
from evenhand.analysis.diff import result as analysis
from evenhand.analysis.diff.flips import Flips, flips
from evenhand.analysis.diff.news import NO_NEWS, news
from evenhand.analysis.diff.result import Diff
from evenhand.engines.exact.question import Question
from evenhand.engines.proofs import Answer, ask
from evenhand.messages import message
from evenhand.model.describe import words_text

DAY = date(2026, 11, 24)
BENEFITS = """\
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{amount: {{at_least: {least}}}}},
     benefits: [{gold}]{fee}}}
  - {{id: silver, title: {{en: Silver, zh: 银}}, when: {{amount: {{at_least: 100}}}},
     benefits: [rate]}}
otherwise: {{tier: plain, benefits: [gift]}}
{more}benefits:
  rate:
    {{title: {{en: Rate, zh: 利率}}, kind: rate_discount, of: other_amount,
      times: {{by_tier: {{gold: {rate}, silver: 0.95}}}}}}
  lounge: {{title: {{en: Lounge, zh: 贵宾室}}, kind: service, requires: {requires}}}
  gift: {{title: {{en: Gift, zh: 礼品}}, kind: gift, value: {gift}}}
"""
USUAL = {
    "least": 200,
    "gold": "rate, lounge",
    "rate": 0.9,
    "requires": "{has_card: true}",
    "gift": 10,
    "fee": "",
    "more": "",
}


def bank(**changes: object) -> api.Policy:
    return policy(BENEFITS.format(**{**USUAL, **changes}))


def compared(old: api.Policy, new: api.Policy) -> Diff:
    return api.diff(old, new, as_of=DAY)


def by_tier(result: Diff) -> list[tuple[str, str, str, str | None, str | None]]:
    return [
        (
            tier.tier,
            one.benefit,
            one.how,
            None if one.old is None else words_text(one.old, "en"),
            None if one.new is None else words_text(one.new, "en"),
        )
        for tier in result.effects
        for one in tier.benefits
    ]


def test_benefits_by_tier() -> None:
    found = compared(bank(), bank(rate=0.85, gold="rate, gift", gift=20))
    assert by_tier(found) == [
        ("gold", "lounge", "lost", None, None),
        ("gold", "rate", "changed", "0.9", "0.85"),
        ("gold", "gift", "gained", None, "20"),
        ("plain", "gift", "changed", "10", "20"),
    ]
    assert found.verdict == "equivalent"


def test_a_changed_requirement_changes_the_benefit_without_a_value() -> None:
    found = compared(bank(), bank(requires="{has_card: false}"))
    assert by_tier(found) == [("gold", "lounge", "changed", None, None)]


def test_benefits_of_a_change_of_outcome() -> None:
    (one,) = compared(bank(), bank(least=300)).semantics.transitions
    shown = {(each.benefit, each.how) for each in one.benefits}
    assert (one.before.outcome, one.after.outcome) == ("gold", "silver")
    assert ("rate", "changed") in shown
    assert one.move.value == "loss"


@pytest.mark.parametrize(
    ("changes", "semantic", "narrowing"),
    [
        ({}, 0, 0),
        ({"rate": 0.85}, 1, 0),
        ({"gold": "rate"}, 1, 1),
        ({"gold": "rate, lounge, gift"}, 1, 0),
        ({"fee": ", fee: {amount: 10, per: year}"}, 1, 1),
        ({"least": 300}, 1, 1),
        ({"least": 150}, 1, 0),
        ({"more": "marketing: {consent: true}\n"}, 0, 0),
    ],
)
def test_gates(changes: dict[str, object], semantic: int, narrowing: int) -> None:
    found = compared(bank(), bank(**changes))
    codes = [found.exit_code(gate) for gate in ("any", "semantic", "narrowing", "never")]
    assert codes == [int(bool(changes)), semantic, narrowing, 0]


def test_a_definition_behind_a_benefit_counts_for_the_gate() -> None:
    def lounge(level: str) -> api.Policy:
        more = f"definitions: {{fine: {{means: {{rank: {{at_least: {level}}}}}}}}}\n"
        return bank(requires="{meets: fine}", more=more)

    found = compared(lounge("low"), lounge("mid"))
    assert found.verdict == "equivalent"
    assert [one.element for one in found.beside] == ["definitions/fine"]
    assert found.exit_code("semantic") == 1


# -- traits ----------------------------------------------------------------------------------------

OWN = """\
title_of_office:
  label: {en: Office, zh: 职务}
  type: boolean
  class: office
trade:
  label: {en: Trade, zh: 行业}
  type: boolean
  proxy_for: [sex]
"""
PLAIN = "{amount: {at_least: 100}}"


def traits(old: str, new: str) -> Diff:
    return compared(gold_when(old, own=OWN), gold_when(new, own=OWN))


@pytest.mark.parametrize("name", ["title_of_office", "trade", "age"])
def test_an_attribute_of_a_person_begins_and_ceases_to_decide(name: str) -> None:
    test = "{age: {at_least: 18}}" if name == "age" else f"{{{name}: true}}"
    new = f"{{all: [{PLAIN}, {test}]}}"
    found = traits(PLAIN, new)
    (one,) = found.flips.begun
    assert one.attribute == name
    assert set(one.outcomes) == {"gold", "plain"}
    assert one.values[0] != one.values[1]
    assert found.exit_code("unfair") == 1
    back = traits(new, PLAIN)
    assert [each.attribute for each in back.flips.ceased] == [name]
    assert back.flips.begun == ()
    assert back.exit_code("unfair") == 0


def test_what_decided_before_does_not_begin_to() -> None:
    old = f"{{all: [{PLAIN}, {{title_of_office: true}}]}}"
    found = traits(old, old.replace("100", "200"))
    assert found.verdict == "stricter"
    assert found.flips == Flips()
    assert found.exit_code("unfair") == 0


def test_an_attribute_of_what_somebody_does_is_no_trait() -> None:
    found = traits(PLAIN, f"{{all: [{PLAIN}, {{has_card: true}}]}}")
    assert found.flips == Flips()


def test_points_begin_to_decide_when_they_cross_the_cut_off() -> None:
    def card(cut: int) -> api.Policy:
        return policy(
            f"""\
            scorecard:
              characteristics:
                - id: office
                  attribute: title_of_office
                  points: {{"true": 5, "false": 0}}
                - id: money
                  attribute: amount
                  bins: [{{below: 100, points: 0}}, {{at_least: 100, points: 20}}]
            tiers:
              - {{id: gold, title: {{en: Gold, zh: 金}}, when: {{score: {{at_least: {cut}}}}}}}
            otherwise: {{tier: plain}}
            """,
            own=OWN,
        )

    assert compared(card(10), card(20)).flips == Flips()
    (one,) = compared(card(20), card(25)).flips.begun
    assert one.attribute == "title_of_office"


def test_what_is_not_known_of_a_trait_may_begin() -> None:
    reason = message("exact.budget", name="")

    def unsure(question: Question) -> Answer:
        return Answer(question, frozenset(), reason) if question.split else ask(question)

    new = gold_when(f"{{all: [{PLAIN}, {{title_of_office: true}}]}}", own=OWN).model
    old = gold_when(PLAIN, own=OWN).model
    (one,) = flips(old, new, unsure).unknown
    assert (one.attribute, one.reason) == ("title_of_office", reason)
    assert flips(new, old, unsure).unknown == ()
    run = api.diff(gold_when(PLAIN), gold_when(PLAIN), as_of=DAY).run
    found = analysis.diff(old, new, run, ask=unsure)
    assert found.incomplete
    assert found.exit_code("unfair") == 1


def test_a_trait_of_which_no_twins_can_be_shown_may_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sweep tells which attributes decide; a question about twins can be too large for it."""
    reason = message("exact.budget", name="")
    new = gold_when(f"{{all: [{PLAIN}, {{title_of_office: true}}]}}", own=OWN).model
    old = gold_when(PLAIN, own=OWN).model
    assert [one.attribute for one in flips(old, new).begun] == ["title_of_office"]
    monkeypatch.setattr(
        "evenhand.engines.proofs.ask", lambda question: Answer(question, frozenset(), reason)
    )
    found = flips(old, new)
    assert found.begun == ()
    assert [(one.attribute, one.reason) for one in found.unknown] == [("title_of_office", reason)]


# -- findings --------------------------------------------------------------------------------------


def test_findings_new_and_resolved_are_told_by_their_meaning() -> None:
    old = gold_when("{all: [{amount: {at_least: 100}}, {unstated: good standing}]}")
    new = gold_when("{all: [{title_of_office: true}, {amount: {at_least: 100}}]}", own=OWN)
    found = compared(old, new)
    assert "STAT-02" in {one.rule for one in found.news.new}
    assert "VAGUE-01" in {one.rule for one in found.news.resolved}
    kept = {one.rule for one in found.news.new} & {one.rule for one in found.news.resolved}
    assert "SRC-01" not in kept
    assert found.exit_code("unfair") == 1


def test_a_policy_under_another_id_has_the_same_findings() -> None:
    old = gold_when("{all: [{amount: {at_least: 100}}, {unstated: good standing}]}").model
    new = replace(old, header=replace(old.header, id="other"))
    assert news(old, new, DAY) == NO_NEWS
