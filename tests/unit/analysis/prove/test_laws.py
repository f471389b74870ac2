"""Each law, on small policies that are worked out by hand: one where it holds, one where not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.build import policy

from evenhand import Budget, api
from evenhand.analysis.prove.result import Proof, Proofs, Verdict
from evenhand.api import laws

TODAY = date(2026, 11, 24)

# Gold from 20 points on. 0, 10 or 20 for the amount; 5 for red; ten more for a card.
CARD = """\
scorecard:
  characteristics:
    - id: money
      attribute: amount
      bins:
        - {below: 100, points: 0}
        - {at_least: 100, below: 200, points: 10}
        - {at_least: 200, points: 20}
    - {id: hue, attribute: colour, points: {red: 5}, otherwise: 0}
    - {id: card, when: {has_card: true}, points: 10}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 20}}}
otherwise: {tier: plain}
"""

# As above, but red is worth 4 and all other points and the cut-off are multiples of 5.
FAIR_BY_ARITHMETIC = CARD.replace("{red: 5}", "{red: 4}")

KNOCKOUT = """\
knockouts:
  - {id: debts, title: {en: Debts, zh: 债}, when: {other_amount: {at_least: 500}}, effect: reject, reason: {code: K1, en: A., zh: 甲。}}
  - {id: hue, title: {en: Hue, zh: 色}, when: {colour: blue}, effect: {cap: plain}, reason: {code: K2, en: B., zh: 乙。}}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 100}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 50}}}
otherwise: {tier: plain}
"""  # noqa: E501


def asked(body: str, *given: laws.Given, **more: str) -> Proofs:
    return api.prove(policy(body), *given, as_of=TODAY, **more)  # type: ignore[arg-type]


def proof(body: str, given: laws.Given, **more: str) -> Proof:
    """The only proof that a law comes down to."""
    (only,) = asked(body, given, **more).proofs
    return only


def verdict(body: str, given: laws.Given, **more: str) -> str:
    return proof(body, given, **more).verdict.value


def outcomes(found: Proof) -> list[str]:
    assert found.instance is not None
    return [one.outcome.outcome for one in found.instance.shown]


def test_monotone() -> None:
    assert verdict(CARD, laws.monotone("amount", better="higher")) == "holds"
    found = proof(CARD, laws.monotone("amount", better="lower"))
    assert found.verdict is Verdict.FAILS
    assert outcomes(found) == ["plain", "gold"]
    assert found.instance is not None
    assert found.instance.differs == ("amount",)
    low, high = (one.customer.values["amount"] for one in found.instance.shown)
    assert isinstance(low, Fraction) and isinstance(high, Fraction) and low < high


def test_monotone_in_a_yes_or_no() -> None:
    assert verdict(CARD, laws.monotone("has_card", better="higher")) == "holds"
    assert outcomes(proof(CARD, laws.monotone("has_card", better="lower"))) == ["plain", "gold"]


def test_rejected_is_worse_than_no_tier() -> None:
    assert verdict(KNOCKOUT, laws.monotone("other_amount", better="lower")) == "holds"
    found = proof(KNOCKOUT, laws.monotone("other_amount", better="higher"))
    assert outcomes(found) == ["gold", "rejected"]


def test_indifferent() -> None:
    found = proof(CARD, laws.indifferent("has_card"))
    assert sorted(outcomes(found)) == ["gold", "plain"]
    assert found.instance is not None and found.instance.differs == ("has_card",)


def test_indifferent_where_the_points_cannot_cross_a_cut_off() -> None:
    assert verdict(FAIR_BY_ARITHMETIC, laws.indifferent("colour")) == "holds"
    crossing = FAIR_BY_ARITHMETIC.replace("at_least: 20}}}", "at_least: 23}}}")
    assert verdict(crossing, laws.indifferent("colour")) == "fails"


def test_an_attribute_that_is_not_used_is_indifferent() -> None:
    found = proof(CARD, laws.indifferent("rank"))
    assert found.verdict is Verdict.HOLDS
    assert found.because is not None and found.because.key == "prove.not-used"


def test_indifferent_to_a_class_names_its_attributes() -> None:
    body = "tiers:\n  - {id: gold, title: {en: Gold, zh: 金}, when: {age: {at_least: 60}}}\n"
    body += "otherwise: {tier: plain}\n"
    found = proof(body, laws.indifferent(of_class="protected"))
    assert found.verdict is Verdict.FAILS
    assert found.instance is not None and found.instance.differs == ("age",)
    none = proof(body, laws.indifferent(of_class="office"))
    assert none.because is not None and none.because.key == "prove.none-of-class"


def test_a_law_among_some_customers() -> None:
    body = """\
    applies_to: {age: {at_least: 18}}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 100}}}
    otherwise: {tier: plain}
    """
    age = laws.indifferent("age")
    assert sorted(outcomes(proof(body, age))) == ["gold", "out_of_scope"]
    assert verdict(body, age, among="{age: {at_least: 18}}") == "holds"


def test_reachable_and_unreachable() -> None:
    found = proof(CARD, laws.reachable("gold"))
    assert found.verdict is Verdict.HOLDS and outcomes(found) == ["gold"]
    none = proof(CARD, laws.reachable("rejected"))
    assert none.verdict is Verdict.FAILS and none.instance is None
    assert verdict(CARD, laws.unreachable("rejected")) == "holds"
    assert outcomes(proof(CARD, laws.unreachable("plain"))) == ["plain"]


def test_whoever_goes_to_a_person_gets_the_outcome_refer() -> None:
    sent = KNOCKOUT.replace("effect: reject", "effect: refer")
    assert verdict(sent, laws.unreachable("refer")) == "fails"
    assert verdict(sent, laws.unreachable("referred")) == "fails"
    assert verdict(sent, laws.total()) == "holds", "a rule decided that a person decides"
    assert verdict(KNOCKOUT, laws.unreachable("refer")) == "holds"


def test_always() -> None:
    assert verdict(CARD, laws.always("gold", "plain")) == "holds"
    assert outcomes(proof(CARD, laws.always("gold"))) == ["plain"]


def test_only_if() -> None:
    needs_card = laws.only_if("gold", "{any: [{has_card: true}, {amount: {at_least: 200}}]}")
    assert verdict(CARD, needs_card) == "holds"
    found = proof(CARD, laws.only_if("gold", {"has_card": True}))
    assert outcomes(found) == ["gold"]


def test_only_if_speaks_of_better_tiers_too() -> None:
    assert verdict(KNOCKOUT, laws.only_if("silver", {"amount": {"at_least": 50}})) == "holds"
    found = proof(KNOCKOUT, laws.only_if("silver", {"amount": {"at_least": 100}}))
    assert outcomes(found) == ["silver"]
    assert verdict(KNOCKOUT, laws.only_if("gold", {"amount": {"at_least": 100}})) == "holds"


def test_total() -> None:
    assert verdict(CARD, laws.total()) == "holds"
    gap = CARD.replace("at_least: 200, points: 20", "above: 200, points: 20")
    found = proof(gap, laws.total())
    assert outcomes(found) == ["refer"]
    assert found.instance is not None
    assert found.instance.shown[0].customer.values["amount"] == 200


def test_total_for_incomplete_customers() -> None:
    assert verdict(CARD, laws.total(), customers="all") == "fails"


def test_no_gap() -> None:
    whole = asked(CARD, laws.no_gap()).proofs
    assert [one.verdict.value for one in whole] == ["holds", "holds", "holds"]
    gap = CARD.replace("at_least: 200, points: 20", "above: 200, points: 20")
    found = proof(gap, laws.no_gap("money"))
    assert found.verdict is Verdict.FAILS
    assert found.element == "scorecard/money"
    assert found.instance is not None and found.instance.matters == ("amount",)


def test_a_gap_outside_the_scope_is_none() -> None:
    gap = CARD.replace("        - {below: 100, points: 0}\n", "")
    assert verdict(gap, laws.no_gap("money")) == "fails"
    scoped = "applies_to: {amount: {at_least: 100}}\n" + gap
    assert verdict(scoped, laws.no_gap("money")) == "holds"


def test_a_value_that_does_not_apply_is_no_gap() -> None:
    body = """\
    scorecard: {characteristics: [{id: cap, attribute: card_cap, bins: [{at_least: 0, points: 1}]}]}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 100}}}
    otherwise: {tier: plain}
    """
    assert verdict(body, laws.no_gap("cap")) == "holds"
    assert verdict(body.replace("at_least: 0, ", "at_least: 1, "), laws.no_gap("cap")) == "fails"


def test_no_overlap_of_bins() -> None:
    assert verdict(CARD, laws.no_overlap("money")) == "holds"
    found = proof(
        CARD.replace("at_least: 200, points", "at_least: 199, points"), laws.no_overlap("money")
    )
    assert found.instance is not None
    amount = found.instance.shown[0].customer.values["amount"]
    assert isinstance(amount, Fraction) and 199 <= amount < 200
    assert found.because is not None and found.because.key == "prove.falls-under"


def test_no_overlap_of_knockouts_and_paths() -> None:
    assert verdict(KNOCKOUT, laws.no_overlap("knockouts")) == "fails"
    apart = KNOCKOUT.replace("{colour: blue}", "{other_amount: {below: 0}}")
    assert verdict(apart, laws.no_overlap("knockouts")) == "holds"
    paths = """\
    tiers:
      - id: gold
        title: {en: Gold, zh: 金}
        paths: [{id: a, when: {amount: {at_least: 100}}}, {id: b, when: {has_card: true}}]
    otherwise: {tier: plain}
    """
    assert verdict(paths, laws.no_overlap("paths")) == "fails"
    nothing = proof(KNOCKOUT, laws.no_overlap("paths"))
    assert nothing.because is not None and nothing.because.key == "prove.nothing-there"


def test_points_at_most() -> None:
    assert verdict(CARD, laws.points_at_most("colour", 5)) == "holds"
    found = proof(CARD, laws.points_at_most("colour", "9/2"))
    assert found.verdict is Verdict.FAILS
    assert found.instance is not None and found.instance.differs == ("colour",)
    scores = [one.outcome.score for one in found.instance.shown]
    assert scores[0] is not None and scores[1] is not None
    assert abs(scores[0] - scores[1]) == 5


LIMITED = """\
scorecard:
  sections:
    - id: money
      weight: 2
      at_most: 12
      characteristics:
        - {id: much, attribute: amount, bins: [{at_least: 100, points: 20}], otherwise: 0}
        - {id: card, when: {has_card: true}, points: 4}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 20}}}
otherwise: {tier: plain}
"""


def test_points_are_counted_after_limits_and_weights() -> None:
    """Twenty points for the amount, but the section ends at 12, which count twice."""
    assert verdict(LIMITED, laws.points_at_most("amount", 24)) == "holds"
    assert verdict(LIMITED, laws.points_at_most("amount", 23)) == "fails"
    assert verdict(LIMITED, laws.points_at_most("has_card", 8)) == "holds"
    assert verdict(LIMITED, laws.points_at_most("has_card", 7)) == "fails"


def test_tiers_at_most() -> None:
    assert verdict(CARD, laws.tiers_at_most("amount", 1)) == "holds"
    assert verdict(CARD, laws.tiers_at_most("amount", 0)) == "fails"
    assert verdict(KNOCKOUT, laws.tiers_at_most("other_amount", 2)) == "fails"
    assert verdict(KNOCKOUT, laws.tiers_at_most("other_amount", 3)) == "holds"


def test_equivalent() -> None:
    """Five points less for the card and a cut-off five points lower: judged by outcome."""
    same = CARD.replace("score: {at_least: 20}", "not: {score: {below: 20}}")
    assert verdict(CARD, laws.equivalent(policy(same))) == "holds"
    found = proof(CARD, laws.equivalent(policy(CARD.replace("at_least: 20}}}", "at_least: 21}}}"))))
    assert found.verdict is Verdict.FAILS
    assert outcomes(found) == ["gold", "plain"]


def test_what_is_shared_is_what_the_answer_hangs_on() -> None:
    found = proof(CARD, laws.indifferent("has_card"))
    assert found.instance is not None
    assert set(found.instance.matters) <= {"amount", "colour"}
    assert "amount" in found.instance.matters
    for one in found.instance.shown:
        kept = {*found.instance.matters, *found.instance.differs}
        told = {name: value for name, value in one.customer.values.items() if name in kept}
        assert policy(CARD).decide(told).outcome == one.outcome.outcome


def test_a_budget_that_is_exceeded_is_unknown() -> None:
    least = Budget(states=1, bits=1)
    result = api.prove(policy(CARD), laws.total(), as_of=TODAY, budget=least)
    (only,) = result.proofs
    assert only.verdict is Verdict.UNKNOWN and only.because is not None
    assert result.incomplete
    assert result.exit_code("fails", strict=True) == 4
    assert result.exit_code("fails") == 0
