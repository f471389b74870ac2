"""The banks of the benchmark as policy files, loaded as any file is."""

from __future__ import annotations

from typing import assert_never

from exact.banks import AtLeast, Bank, Criterion, Every, Flag, Multiple, No, Some, Test

from evenhand import api
from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.model.policy import Policy

HEAD = """\
evenhand: 1
policy:
  id: bench
  title: {en: Benchmark, zh: 基准}
  bank: {id: nobody, kind: other, name: {en: Nobody, zh: 无}}
  type: tiering
  jurisdictions: [CN]
  currency: CNY
  version: 1.0.0
  standing: hypothetical
attributes:
"""
AMOUNT = "type: money, step: 0.01, range: {at_least: 0, at_most: 1_000_000}, typical: 0"


def model(bank: Bank) -> Policy:
    """A bank's policy, loaded."""
    return loaded(policy_text(bank))


def loaded(text: str) -> Policy:
    """A policy from its text."""
    return api.load_from(Loader(), GivenText(text, "<benchmark>")).model


def policy_text(bank: Bank) -> str:
    """A bank's policy as YAML."""
    lines = [HEAD.rstrip()]
    lines += [f"  {name}: {{{_label(name)}, {AMOUNT}}}" for name in bank.amounts()]
    lines += [_enum(name, bank.codes(name)) for name in bank.enums()]
    lines += [f"  {name}: {{{_label(name)}, type: boolean}}" for name in bank.flags]
    lines += ["scorecard:", "  characteristics:"]
    lines += [_criterion(number, one) for number, one in enumerate(bank.criteria)]
    lines.append("knockouts:")
    for number, one in enumerate(bank.rejecting):
        reason = f"reason: {{code: K{number}, en: A reason., zh: 理由。}}"
        lines.append(f"  - {{id: knockout-{number}, when: {_test(one)}, effect: reject, {reason}}}")
    lines.append("tiers:")
    for number, grade in reversed(list(enumerate(bank.grades, 1))):
        parts = [f"{{score: {{at_least: {grade.least}}}}}"]
        if grade.test is not None:
            parts.append(_test(grade.test))
        title = f"title: {{en: T{number}, zh: T{number}}}"
        lines.append(f"  - {{id: tier-{number}, {title}, when: {{all: [{', '.join(parts)}]}}}}")
    lines.append("otherwise: {tier: plain}")
    return "\n".join(lines) + "\n"


def _label(name: str) -> str:
    return f"label: {{en: {name}, zh: {name}}}"


def _enum(name: str, count: int) -> str:
    values = ", ".join(f"code{i}: {{en: code{i}, zh: code{i}}}" for i in range(count))
    return f"  {name}: {{{_label(name)}, type: enum, values: {{{values}}}}}"


def _criterion(number: int, one: Criterion) -> str:
    head = f"    - {{id: criterion-{number}, attribute: {one.attribute}, "
    if one.cuts is None:
        listed = ", ".join(f"code{i}: {points}" for i, points in enumerate(one.points))
        return f"{head}points: {{{listed}}}}}"
    rows = []
    for at, points in enumerate(one.points):
        bounds = []
        if at:
            bounds.append(f"at_least: {amount(one.cuts[at - 1])}")
        if at < len(one.cuts):
            bounds.append(f"below: {amount(one.cuts[at])}")
        rows.append(f"{{{', '.join([*bounds, f'points: {points}'])}}}")
    return f"{head}bins: [{', '.join(rows)}]}}"


def amount(cents: int) -> str:
    """Cents as a file writes them."""
    return f"{cents // 100}.{cents % 100:02}"


def _test(test: Test) -> str:
    match test:
        case AtLeast(name, cents):
            return f"{{{name}: {{at_least: {amount(cents)}}}}}"
        case Flag(name):
            return f"{{{name}: true}}"
        case Multiple(name, times, other):
            return f'{{{name}: {{at_least: {{times: "1/{times}", of: {other}}}}}}}'
        case Every(parts):
            return f"{{all: [{', '.join(_test(one) for one in parts)}]}}"
        case Some(parts):
            return f"{{any: [{', '.join(_test(one) for one in parts)}]}}"
        case No(part):
            return f"{{not: {_test(part)}}}"
        case _:
            assert_never(test)
