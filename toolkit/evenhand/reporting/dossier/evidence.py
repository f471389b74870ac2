"""What is known about a policy: open places, customers tried, sources, inputs, safeguards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.analysis.left_open import LeftOpen
from evenhand.analysis.report import Sheet
from evenhand.analysis.worked import Checked
from evenhand.messages import message
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED, Outcome, Status
from evenhand.model.policy import Policy, PolicySource
from evenhand.model.values import Value
from evenhand.model.wording import Words, listed, role_words
from evenhand.reporting.dossier.codes import coded
from evenhand.reporting.dossier.words import customer_words, outcome_words, place


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """One thing that the source leaves open: what, in whose words, how it is read and why."""

    sort: Words
    element: str
    about: Words | None
    said: tuple[Words, ...]
    taken: Words | None
    because: Words | None
    place: str


@dataclass(frozen=True, slots=True)
class Share:
    """One outcome of the edge cases; ``tone`` is how it is drawn, ``start`` and ``width`` are
    thousandths of the bar."""

    outcome: Words
    count: int
    tone: str
    start: int
    width: int
    example: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A worked customer as it is shown."""

    name: Words
    origin: Words
    why: Words | None
    given: tuple[tuple[Words, Words], ...]
    expected: Words
    got: Words
    passed: bool
    reading: Words
    place: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its standing."""

    id: str
    title: Words
    kind: Words
    confidence: Words
    as_of: str | None
    complete: Words
    details: tuple[tuple[Words, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that the bank needs to know of a customer."""

    id: str
    label: Words
    sort: Words
    category: Words | None
    changeable: bool
    human: bool
    proxies: tuple[Words, ...]


def open_places(found: tuple[LeftOpen, ...]) -> tuple[OpenPlace, ...]:
    """The open places as they are shown."""
    return tuple(
        OpenPlace(
            coded("open", one.sort),
            one.element,
            one.about,
            tuple(_said(one)),
            one.taken,
            one.because,
            place(one.location),
        )
        for one in found
    )


def _said(one: LeftOpen) -> Iterator[Words]:
    """The source's words in quotes, or who decides; then the values that sources give."""
    if one.wording is not None:
        is_role = one.sort == "discretion"
        yield role_words(one.wording) if is_role else message("dossier.quoted", words=one.wording)
    yield from one.values


# -- customers -------------------------------------------------------------------------------------


def shares(sheet: Sheet) -> tuple[Share, ...]:
    """The outcomes that edge cases met: best tier first, then the rest, then what is no tier."""
    policy = sheet.policy
    order = {name: at for at, name in enumerate(_ranked(policy))}
    met = sorted(
        (one for one in sheet.simulated.outcomes if one.count),
        key=lambda one: order.get(one.outcome, len(order)),
    )
    total = sum(one.count for one in met)
    found, start, seen = [], 0, 0
    for one in met:
        seen += one.count
        end = (2 * seen * 1000 + total) // (2 * total)
        found.append(
            Share(
                outcome_words(one.outcome, policy),
                one.count,
                _tone(one.outcome, policy),
                start,
                end - start,
                () if one.example is None else customer_words(given(one.example), policy),
            )
        )
        start = end
    return tuple(found)


def given(customer: Customer) -> dict[str, Value | None]:
    """A customer's values and recorded answers by name, sorted."""
    answers = {DISCRETION_PREFIX + name: one for name, one in customer.discretion.items()}
    return {**dict(sorted(customer.values.items())), **dict(sorted(answers.items()))}


def _ranked(policy: Policy) -> tuple[str, ...]:
    tiers = tuple(tier.id for tier in policy.tiers)
    return (*tiers, policy.otherwise.tier, REJECTED, REFER, OUT_OF_SCOPE)


def _tone(outcome: str, policy: Policy) -> str:
    """The class of a stretch of the bar; ``tier-1`` is the best tier, six are told apart."""
    fixed = {REJECTED: "rejected", REFER: "refer", REFERRED: "refer", OUT_OF_SCOPE: "outside"}
    if outcome in fixed:
        return fixed[outcome]
    if outcome == policy.otherwise.tier:
        return "rest"
    at = next((n for n, tier in enumerate(policy.tiers) if tier.id == outcome), 0)
    return f"tier-{min(at, 5) + 1}"


def cases(sheet: Sheet) -> tuple[Case, ...]:
    """The worked customers, those that fail first; generated ones only where they fail."""
    ordered = sorted(sheet.cases, key=lambda one: one.passed)
    return tuple(_case(one, sheet.policy) for one in ordered)


def _case(one: Checked, policy: Policy) -> Case:
    example = one.example
    return Case(
        example.name,
        coded("from", example.origin.value),
        example.why,
        customer_words(example.given, policy),
        outcome_words(example.expect.outcome, policy),
        _got(one.decision.outcome, policy),
        one.passed,
        coded("reading", example.reading.value),
        place(example.location),
    )


def _got(outcome: Outcome, policy: Policy) -> Words:
    got = outcome_words(outcome.outcome, policy)
    if outcome.status is Status.DECIDED or len(outcome.possible) < 2:
        return got
    possible = [outcome_words(name, policy) for name in outcome.possible]
    return message(
        "dossier.undecided-between", outcome=got, possible=listed(possible, "describe.or")
    )


# -- sources and facts --------------------------------------------------------------------


def cited(policy: Policy) -> tuple[Cited, ...]:
    """The policy's sources."""
    return tuple(_cited(source) for source in policy.header.sources.values())


def _cited(source: PolicySource) -> Cited:
    details = tuple(
        (message(f"dossier.detail-{name}"), value)
        for name, value in source.details.items()
        if name in ("publisher", "url")
    )
    return Cited(
        source.id,
        source.title,
        coded("source", source.kind),
        coded("confidence", source.confidence),
        source.as_of,
        message("dossier.complete") if source.complete else message("dossier.incomplete"),
        details,
    )


def facts(policy: Policy) -> tuple[Fact, ...]:
    """What the bank must know of a customer to decide, in order of first mention."""
    return tuple(_fact(name, policy) for name in used_attributes(policy))


def _fact(name: str, policy: Policy) -> Fact:
    one = policy.dictionary.attributes[name]
    return Fact(
        name,
        one.label,
        message(f"kind.{one.kind.value}"),
        None if one.category is None else coded("class", one.category),
        one.action is not None,
        one.human,
        tuple(coded("proxy", group) for group in one.proxy_for),
    )
