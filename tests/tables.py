"""A small policy and tables for the tests of ``decide``."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

POLICY = """\
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
vocabulary: [core]
attributes:
  balance:
    label: {en: Balance, zh: 余额}
    type: money
    step: 0.01
    range: {at_least: 0, at_most: 10_000_000_000}
  late: {label: {en: Late payments, zh: 逾期次数}, type: integer, range: {at_least: 0, at_most: 99}}
  job:
    label: {en: Job, zh: 职业}
    type: enum
    values: {clerk: {en: Clerk, zh: 职员}, none: {en: None, zh: 无}}
    open: true
  grade:
    label: {en: Grade, zh: 等级}
    type: ordinal
    values: {low: {en: Low, zh: 低}, high: {en: High, zh: 高}}
    order: [low, high]
knockouts:
  - id: too-late
    when: {late: {at_least: 3}}
    effect: reject
    reason: {code: R01, en: Too many late payments, zh: 逾期过多}
tiers:
  - id: gold
    title: {en: Gold, zh: 金卡}
    paths:
      - {id: rich, when: {balance: {at_least: 300_000}}}
      - {id: graded, when: {all: [{grade: high}, {job: {is_not: none}}]}}
otherwise: {tier: standard, title: {en: Standard, zh: 普通}}
"""
NAMES = ("customer", "balance", "late", "job", "grade")


def table(path: Path, rows: Sequence[tuple[object, ...]], names: tuple[str, ...] = NAMES) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(names)
        lines.writerows(rows)
    return path.name


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hostile(path: Path, count: int) -> Mapping[str, int]:
    """A table with one hostile row in a hundred, and how many of each sort it holds."""
    draw = random.Random(7)
    sorts = {
        "text": lambda n: f'k{n},"three hundred",0,clerk,low',
        "huge": lambda n: f"k{n},1e400,0,clerk,low",
        "negative": lambda n: f"k{n},-5,0,clerk,low",
        "code": lambda n: f"k{n},5,0,clerk,middling",
        "nul": lambda n: f"k{n},5\0,0,clerk,low",
        "rounding": lambda n: f"k{n},300000.004,0,clerk,low",
        "formula": lambda n: f"=HYPERLINK({n}),5,0,clerk,low",
        "short": lambda n: f"k{n},5,0",
        "long": lambda n: f"k{n},5,0,clerk,low,extra",
        "open-quote": lambda n: f'k{n},"5,0,clerk,low',
        "encoding": lambda n: f"k{n},5,0,cl\udcfferk,low",
    }
    made = dict.fromkeys(sorts, 0)
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(",".join(NAMES) + "\n")
        for number in range(count):
            if number % 100:
                balance = f"{draw.randrange(600_000)}.{draw.randrange(100):02}"
                file.write(f"k{number},{balance},{draw.randrange(5)},clerk,low\n")
                continue
            sort = draw.choice(sorted(sorts))
            made[sort] += 1
            file.write(sorts[sort](number) + "\n")
    return made
