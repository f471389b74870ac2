"""One policy's page, and the front page over all: what they show, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from evenhand.analysis.audit.citations import cited
from evenhand.analysis.audit.rule import Rule
from evenhand.analysis.report import Dossier, Sheet
from evenhand.finding import Finding, Severity
from evenhand.messages import Bilingual, message
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, listed
from evenhand.reporting.dossier import evidence, rules
from evenhand.reporting.dossier.codes import coded
from evenhand.reporting.dossier.declared import Safeguard, safeguards
from evenhand.reporting.dossier.earlier import Earlier, earlier
from evenhand.reporting.dossier.evidence import (
    Case,
    Cited,
    Fact,
    OpenPlace,
    Share,
)
from evenhand.reporting.dossier.points import Card, cards
from evenhand.reporting.dossier.rules import Bar, TierView, Way
from evenhand.reporting.dossier.words import Clause, Note, outcome_words
from evenhand.result import Input

FRONT: Final = "index"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the source line it points to, split around the stretch that is meant."""

    finding: Finding
    excerpt: tuple[str, str, str] | None
    place: str | None
    remedies: tuple[Words, ...]
    witness: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """All findings of one rule and severity, with what holds of all of them."""

    rule: str
    severity: str
    title: Words | None
    why: Words | None
    remedy: Words | None
    citations: tuple[Words, ...]
    found: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that one policy's page shows."""

    id: str
    name: str
    title: Bilingual
    bank: Words
    standing: Words
    sentence: Words
    glance: tuple[tuple[Words, Words], ...]
    counts: Mapping[str, int]
    note: tuple[Note, ...]
    scope: Clause | None
    tiers: tuple[TierView, ...]
    bars: tuple[Bar, ...]
    cards: tuple[Card, ...]
    terms: tuple[Way, ...]
    open: tuple[OpenPlace, ...]
    findings: tuple[Kind, ...]
    earlier: Earlier | None
    shares: tuple[Share, ...]
    cases_tried: int
    seed: int
    cases: tuple[Case, ...]
    passed: int
    safeguards: tuple[Safeguard, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Cited, ...]
    inputs: tuple[Input, ...]


def page_name(policy: str) -> str:
    """The name of a policy's page, without the suffix; the front page's own name is kept free."""
    return f"policy-{policy}" if policy == FRONT else policy


def pages(dossier: Dossier) -> tuple[Page, ...]:
    """The pages of a dossier in the order of the policies' ids."""
    return tuple(page(sheet, dossier) for sheet in dossier.sheets)


def page(sheet: Sheet, dossier: Dossier) -> Page:
    """One policy's page."""
    policy = sheet.policy
    header = policy.header
    notes = header.about
    return Page(
        id=policy.id,
        name=page_name(policy.id),
        title=header.title,
        bank=header.bank.name,
        standing=coded("standing", header.standing),
        sentence=_sentence(sheet),
        glance=_glance(policy),
        counts={one.value: sheet.count(one) for one in Severity},
        note=tuple(
            Note(message(key), words)
            for key, words in (("dossier.because", notes.because), ("dossier.remark", notes.note))
            if words is not None
        ),
        scope=rules.scope(policy),
        tiers=rules.tiers(policy),
        bars=rules.bars(policy),
        cards=cards(policy),
        terms=rules.terms(policy),
        open=evidence.open_places(sheet.left_open),
        findings=tuple(_kinds(sheet, dossier.rules)),
        earlier=None if sheet.earlier is None else earlier(sheet.earlier),
        shares=evidence.shares(sheet),
        cases_tried=sheet.simulated.n,
        seed=dossier.run.seed or 0,
        cases=evidence.cases(sheet),
        passed=sheet.passed,
        safeguards=safeguards(policy),
        facts=evidence.facts(policy),
        sources=evidence.cited(policy),
        inputs=sheet.inputs,
    )


def _sentence(sheet: Sheet) -> Words:
    """The policy in one sentence."""
    policy = sheet.policy
    names = [outcome_words(tier.id, policy) for tier in policy.tiers]
    names.append(outcome_words(policy.otherwise.tier, policy))
    return message(
        "dossier.sentence",
        tiers=listed(names, "describe.or"),
        facts=len(evidence.facts(policy)),
        knockouts=len(policy.knockouts),
        items=len(policy.characteristics()),
        open=len(sheet.left_open),
    )


def _glance(policy: Policy) -> tuple[tuple[Words, Words], ...]:
    header = policy.header
    rows: list[tuple[Words, Words | None]] = [
        (message("dossier.glance-bank"), header.bank.name),
        (
            message("dossier.glance-bank-kind"),
            None if header.bank.kind is None else coded("bank", header.bank.kind),
        ),
        (message("dossier.glance-type"), coded("type", header.type)),
        (message("dossier.glance-where"), listed(list(header.jurisdictions), "describe.comma")),
        (message("dossier.glance-currency"), header.currency),
        (message("dossier.glance-version"), header.version),
        (
            message("dossier.glance-from"),
            header.effective_from or message("dossier.unstated"),
        ),
        (message("dossier.glance-until"), header.effective_until),
        (message("dossier.glance-standing"), coded("standing", header.standing)),
        (message("dossier.glance-binding"), _yes_no(header.binding)),
        (message("dossier.glance-origin"), header.origin),
        (message("dossier.glance-owner"), header.owner),
        (message("dossier.glance-undecided"), _undecided(policy)),
    ]
    return tuple((label, words) for label, words in rows if words is not None)


def _undecided(policy: Policy) -> Words:
    return message(
        "dossier.undecided-floor" if policy.undecided_floor else "dossier.undecided-refer"
    )


def _yes_no(fact: bool | None) -> Words | None:
    if fact is None:
        return None
    return message("describe.yes") if fact else message("describe.no")


def _kinds(sheet: Sheet, rules: Mapping[str, Rule]) -> Iterator[Kind]:
    """The findings by rule, gravest first."""
    ranks = {severity: at for at, severity in enumerate(Severity)}
    ordered = sorted(sheet.findings, key=lambda one: (ranks[one.severity], one.rule))
    for (severity, name), found in groupby(ordered, key=lambda one: (one.severity, one.rule)):
        ours = tuple(found)
        rule = rules.get(name)
        yield Kind(
            name,
            severity.value,
            None if rule is None else rule.title,
            None if rule is None else rule.why,
            None if rule is None else rule.remedy,
            tuple(map(cited, dict.fromkeys(name for one in ours for name in one.citations))),
            tuple(_shown(one, rule) for one in ours),
        )


def _shown(finding: Finding, rule: Rule | None) -> Shown:
    common = None if rule is None else rule.remedy
    advice = (finding.hint, finding.remedy)
    where = finding.location
    place = None
    if where is not None:
        place = f"{where.path}:{where.line}" if where.source.lines else where.path
    return Shown(
        finding,
        _excerpt(finding),
        place,
        tuple(one for one in advice if one is not None and one != common),
        tuple((finding.witness or {}).items()),
    )


WIDEST: Final = 400
"""Characters of a source line that are shown around the stretch that a finding means."""


def _excerpt(finding: Finding) -> tuple[str, str, str] | None:
    """The source line before, within and after the stretch; None where there is no line."""
    where = finding.location
    if where is None or not where.excerpt.strip():
        return None
    line = where.excerpt.rstrip()
    start = min(where.column - 1, len(line))
    end = where.end_column - 1 if where.end_line == where.line else len(line)
    end = min(max(start, end), start + WIDEST)
    before, after = line[max(0, start - WIDEST) : start].lstrip(), line[end : end + WIDEST]
    return before, line[start:end], after
