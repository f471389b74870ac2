"""The policies of the benchmark as policy files, loaded as any file is."""

from __future__ import annotations

from scoring.books import Book, Criterion

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


def model(book: Book) -> Policy:
    """A policy, loaded."""
    return api.load_from(Loader(), GivenText(policy_text(book), "<benchmark>")).model


def policy_text(book: Book) -> str:
    """A policy as YAML."""
    lines = [HEAD.rstrip()]
    lines += [f"  {name}: {{{_label(name)}, {AMOUNT}}}" for name in book.amounts]
    lines += [_enum(name, count) for name, count in book.enums.items()]
    lines += [f"  {name}: {{{_label(name)}, type: boolean}}" for name in (*book.flags, "watched")]
    half = f"{{attribute: {book.half}, times: 0.5{_none(book)}}}"
    whole = f"{{attribute: {book.whole}{_none(book)}}}"
    lines += ["derived:", f"  assets: {{{_label('assets')}, sum: [{whole}, {half}]}}"]
    lines += ["scorecard:", "  characteristics:"]
    lines += [_criterion(book, number, one) for number, one in enumerate(book.criteria)]
    lines.append("knockouts:")
    tests = [f"{{{name}: true}}" for name in book.flags]
    tests += [f"{{{name}: {{below: {amount(least)}}}}}" for name, least in book.floors]
    lines += [_knockout(f"knockout-{at}", test, "reject") for at, test in enumerate(tests)]
    lines.append(_knockout("watched", "{watched: true}", "refer"))
    return "\n".join([*lines, *_tiers(book), "otherwise: {tier: plain}"]) + "\n"


def _tiers(book: Book) -> list[str]:
    one, two, three, four = book.least
    third = f'{{{book.times}: {{at_least: {{times: "1/3", of: {book.other}}}}}}}'
    rich = f"{{assets: {{at_least: {amount(book.rich)}}}}}"
    by_assets = f"{{all: [{_score(one)}, {rich}]}}"
    paths = f"[{{id: by-score, when: {_score(two)}}}, {{id: by-assets, when: {by_assets}}}]"
    conditions = {
        "tier-4": f"when: {{all: [{_score(four)}, {third}]}}",
        "tier-3": f"when: {_score(three)}",
        "tier-2": f"paths: {paths}",
        "tier-1": f"when: {_score(one)}",
    }
    lines = ["tiers:"]
    for name, condition in conditions.items():
        lines.append(f"  - {{id: {name}, title: {{en: {name}, zh: {name}}}, {condition}}}")
    return lines


def _score(least: int) -> str:
    return f"{{score: {{at_least: {least}}}}}"


def _knockout(name: str, test: str, effect: str) -> str:
    reason = f"{{code: {name.upper()}, en: A reason., zh: 理由。}}"
    return f"  - {{id: {name}, when: {test}, effect: {effect}, reason: {reason}}}"


def _label(name: str) -> str:
    return f"label: {{en: {name}, zh: {name}}}"


def _none(book: Book) -> str:
    return ", missing: 0" if book.missing else ""


def _enum(name: str, count: int) -> str:
    values = ", ".join(f"code{i}: {{en: code{i}, zh: code{i}}}" for i in range(count))
    return f"  {name}: {{{_label(name)}, type: enum, values: {{{values}}}}}"


def _criterion(book: Book, number: int, one: Criterion) -> str:
    head = f"    - {{id: criterion-{number}, attribute: {one.attribute}, "
    if one.cuts is None:
        listed = ", ".join(f"code{i}: {points}" for i, points in enumerate(one.points))
        return f"{head}points: {{{listed}}}{_none(book)}}}"
    rows = []
    for at, points in enumerate(one.points):
        bounds = []
        if at:
            bounds.append(f"at_least: {amount(one.cuts[at - 1])}")
        if at < len(one.cuts):
            bounds.append(f"below: {amount(one.cuts[at])}")
        rows.append(f"{{{', '.join([*bounds, f'points: {points}'])}}}")
    return f"{head}bins: [{', '.join(rows)}]{_none(book)}}}"


def amount(cents: int) -> str:
    """Cents as a file writes them."""
    return f"{cents // 100}.{cents % 100:02}"
