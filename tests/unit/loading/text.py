"""Small policies as texts, loaded as they are, right or wrong."""

from __future__ import annotations

from textwrap import dedent

from tests.build import HEADER

from evenhand.loading.library import Loaded, Loader
from evenhand.loading.origin import GivenText

LOADER = Loader()
"""One loader for all tests, so that vocabularies are read once."""

HEAD = (
    HEADER
    + """\
  sources:
    a: {title: A, kind: other, as_of: 2026, confidence: high}
"""
)

ATTRIBUTES = """\
attributes:
  amount: {label: {en: Amount, zh: 金额}, type: money, range: {at_least: 0, at_most: 1_000_000}}
  other: {label: {en: Other, zh: 其他}, type: money, range: {at_least: 0, at_most: 1_000_000}}
  months: {label: {en: M, zh: 月}, type: integer, unit: months, range: {at_least: 0, at_most: 600}}
  has_card: {label: {en: Card, zh: 卡}, type: boolean}
  born: {label: {en: Born, zh: 出生}, type: date}
  rank:
    label: {en: Rank, zh: 级别}
    type: ordinal
    order: [low, mid, high]
    values: {low: {en: Low, zh: 低}, mid: {en: Mid, zh: 中}, high: {en: High, zh: 高}}
  colour:
    label: {en: Colour, zh: 颜色}
    type: enum
    open: true
    values: {red: {en: Red, zh: 红}, blue: {en: Blue, zh: 蓝}}
  licences:
    label: {en: Licences, zh: 执照}
    type: set
    values: {law: {en: Law, zh: 律师}, tax: {en: Tax, zh: 税务}}
"""

TIERS = """\
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {amount: {at_least: 100}}
otherwise: {tier: plain}
"""


def load_text(body: str = TIERS, *, own: str = "", derived: str = "") -> Loaded:
    """A policy with ``body``; ``own`` adds attributes (a line each), ``derived`` computed ones."""
    text = HEAD + ATTRIBUTES + "".join(f"  {line}\n" for line in dedent(own).splitlines())
    if derived:
        text += "derived:\n" + "".join(f"  {line}\n" for line in dedent(derived).splitlines())
    return LOADER.load(GivenText(text + dedent(body), "small.yaml"))


def load_when(condition: str, *, derived: str = "", more: str = "") -> Loaded:
    """A policy with one tier that is entered when the condition holds."""
    body = dedent(more) + TIERS.replace("{amount: {at_least: 100}}", condition)
    return load_text(body, derived=derived)


def rules(loaded: Loaded) -> list[str]:
    """The names of all that is wrong; there is no policy then."""
    assert loaded.policy is None or not loaded.findings
    return [finding.rule for finding in loaded.findings]


def found_at(loaded: Loaded, number: int = 0) -> str:
    """The stretch of text that a finding points to."""
    place = loaded.findings[number].location
    assert place is not None and place.line == place.end_line
    return place.excerpt[place.column - 1 : place.end_column - 1]
