"""Small worlds for recourse: random policies over narrow domains, and all their ways tried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

from tests.build import HEADER, LOADER

from evenhand import api
from evenhand.analysis.recourse.situation import Situation, Wishes, situation
from evenhand.engines.possible import limits_of, violated
from evenhand.engines.reference import decide
from evenhand.loading.origin import GivenText
from evenhand.model.action import Span
from evenhand.model.customer import Customer, Given, make_customer
from evenhand.model.outcome import Reading
from evenhand.model.values import Value
from evenhand.result import Run

RUN = Run("recourse", date(2026, 11, 24))

ATTRIBUTES = """\
attributes:
  asset:
    label: {en: Asset, zh: 资产}
    type: integer
    range: {at_least: 0, at_most: 4}
    action: {raise: {cost: ASSET, per: 1, takes: {months: 2}}}
  debt:
    label: {en: Debt, zh: 负债}
    type: integer
    range: {at_least: 0, at_most: 3}
    action: {lower: {cost: 1, per: 2, takes: {months: 1}}, raise: {cost: 0, takes: {days: 3}}}
  salary:
    label: {en: Salary, zh: 工资}
    type: boolean
    action: {set: {cost: SALARY, takes: {months: 3}}}
  grade:
    label: {en: Grade, zh: 级别}
    type: ordinal
    order: [low, mid, high]
    values: {low: {en: Low, zh: 低}, mid: {en: Mid, zh: 中}, high: {en: High, zh: 高}}
    action: {raise: {cost: 2, takes: {months: 4}}}
  tenure_here:
    label: {en: Tenure, zh: 时长}
    type: integer
    unit: months
    range: {at_least: 0, at_most: 6}
    grows: with_time
  years_old:
    label: {en: Age, zh: 年龄}
    type: integer
    unit: years
    range: {at_least: 0, at_most: 3}
    class: demographic
    grows: with_time
  office:
    label: {en: Office, zh: 职务}
    type: enum
    class: office
    values: {none: {en: None, zh: 无}, chief: {en: Chief, zh: 长官}}
    action: {set: {cost: 0}}
"""

DOMAINS: Mapping[str, tuple[Value, ...]] = {
    "asset": tuple(Fraction(n) for n in range(5)),
    "debt": tuple(Fraction(n) for n in range(4)),
    "salary": (False, True),
    "grade": ("low", "mid", "high"),
}


@dataclass(frozen=True, slots=True)
class Small:
    """A random policy with a customer; the costs of its two random actions."""

    policy: api.Policy
    customer: Customer
    asset: Fraction
    salary: Fraction
    points: Mapping[str, tuple[int, ...]]
    cut: int
    knockout: int | None

    def situation(self, **wishes: object) -> Situation:
        settings: dict[str, object] = {"horizon": Span(months=6), **wishes}
        return situation(
            self.policy.model,
            self.customer,
            "gold",
            Wishes(**settings),  # type: ignore[arg-type]
            Reading.DECLARED,
        )


def small(seed: int) -> Small:
    """The small world of a seed."""
    random = Random(seed)
    asset, salary = random.choice(("1", "0.5", "3", "0")), random.choice(("0", "1", "4"))
    points = {
        "asset": tuple(sorted(random.randint(0, 6) for _ in range(5))),
        "debt": tuple(random.randint(-3, 3) for _ in range(4)),
        "salary": (0, random.randint(0, 4)),
        "grade": tuple(random.randint(0, 5) for _ in range(3)),
        "tenure_here": tuple(random.randint(0, 4) for _ in range(7)),
        "years_old": tuple(random.randint(0, 2) for _ in range(4)),
        "office": (0, random.randint(0, 9)),
    }
    cut = random.randint(4, 18)
    knockout = random.choice((None, 1, 2, 3))
    text = _text(asset, salary, points, cut, knockout)
    policy = api.load_from(LOADER, GivenText(text, "small.yaml"))
    given: dict[str, Given] = {
        "asset": str(random.randint(0, 3)),
        "debt": str(random.randint(0, 3)),
        "salary": random.random() < 0.3,
        "grade": random.choice(("low", "mid")),
        "tenure_here": str(random.randint(0, 4)),
        "years_old": str(random.randint(0, 2)),
        "office": "none",
    }
    customer = make_customer(policy.model.dictionary, given)
    return Small(policy, customer, Fraction(asset), Fraction(salary), points, cut, knockout)


def _text(
    asset: str, salary: str, points: Mapping[str, tuple[int, ...]], cut: int, knockout: int | None
) -> str:
    def bins(name: str) -> str:
        rows = (
            f"{{at_least: {at}, at_most: {at}, points: {given}}}"
            for at, given in enumerate(points[name])
        )
        return f"{{id: {name.replace('_', '-')}, attribute: {name}, bins: [{', '.join(rows)}]}}"

    def codes(name: str, listed: tuple[str, ...]) -> str:
        rows = ", ".join(f"{c}: {p}" for c, p in zip(listed, points[name], strict=True))
        return f"{{id: {name}, attribute: {name}, points: {{{rows}}}}}"

    lines = [HEADER + "vocabulary: [core]", ATTRIBUTES.rstrip()]
    text = "\n".join(lines).replace("ASSET", asset).replace("SALARY", salary) + "\n"
    if knockout is not None:
        text += f"""\
knockouts:
  - id: indebted
    when: {{debt: {{at_least: {knockout}}}, tenure_here: {{below: 5}}}}
    effect: reject
    reason: {{code: R1, en: Debt., zh: 负债。}}
"""
    text += f"""\
scorecard:
  characteristics:
    - {bins("asset")}
    - {bins("debt")}
    - {{id: salary, when: {{salary: true}}, points: {points["salary"][1]}}}
    - {codes("grade", ("low", "mid", "high"))}
    - {bins("tenure_here")}
    - {bins("years_old")}
    - {codes("office", ("none", "chief"))}
tiers:
  - id: gold
    title: {{en: Gold, zh: 金}}
    when: {{score: {{at_least: {cut}}}}}
otherwise: {{tier: plain}}
"""
    return text


# -- all ways, by trying ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """One way that leads to the tier: what it costs, what it changes, and in how many days."""

    cost: Fraction
    changed: frozenset[str]
    days: int

    @property
    def order(self) -> tuple[Fraction, int, int]:
        return self.cost, len(self.changed), self.days


def every_way(world: Small, frozen: frozenset[str] = frozenset()) -> Iterator[Tried]:
    """Every way within six months, at every length, over the whole domains."""
    limits = limits_of(world.policy.model)
    lengths = [*((n, 0) for n in range(7)), *((0, n) for n in (1, 2, 3, 7))]
    names = [name for name in DOMAINS if name not in frozen]
    for months, days in lengths:
        values = dict(world.customer.values)
        for name, whole in (("tenure_here", months), ("years_old", months // 12)):
            now = values[name]
            assert isinstance(now, Fraction)
            values[name] = min(now + whole, Fraction(6 if name == "tenure_here" else 3))
        for chosen in product(*(DOMAINS[name] for name in names)):
            after = dict(zip(names, chosen, strict=True))
            cost = _cost(world, values, after, months, days)
            if cost is None:
                continue
            customer = Customer({**values, **after})
            if violated(world.policy.model, customer, limits):
                continue
            if decide(world.policy.model, customer).outcome.outcome == "gold":
                changed = frozenset(n for n in names if after[n] != values[n])
                yield Tried(cost, changed, 31 * months + days)


def _cost(
    world: Small, now: Mapping[str, Value], after: Mapping[str, Value], months: int, days: int
) -> Fraction | None:
    """What moving costs, or None where the actions or the time do not allow it."""
    total = Fraction(0)
    for name, value in after.items():
        before = now[name]
        if value == before:
            continue
        step = _step(world, name, before, value)
        if step is None:
            return None
        cost, needs = step
        if needs > 31 * months + days:
            return None
        total += cost
    return total


def _step(world: Small, name: str, before: Value, after: Value) -> tuple[Fraction, int] | None:
    match name:
        case "asset":
            assert isinstance(before, Fraction) and isinstance(after, Fraction)
            return (world.asset * (after - before), 62) if after > before else None
        case "debt":
            assert isinstance(before, Fraction) and isinstance(after, Fraction)
            lowered = before > after
            return (Fraction(before - after, 2), 31) if lowered else (Fraction(0), 3)
        case "salary":
            return world.salary, 93
        case _:
            codes = ("low", "mid", "high")
            up = codes.index(str(after)) - codes.index(str(before))
            return (Fraction(2 * up), 124) if up > 0 else None
