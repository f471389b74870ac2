"""The questions for solvers, over any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from exact.banks import (
    HIGHEST,
    AtLeast,
    Bank,
    Every,
    Flag,
    Grade,
    Multiple,
    No,
    Some,
    Test,
    all_tests,
    cuts_of,
    holds,
    linked_in,
    mentioned,
)
from exact.solvers import Amount, Backend, Lit, Terms


@dataclass(frozen=True, slots=True)
class Facts:
    """The variables of one customer."""

    amounts: Mapping[str, Amount]
    enums: Mapping[str, Sequence[Lit]]
    flags: Mapping[str, Lit]
    tested: dict[Test, Lit] = field(default_factory=dict)


def facts(backend: Backend, *banks: Bank) -> Facts:
    """A customer of some banks."""
    cuts, linked = cuts_of(*banks), linked_in(*banks)
    first = banks[0]
    return Facts(
        {one: backend.amount(cuts[one], HIGHEST, compared=one in linked) for one in cuts},
        {one: backend.codes(first.codes(one)) for one in first.enums()},
        {one: backend.flag() for one in first.flags},
    )


def twin(backend: Backend, bank: Bank, customer: Facts, name: str) -> Facts:
    """Another customer who differs in one attribute alone."""
    amounts, enums = dict(customer.amounts), dict(customer.enums)
    if name in enums:
        enums[name] = backend.codes(bank.codes(name))
    else:
        cuts, compared = cuts_of(bank)[name], name in linked_in(bank)
        amounts[name] = backend.amount(cuts, HIGHEST, compared=compared)
    other = Facts(amounts, enums, customer.flags)
    shared = (one for one in all_tests(bank) if name not in mentioned(one))
    other.tested.update((one, test(backend, customer, one)) for one in shared)
    return other


def test(backend: Backend, customer: Facts, asked: Test) -> Lit:
    """A test of a customer as a literal, made once."""
    if asked not in customer.tested:
        customer.tested[asked] = _test(backend, customer, asked)
    return customer.tested[asked]


def _test(backend: Backend, customer: Facts, asked: Test) -> Lit:
    match asked:
        case AtLeast(name, cents):
            return customer.amounts[name].at_least[cents]
        case Flag(name):
            return customer.flags[name]
        case Multiple(name, times, other):
            amounts = customer.amounts
            return backend.multiple(times, amounts[name].raw, amounts[other].raw)
        case Every(parts):
            return backend.every([test(backend, customer, one) for one in parts])
        case Some(parts):
            return backend.some([test(backend, customer, one) for one in parts])
        case No(part):
            return backend.no(test(backend, customer, part))
        case _:
            assert_never(asked)


def score(backend: Backend, bank: Bank, customer: Facts) -> tuple[list[tuple[int, Lit]], int]:
    """The score as points times literals, and what everybody has."""
    terms: list[tuple[int, Lit]] = []
    plus = 0
    for one in bank.criteria:
        if one.cuts is None:
            terms += zip(one.points, customer.enums[one.attribute], strict=True)
            continue
        amount = customer.amounts[one.attribute]
        more, base = backend.points(amount, one.cuts, one.points)
        terms += more
        plus += base
    return [(factor, lit) for factor, lit in terms if factor], plus


def ranks(backend: Backend, bank: Bank, customer: Facts) -> list[Lit]:
    """Whether the customer is not rejected, has the lowest tier or a better one, and so on."""
    passed = backend.no(backend.some([test(backend, customer, one) for one in bank.rejecting]))
    total = backend.total(*score(backend, bank, customer))
    met = []
    for grade in bank.grades:
        lits = [backend.reaches(total, grade.least)]
        if grade.test is not None:
            lits.append(test(backend, customer, grade.test))
        met.append(backend.every(lits))
    above = [backend.every([passed, backend.some(met[at:])]) for at in range(len(met))]
    return [passed, *above]


def lost(backend: Backend, first: Sequence[Lit], second: Sequence[Lit]) -> Lit:
    """Whether some rank that the first one has is lost in the second."""
    pairs = zip(first, second, strict=True)
    return backend.some([backend.every([one, backend.no(other)]) for one, other in pairs])


# -- questions -------------------------------------------------------------------------------------


def differ(backend: Backend, bank: Bank, other: Bank) -> None:
    """Somebody gets two outcomes."""
    customer = facts(backend, bank, other)
    one, two = ranks(backend, bank, customer), ranks(backend, other, customer)
    backend.insist(backend.some([lost(backend, one, two), lost(backend, two, one)]))


def laxer(backend: Backend, bank: Bank, other: Bank) -> None:
    """Somebody gets more from the other bank than from this one."""
    customer = facts(backend, bank, other)
    one, two = ranks(backend, bank, customer), ranks(backend, other, customer)
    backend.insist(lost(backend, two, one))


def flips(backend: Backend, bank: Bank, name: str) -> None:
    """Twins who differ in an attribute alone get two outcomes; either may be called the twin."""
    customer = facts(backend, bank)
    other = twin(backend, bank, customer, name)
    one, two = ranks(backend, bank, customer), ranks(backend, bank, other)
    backend.insist(lost(backend, one, two))


def hurts(backend: Backend, bank: Bank, name: str) -> None:
    """More of an amount loses a rank."""
    customer = facts(backend, bank)
    other = twin(backend, bank, customer, name)
    below, above = customer.amounts[name], other.amounts[name]
    backend.in_order(below, above)
    one, two = ranks(backend, bank, customer), ranks(backend, bank, other)
    backend.insist(lost(backend, one, two))


def crosses(backend: Backend, bank: Bank, name: str, cut: int) -> None:
    """Being just beyond a threshold instead of just below it changes an outcome."""
    cuts = cuts_of(bank)[name]
    at = cuts.index(cut)
    customer = facts(backend, bank)
    other = twin(backend, bank, customer, name)
    below, above = customer.amounts[name].at_least, other.amounts[name].at_least
    backend.insist(backend.no(below[cut]))
    if at:
        backend.insist(below[cuts[at - 1]])
    backend.insist(above[cut])
    if at + 1 < len(cuts):
        backend.insist(backend.no(above[cuts[at + 1]]))
    one, two = ranks(backend, bank, customer), ranks(backend, bank, other)
    backend.insist(backend.some([lost(backend, one, two), lost(backend, two, one)]))


def swing(backend: Backend, bank: Bank, name: str) -> Terms:
    """Twins, and minus the ranks between them: the least of it is the greatest swing."""
    customer = facts(backend, bank)
    other = twin(backend, bank, customer, name)
    one, two = ranks(backend, bank, customer), ranks(backend, bank, other)
    return [*((-1, lit) for lit in one), *((1, lit) for lit in two)]


def recourse(
    backend: Backend, bank: Bank, start: Mapping[str, int], prices: Mapping[str, int], tier: int
) -> Terms:
    """A customer with a tier, and what it costs to become that customer.

    Compared amounts do not move, so what compares them is settled beforehand.
    """
    bank = _settled(bank, start)
    customer = facts(backend, bank)
    terms: list[tuple[int, Lit]] = []
    for name, amount in customer.amounts.items():
        if name in prices:
            terms += _prices(backend, amount, cuts_of(bank)[name], start[name], prices[name])
            continue
        for cut in cuts_of(bank)[name]:
            lit = amount.at_least[cut]
            backend.insist(lit if start[name] >= cut else backend.no(lit))
    for name, lits in customer.enums.items():
        backend.insist(lits[start[name]])
    for name, lit in customer.flags.items():
        backend.insist(lit if start[name] else backend.no(lit))
    backend.insist(ranks(backend, bank, customer)[tier])
    return terms


def _settled(bank: Bank, start: Mapping[str, int]) -> Bank:
    """The bank without comparisons of two amounts; those that fail bar their tier."""
    grades = []
    for grade in bank.grades:
        asked = grade.test if grade.test is None else _known(grade.test, start)
        if asked is not False:
            grades.append(replace(grade, test=None if asked is True else asked))
        else:
            grades.append(Grade(10**6))
    return replace(bank, grades=tuple(grades))


def _known(asked: Test, start: Mapping[str, int]) -> Test | bool | None:
    """A test with its comparisons of two amounts replaced by their truth."""
    match asked:
        case Multiple():
            return holds(asked, dict(start))
        case No(part):
            inner = _known(part, start)
            return not inner if isinstance(inner, bool) else No(part)
        case Every(parts) | Some(parts):
            ends = isinstance(asked, Some)
            found = [_known(one, start) for one in parts]
            if ends in found:
                return ends
            kept = tuple(one for one in found if one is not None and not isinstance(one, bool))
            return type(asked)(kept) if kept else not ends
        case _:
            return asked


def _prices(
    backend: Backend, amount: Amount, cuts: Sequence[int], start: int, price: int
) -> list[tuple[int, Lit]]:
    """From threshold to threshold, what it costs to be beyond it."""
    terms: list[tuple[int, Lit]] = []
    here = start
    for cut in sorted(cut for cut in cuts if cut > start):
        terms.append((price * (cut - here), amount.at_least[cut]))
        here = cut
    here = start
    for cut in sorted((cut for cut in cuts if cut <= start), reverse=True):
        terms.append((price * (here - cut + 1), backend.no(amount.at_least[cut])))
        here = cut - 1
    return terms
