"""Templates of new policies: the lines of a file, with remarks that are put into words later.

``{id}`` and ``{day}`` stand for the policy's id and the day on which the file is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Note:
    """A remark above the line that follows: a key of the catalogue."""

    key: str
    indent: int = 0


Line: TypeAlias = str | Note

_HEAD: Final[tuple[Line, ...]] = (
    Note("new.note-file"),
    "evenhand: 1",
    "policy:",
    "  id: {id}",
    "  title: {en: Title of the policy, zh: 政策名称}",
    "  bank: {id: my-bank, kind: city_commercial, name: {en: My bank, zh: 本行}}",
    "  type: tiering",
    Note("new.note-jurisdictions", 2),
    "  jurisdictions: [CN]",
    "  currency: CNY",
    "  version: 0.1.0",
    "  effective: {from: {day}}",
    Note("new.note-standing", 2),
    "  standing: internal",
    "  owner: Owner of the policy",
    Note("new.note-sources", 2),
    "  sources:",
    "    rules:",
    "      title: {en: Rules of the bank, zh: 本行规定}",
    "      kind: internal",
    "      as_of: {day}",
    "      confidence: high",
    "",
    Note("new.note-vocabulary"),
    "vocabulary: [core]",
    "",
)

_SCOPE: Final[tuple[Line, ...]] = (
    Note("new.note-scope"),
    "applies_to: {age: {at_least: 18}}",
    "",
)

_KNOCKOUT: Final[tuple[Line, ...]] = (
    Note("new.note-definitions"),
    "definitions:",
    "  good_record:",
    "    title: {en: Good repayment record, zh: 信用记录良好}",
    "    means: {all: [{overdue_count_24m: {below: 6}}, {overdue_streak_24m: {below: 3}}]}",
    "    source: rules",
    "",
    Note("new.note-knockouts"),
    "knockouts:",
    "  - id: bad-record",
    "    title: {en: Bad repayment record, zh: 信用记录不良}",
    "    when: {not: {meets: good_record}}",
    Note("new.note-effect", 4),
    "    effect: {cap: standard}",
    "    reason: {code: R01, en: Late payments in the last 24 months., zh: 近24个月有逾期记录。}",
    "    source: rules",
    "",
)

_OTHERWISE: Final[tuple[Line, ...]] = (
    Note("new.note-otherwise"),
    "otherwise: {tier: standard, title: {en: Standard, zh: 普通客户}}",
    Note("new.note-undecided"),
    "undecided: refer",
)

_PROCESS: Final[tuple[Line, ...]] = (
    "",
    "benefits:",
    "  adviser:",
    "    title: {en: Personal adviser, zh: 专属客户经理}",
    "    kind: service",
    "    source: rules",
    "",
    Note("new.note-process"),
    "process:",
    "  decision: assisted",
    "  reasons: {shown: 4, plain_language: true}",
    "  human_review: {for: [rejected, refer], within: {days: 5}}",
    "  appeal: {channel: [branch, phone], answer: {days: 15}}",
    "",
)

_MINIMAL: Final[tuple[Line, ...]] = (
    *_HEAD,
    Note("new.note-tiers"),
    "tiers:",
    "  - id: premium",
    "    title: {en: Premium customer, zh: 优质客户}",
    "    when: {deposit_mean_1m: {at_least: 300_000}}",
    "    source: rules",
    *_OTHERWISE,
)

_TIERED: Final[tuple[Line, ...]] = (
    *_HEAD,
    *_SCOPE,
    *_KNOCKOUT,
    Note("new.note-tiers"),
    "tiers:",
    "  - id: gold",
    "    title: {en: Gold, zh: 金卡}",
    Note("new.note-paths", 4),
    "    paths:",
    "      - id: by-assets",
    "        title: {en: By assets, zh: 按资产}",
    "        when: {assets_at_bank: {at_least: 500_000}}",
    "        source: rules",
    "      - id: by-dealings",
    "        title: {en: By dealings, zh: 按往来}",
    "        when: {all: [{salary_paid_here: true}, {deposit_mean_1m: {at_least: 200_000}}]}",
    "        source: rules",
    "    benefits: [adviser]",
    "    source: rules",
    "  - id: silver",
    "    title: {en: Silver, zh: 银卡}",
    "    when: {assets_at_bank: {at_least: 50_000}}",
    "    source: rules",
    *_OTHERWISE,
    *_PROCESS,
    Note("new.note-examples"),
    "examples:",
    "  - name: Salary here and 200,000 on deposit",
    "    from: hand",
    "    why: The path by dealings asks for exactly this; no late payment is on file.",
    "    given: {age: 40, salary_paid_here: true, deposit_mean_1m: 200_000, wealth_mean_1m: 0,",
    "      fund_mean_1m: 0, investment_mean_1m: 0, overdue_count_24m: 0, overdue_streak_24m: 0}",
    "    expect: {outcome: gold, status: decided, path: by-dealings}",
)

_SCORECARD: Final[tuple[Line, ...]] = (
    *_HEAD,
    *_SCOPE,
    *_KNOCKOUT,
    Note("new.note-scorecard"),
    "scorecard:",
    "  maximum: 100",
    "  characteristics:",
    "    - id: deposit",
    "      title: {en: Deposit, zh: 存款}",
    "      attribute: deposit_mean_1m",
    Note("new.note-bins", 6),
    "      bins:",
    "        - {below: 50_000, points: 0}",
    "        - {at_least: 50_000, below: 300_000, points: 30}",
    "        - {at_least: 300_000, points: 50}",
    Note("new.note-missing", 6),
    "      missing: unknown",
    "      source: rules",
    "    - id: salary",
    "      title: {en: Salary account, zh: 代发工资}",
    "      attribute: salary_paid_here",
    '      points: {"true": 20, "false": 0}',
    "      source: rules",
    "    - id: years",
    "      title: {en: Length of the relationship, zh: 往来时长}",
    "      attribute: tenure",
    Note("new.note-per-unit", 6),
    "      per_unit: {each: 12, points: 3, at_most: 30}",
    "      source: rules",
    "",
    Note("new.note-tiers"),
    "tiers:",
    "  - id: gold",
    "    title: {en: Gold, zh: 金卡}",
    "    when: {score: {at_least: 70}}",
    "    benefits: [adviser]",
    "    source: rules",
    "  - id: silver",
    "    title: {en: Silver, zh: 银卡}",
    "    when: {score: {at_least: 40}}",
    "    source: rules",
    *_OTHERWISE,
    *_PROCESS,
    Note("new.note-examples"),
    "examples:",
    "  - name: 300,000 on deposit, salary here, eight years",
    "    from: hand",
    "    why: 50 for the deposit, 20 for the salary, 8 times 3 for the years, together 94.",
    "    given: {age: 40, deposit_mean_1m: 300_000, salary_paid_here: true, tenure: 96,",
    "      overdue_count_24m: 0, overdue_streak_24m: 0}",
    "    expect: {outcome: gold, status: decided, score: 94}",
)

TEMPLATES: Final[Mapping[str, tuple[Line, ...]]] = {
    "minimal": _MINIMAL,
    "tiered": _TIERED,
    "scorecard": _SCORECARD,
}
