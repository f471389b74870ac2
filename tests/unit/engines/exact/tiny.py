"""Policies over a handful of values, about whose customers everything can be looked at one by one.

``seen`` is what a question means, said as plainly as possible: all customers, all twins, the
reference engine. ``asked`` holds the exact engine to it, with every witness replayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import product
from textwrap import dedent, indent
from typing import Final

from tests.build import HEADER, LOADER
from tests.properties.replay import label_of, labels_of, may_answer
from tests.properties.varied import every_customer, every_value

from evenhand import api
from evenhand.engines.exact.compiled import Compiled, compiled
from evenhand.engines.exact.question import Budget, Labels, Question, Side, outcome_of, truth_of
from evenhand.engines.exact.walk import Walk
from evenhand.engines.proofs import Answer, ask
from evenhand.loading.origin import GivenText
from evenhand.model.boundaries import discretion_ids
from evenhand.model.conditions import Condition, ScoreIs
from evenhand.model.customer import Customer
from evenhand.model.figures import Constant
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy, Tier
from evenhand.model.values import MISSING, Missing, Value

ATTRIBUTES: Final = """\
attributes:
  amount: {label: {en: A, zh: 甲}, type: integer, range: {at_least: 0, at_most: 4}, typical: 1}
  other: {label: {en: B, zh: 乙}, type: integer, range: {at_least: -2, at_most: 2}, typical: 0}
  third: {label: {en: C, zh: 丙}, type: integer, range: {at_least: 0, at_most: 2}}
  half: {label: {en: H, zh: 半}, type: number, step: 0.5, range: {at_least: 0, at_most: 4}}
  much: {label: {en: M, zh: 多}, type: integer, range: {at_least: 0, at_most: 600}, typical: 200}
  has_card: {label: {en: Card, zh: 卡}, type: boolean}
  local: {label: {en: Local, zh: 本地}, type: boolean}
  cap:
    label: {en: Cap, zh: 额度}
    type: integer
    range: {at_least: 0, at_most: 2}
    applies_when: {has_card: true}
  rank:
    label: {en: Rank, zh: 级别}
    type: ordinal
    order: [low, mid, high]
    values: {low: {en: Low, zh: 低}, mid: {en: Mid, zh: 中}, high: {en: High, zh: 高}}
    typical: mid
  colour:
    label: {en: Colour, zh: 颜色}
    type: enum
    values: {red: {en: Red, zh: 红}, blue: {en: Blue, zh: 蓝}, grey: {en: Grey, zh: 灰}}
    typical: blue
  licences:
    label: {en: Licences, zh: 执照}
    type: set
    values: {law: {en: Law, zh: 律师}, tax: {en: Tax, zh: 税务}}
  born:
    label: {en: Born, zh: 出生}
    type: date
    typical: 2020-01-02
  quality:
    label: {en: Quality, zh: 素质}
    type: enum
    values: {good: {en: Good, zh: 好}, poor: {en: Poor, zh: 差}}
    assessed_by: human
"""
SOURCES: Final = """\
  sources:
    a: {title: {en: A, zh: 甲}, kind: other, as_of: 2026, confidence: high}
    b: {title: {en: B, zh: 乙}, kind: other, as_of: 2026, confidence: low}
"""


@cache
def tiny(body: str, *, own: str = "", derived: str = "", name: str = "small") -> Policy:
    """A policy over the attributes above; who gets no tier of ``body`` is plain."""
    text = HEADER.replace("id: small", f"id: {name}") + SOURCES + ATTRIBUTES
    text += indent(dedent(own), "  ")
    if derived:
        text += "derived:\n" + indent(dedent(derived), "  ")
    text += dedent(body) + "otherwise: {tier: plain}\n"
    made = api.load_from(LOADER, GivenText(text, f"{name}.yaml")).model
    known = made.dictionary
    born = replace(known.attributes["born"], earliest=date(2020, 1, 1), latest=date(2020, 1, 4))
    return replace(made, dictionary=replace(known, attributes={**known.attributes, "born": born}))


def gold(condition: str, more: str = "", **settings: str) -> Policy:
    """A policy whose only tier, gold, is entered when a condition (flow YAML) holds."""
    title = "{en: Gold, zh: 金}"
    tiers = f"tiers:\n  - {{id: gold, title: {title}, when: {condition}}}\n"
    return tiny(dedent(more) + tiers, **settings)


def scored(*characteristics: str, at_least: str = "3", more: str = "", **settings: str) -> Policy:
    """A policy that gives gold from a score on, of characteristics without an id (flow YAML)."""
    listed = ", ".join(f"{{id: c{at}, {one}}}" for at, one in enumerate(characteristics))
    card = f"scorecard: {{characteristics: [{listed}]}}\n"
    return gold(f"{{score: {{at_least: {at_least}}}}}", dedent(more) + card, **settings)


def ladder(*characteristics: str, card: str = "", **settings: str) -> Policy:
    """A policy whose tiers are the scores from 9 down to -4, so that outcomes tell the score."""
    listed = ", ".join(f"{{id: c{at}, {one}}}" for at, one in enumerate(characteristics))
    card = card or f"scorecard: {{characteristics: [{listed}]}}\n"
    one = gold("{score: {at_least: 0}}", card, **settings)
    return replace(one, tiers=tuple(_step(one.tiers[0], at) for at in range(9, -5, -1)))


def _step(tier: Tier, at: int) -> Tier:
    when = tier.when
    assert isinstance(when, ScoreIs) and isinstance(when.figure, Constant)
    figure = replace(when.figure, value=Fraction(at))
    return replace(tier, id=f"score{at}", when=replace(when, figure=figure))


def condition_of(policy: Policy) -> Condition:
    """The condition of the first tier."""
    when = policy.tiers[0].when
    assert when is not None
    return when


def ready(*sides: Side, **settings: object) -> Compiled:
    """A question about some sides, made ready."""
    return compiled(Question(sides, **settings))  # type: ignore[arg-type]


# -- looking at everybody --------------------------------------------------------------------------


def seen(question: Question) -> set[Labels]:
    """All labels that occur, by looking at every customer and every twin."""
    policies = tuple({id(side.policy): side.policy for side in question.sides}.values())
    return {
        labels_of(question, customer, twin)
        for customer in every_customer(policies)
        for twin in twins(question, customer)
        if may_answer(question, customer, twin)
    }


def twins(question: Question, customer: Customer) -> Iterator[Customer]:
    """Everybody who differs from a customer in what is split at most."""
    known = question.sides[0].policy.dictionary.attributes
    choices = [[*every_value(known[name]), MISSING] for name in question.split]
    for chosen in product(*choices):
        values = {name: one for name, one in customer.values.items() if name not in question.split}
        told = zip(question.split, chosen, strict=True)
        values |= {name: one for name, one in told if not isinstance(one, Missing)}
        yield replace(customer, values=values)


def asked(question: Question) -> Answer:
    """The answer, which must be what looking at everybody finds; all witnesses are replayed."""
    answer = ask(question)
    assert answer.known, str(answer.reason)
    assert answer.reached == seen(question)
    for labels in answer.reached:
        found = answer.witness(labels)
        twin = found.twin or found.customer
        assert labels_of(question, found.customer, twin) == labels
        assert may_answer(replace(question, complete=False), found.customer, twin)
    return answer


def same_for_everybody(side: Side) -> None:
    """Every single customer gets the label that the reference engine gives."""
    for customer in every_customer((side.policy,)):
        assert label(side, customer) == label_of(side, customer), customer


def label(side: Side, customer: Customer) -> str:
    """The label of one customer by the exact engine: everything is held fixed."""
    fixed: dict[str, Value | Missing] = {}
    for name in used_attributes(side.policy):
        fixed[name] = customer.get(name)
    for name in discretion_ids(side.policy):
        fixed[f"discretion.{name}"] = customer.discretion.get(name, MISSING)
    found = reached(Question((side,), fixed=fixed))
    assert len(found) == 1
    return found.pop()[0]


def reached(question: Question) -> set[Labels]:
    """The labels that the walk reaches."""
    return set(Walk(compiled(question), Budget()).run())


def outcome(policy: Policy, reading: Reading = Reading.DECLARED) -> Side:
    return outcome_of(policy, reading)


def truth(policy: Policy, reading: Reading = Reading.DECLARED) -> Side:
    """Whether the first tier's condition holds."""
    return truth_of(policy, condition_of(policy), reading)


def customer(values: Mapping[str, Value], answers: Mapping[str, bool] | None = None) -> Customer:
    return Customer(dict(values), dict(answers or {}))
