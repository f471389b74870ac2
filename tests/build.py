"""Small policies and customers for tests, written as YAML texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from textwrap import dedent, indent

from evenhand import api
from evenhand.engines.trace import Decision
from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.model.customer import Given
from evenhand.model.outcome import Outcome

LOADER = Loader()
"""One loader for all tests, so that vocabularies are read once."""

HEADER = """\
evenhand: 1
policy:
  id: small
  title: {en: Small policy, zh: 小政策}
  bank: {id: test-bank, kind: unspecified, name: {en: Test bank, zh: 测试银行}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  effective: {from: unstated}
  standing: hypothetical
"""
"""The head of a small policy, to which a test adds sources, a vocabulary and the rest."""

HEAD = (
    HEADER
    + """\
  sources:
    a: {title: {en: A, zh: 甲}, kind: other, as_of: 2026, confidence: high}
    b: {title: {en: B, zh: 乙}, kind: other, as_of: 2026, confidence: low}
vocabulary: [core]
attributes:
  amount: {label: {en: Amount, zh: 金额}, type: money, range: {at_least: -1_000, at_most: 1_000_000}}
  other_amount: {label: {en: Other, zh: 其他}, type: money, range: {at_least: -1_000, at_most: 1_000_000}}
  has_card: {label: {en: Card, zh: 卡}, type: boolean}
  card_cap:
    label: {en: Cap, zh: 额度}
    type: money
    range: {at_least: 0, at_most: 1_000_000}
    applies_when: {has_card: true}
  rank:
    label: {en: Rank, zh: 级别}
    type: ordinal
    order: [none, low, mid, high]
    values: {none: {en: None, zh: 无}, low: {en: Low, zh: 低}, mid: {en: Mid, zh: 中}, high: {en: High, zh: 高}}
  colour:
    label: {en: Colour, zh: 颜色}
    type: enum
    open: true
    values: {red: {en: Red, zh: 红}, blue: {en: Blue, zh: 蓝}}
  licences:
    label: {en: Licences, zh: 执照}
    type: set
    values: {law: {en: Law, zh: 律师}, tax: {en: Tax, zh: 税务}, care: {en: Care, zh: 护理}}
  born: {label: {en: Born, zh: 出生}, type: date}
  quality:
    label: {en: Quality, zh: 素质}
    type: enum
    values: {good: {en: Good, zh: 好}, poor: {en: Poor, zh: 差}}
    assessed_by: human
  months_here: {label: {en: Months, zh: 月数}, type: integer, unit: months, range: {at_least: 0, at_most: 1_200}}
  count: {label: {en: Count, zh: 次数}, type: integer, range: {at_least: 0, at_most: 100}}
"""  # noqa: E501
)

TAIL = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 100}}
otherwise: {tier: plain}
"""


@cache
def policy(body: str = TAIL, *, own: str = "", derived: str = "") -> api.Policy:
    """A policy with ``body`` after the head; ``own`` adds attributes, ``derived`` computed ones."""
    text = HEAD + indent(dedent(own), "  ")
    if derived:
        text += "derived:\n" + indent(dedent(derived).rstrip(), "  ") + "\n"
    return api.load_from(LOADER, GivenText(text + dedent(body), "small.yaml"))


def gold_when(condition: str, *, own: str = "", derived: str = "", more: str = "") -> api.Policy:
    """A policy of one tier, gold, that is entered when the condition (flow YAML) holds."""
    body = f"""\
tiers:
  - id: gold
    title: {{en: Gold, zh: 金}}
    when: {condition}
otherwise: {{tier: plain}}
"""
    return policy(dedent(more) + body, own=own, derived=derived)


def truth_of(condition: str, given: Mapping[str, Given], **settings: str) -> str:
    """``true``, ``false`` or ``unknown``: a condition's truth, read off the outcome."""
    reading = settings.pop("reading", "declared")
    outcome = gold_when(condition, **settings).decide(given, reading=reading)
    return {"gold": "true", "plain": "false", "refer": "unknown"}[outcome.outcome]


def decided(body: str, given: Mapping[str, Given], *, reading: str = "declared") -> Outcome:
    """The outcome of a policy for a customer."""
    return policy(body).decide(given, reading=reading)


def traced(body: str, given: Mapping[str, Given], *, reading: str = "declared") -> Decision:
    """The same with the whole way to it."""
    return policy(body).trace(given, reading=reading)


@cache
def named(name: str, body: str) -> api.Policy:
    """A policy of this id with the attributes of HEAD; everybody else gets the tier plain."""
    text = HEAD.replace("id: small", f"id: {name}") + dedent(body) + "otherwise: {tier: plain}\n"
    return api.load_from(LOADER, GivenText(text, f"{name}.yaml"))


def tier(condition: str, name: str = "gold", *, paths: str = "") -> str:
    """A tier that is entered when the condition (flow YAML) holds, by one of ``paths`` if any."""
    ways = f", paths: {paths}" if paths else ""
    title = f"{{en: {name.title()}, zh: {name.title()}}}"
    return f"tiers:\n  - {{id: {name}, title: {title}, when: {condition}{ways}}}\n"
