"""The list of benchmarks/questions.md: for each question how every engine is asked it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from exact import banks, encode, ours
from exact.banks import HIGHEST, OCCUPATION, Bank
from exact.solvers import Backend, Found, Terms
from exact.text import HEAD, amount, loaded, model

from evenhand.model.policy import Policy

SAMPLE = 12
"""So many amounts and so many bands are asked about one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its right answer, evenhand's way, and that of solvers.

    ``encoded`` builds a model; where it returns terms, the least of their sum is the answer, up to
    its sign. ``parts`` is how many such questions there are in all, where ``encoded`` is only some
    of them; evenhand answers all and tells the same ones.
    """

    id: str
    right: str
    evenhand: Callable[[], tuple[Found, ...]]
    encoded: tuple[Callable[[Backend], Terms | None], ...]
    parts: int = 1


def questions(n: int) -> Iterator[Asked]:
    """All questions about policies of n criteria, one after the other."""
    bank = banks.make(n)
    policy = model(bank)
    linked = banks.linked_in(bank)
    free = [name for name in bank.amounts() if name not in linked]
    yield _differ("moved", "yes", bank, policy, banks.moved(bank))
    yield _differ("refactored", "no", bank, policy, banks.refactored(bank))
    for name, chosen in (
        ("monotone", free[len(free) // 2]),
        ("monotone-linked", bank.amounts()[0]),
    ):
        yield Asked(
            name,
            "no",
            partial(_one, ours.hurts, policy, chosen),
            (partial(encode.hurts, bank=bank, name=chosen),),
        )
    yield _everything(bank, policy)
    yield _flip("flip", "yes", bank, policy)
    fair = banks.fair_by_arithmetic(bank)
    yield _flip("flip-arithmetic", "no", fair, model(fair))
    yield _laxer("stricter", "no", bank, banks.refactored(banks.stricter(bank)))
    plain = banks.make(n, 1, unit=1, linked=False)
    tight, loose = banks.just_stricter(plain, banks.unrelated(plain))
    yield _laxer("unrelated-true", "no", plain, tight)
    yield _laxer("unrelated-false", "yes", plain, loose)
    yield Asked(
        "swing",
        "yes",
        lambda: (ours.swing(policy),),
        (lambda backend: encode.swing(backend, bank, OCCUPATION),),
    )
    yield _recourse(bank, policy)


def _one(ask: Callable[..., Found], *about: object) -> tuple[Found, ...]:
    return (ask(*about),)


def _differ(name: str, right: str, bank: Bank, policy: Policy, other: Bank) -> Asked:
    second = model(other)
    return Asked(
        name,
        right,
        lambda: (ours.differ(policy, second),),
        (lambda backend: encode.differ(backend, bank, other),),
    )


def _laxer(name: str, right: str, bank: Bank, other: Bank) -> Asked:
    first, second = model(bank), model(other)
    return Asked(
        name,
        right,
        lambda: (ours.laxer(first, second),),
        (lambda backend: encode.laxer(backend, bank, other),),
    )


def _flip(name: str, right: str, bank: Bank, policy: Policy) -> Asked:
    return Asked(
        name,
        right,
        lambda: (ours.flips(policy),),
        (lambda backend: encode.flips(backend, bank, OCCUPATION),),
    )


def _everything(bank: Bank, policy: Policy) -> Asked:
    """All directions and all thresholds; solvers are asked about a sample of both."""
    amounts, linked = bank.amounts(), banks.linked_in(bank)
    cuts = banks.cuts_of(bank)
    thresholds = [(name, cut) for name in amounts if name not in linked for cut in cuts[name]]
    random = Random(1)
    some = random.sample(amounts, min(SAMPLE, len(amounts)))
    few = random.sample(thresholds, min(SAMPLE, len(thresholds)))
    theirs: list[Callable[[Backend], Terms | None]] = [
        partial(encode.hurts, bank=bank, name=name) for name in some
    ]
    theirs += [partial(encode.crosses, bank=bank, name=name, cut=cut) for name, cut in few]
    parts = len(amounts) + len(thresholds)
    mine = partial(ours.everything, policy, some, few)
    return Asked("all-directions", "any", mine, tuple(theirs), parts)


def _recourse(bank: Bank, policy: Policy) -> Asked:
    """A customer with a tier and a way to the next one, drawn until there is one."""
    linked = banks.linked_in(bank)
    movable = [name for i, name in enumerate(bank.amounts()) if i % 2 == 0 and name not in linked]
    prices = {name: 1 + i % 4 for i, name in enumerate(movable)}
    random = Random(7)
    start = banks.drawn_customer(bank, random)
    while not (
        0 <= banks.tier_of(bank, start) < len(bank.grades) - 1 and _way(bank, start, prices)
    ):
        start = banks.drawn_customer(bank, random)
    tier = banks.tier_of(bank, start) + 1
    return Asked(
        "recourse",
        "yes",
        lambda: (ours.recourse(policy, start, prices, tier),),
        (lambda backend: encode.recourse(backend, bank, start, prices, tier),),
    )


def _way(bank: Bank, start: dict[str, int], prices: dict[str, int]) -> bool:
    """Points rise with every amount, so there is a way if the highest amounts are one."""
    best = start | dict.fromkeys(prices, HIGHEST)
    return banks.tier_of(bank, best) > banks.tier_of(bank, start)


# -- eight balances --------------------------------------------------------------------------------

FLOORS = tuple(100_000 * (i + 1) for i in range(8))


def balances() -> Iterator[Asked]:
    """Whether asking for a sum matters beside the floors of its parts."""
    for name, right, least in (("true", "no", sum(FLOORS)), ("false", "yes", sum(FLOORS) + 1)):
        with_sum, without_sum = (loaded(_balances(least if asked else None)) for asked in (1, 0))
        yield Asked(
            f"balances-{name}",
            right,
            partial(_one, ours.differ, with_sum, without_sum),
            (partial(_sum_matters, least=least),),
        )


def _balances(least: int | None) -> str:
    lines = [HEAD.rstrip()]
    form = "type: money, step: 0.01, range: {at_least: 0, at_most: 1_000_000}, typical: 0"
    names = [f"balance{i}" for i in range(len(FLOORS))]
    lines += [f"  {one}: {{label: {{en: {one}, zh: {one}}}, {form}}}" for one in names]
    parts = ", ".join(f"{{attribute: {one}}}" for one in names)
    lines += ["derived:", f"  total: {{label: {{en: total, zh: total}}, sum: [{parts}]}}"]
    pairs = zip(names, FLOORS, strict=True)
    asked = [f"{{{one}: {{at_least: {amount(floor)}}}}}" for one, floor in pairs]
    if least is not None:
        asked.append(f"{{total: {{at_least: {amount(least)}}}}}")
    lines.append("tiers:")
    title = "title: {en: T1, zh: T1}"
    lines.append(f"  - {{id: tier-1, {title}, when: {{all: [{', '.join(asked)}]}}}}")
    lines.append("otherwise: {tier: plain}")
    return "\n".join(lines) + "\n"


def _sum_matters(backend: Backend, least: int) -> None:
    """Somebody gets the tier of one of two policies and not of the other."""
    amounts = [backend.amount((floor,), HIGHEST, compared=True) for floor in FLOORS]
    floors = [one.at_least[floor] for one, floor in zip(amounts, FLOORS, strict=True)]
    reached = backend.sum_reaches([one.raw for one in amounts], least)
    one, two = [backend.every([*floors, reached])], [backend.every(floors)]
    backend.insist(backend.some([encode.lost(backend, one, two), encode.lost(backend, two, one)]))
