"""Markdown for a diff's outcomes: verdicts, changes of outcome, benefits, traits, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.analysis.diff.responsible import Responsible
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.semantic import Semantics
from evenhand.analysis.diff.transition import Transition
from evenhand.finding import Finding
from evenhand.messages import Language, message
from evenhand.model.wording import Words, listed
from evenhand.reporting.diagnostics import place
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.text.outcomes import (
    benefit_words,
    customer_words,
    flip_words,
    headline,
    remarks_on,
    verdict_remarks,
    verdict_rows,
    way_back_words,
)

HOWS = ("lost", "gained", "changed")


def outcome_sections(result: Diff, language: Language) -> Iterator[str]:
    """All sections about outcomes; those without content are left out."""
    whole = result.semantics
    if not whole.by_structure:
        yield from _verdicts(whole, language)
    yield from _transitions(whole, language)
    yield from _effects(result, language)
    for key, flips in (("begun", result.flips.begun), ("ceased", result.flips.ceased)):
        yield from _listed(f"diff.deciding.{key}", [flip_words(one) for one in flips], language)
    unknown = [
        message("diff.row", row=one.label, points=one.reason or "") for one in result.flips.unknown
    ]
    yield from _listed("diff.deciding.unknown", unknown, language)
    for key, findings in (("new", result.news.new), ("resolved", result.news.resolved)):
        yield from _findings(f"diff.findings.{key}", findings, language)


def _title(key: str, count: int, language: Language) -> list[str]:
    return [f"## {text(message(key), language)} ({count})", ""]


def _verdicts(whole: Semantics, language: Language) -> Iterator[str]:
    head, *rows = [[text(cell, language) for cell in row] for row in verdict_rows(whole)]
    yield from table(head, rows)
    for remark in verdict_remarks(whole):
        yield from (text(remark, language), "")


def _transitions(whole: Semantics, language: Language) -> Iterator[str]:
    if not whole.transitions:
        return
    yield from _title("diff.transitions", len(whole.transitions), language)
    keys = ("column.outcome", "witness", "side.old", "side.new", "column.benefits")
    head = [text(message(f"diff.{key}"), language) for key in keys]
    rows = [
        [
            text(headline(one, remarks_on(one)), language),
            text(customer_words(one.told, whole=True), language),
            _element(one.old, language),
            _element(one.new, language),
            "<br>".join(_benefits(one, language)),
        ]
        for one in whole.transitions
    ]
    yield from table(head, rows)


def _element(one: Responsible, language: Language) -> str:
    return f"{text(one.text, language)} {code(one.element)} {code(place(one.at))}"


def _benefits(one: Transition, language: Language) -> Iterator[str]:
    """What the customer gains and loses, and the way back if somebody asked for it."""
    for how in HOWS:
        rows = [benefit_words(each) for each in one.benefits if each.how == how]
        if rows:
            yield text(_how(how, rows), language)
    if one.regained is not None:
        back = message(
            "diff.row", row=message("diff.way-back-mark"), points=way_back_words(one.regained)
        )
        yield text(back, language)


def _how(how: str, rows: Sequence[Words]) -> Words:
    said = listed(rows, "describe.semicolon")
    return message("diff.row", row=message(f"diff.benefits.{how}"), points=said)


def _effects(result: Diff, language: Language) -> Iterator[str]:
    rows: list[Words] = []
    for tier in result.effects:
        for how in HOWS:
            found = [benefit_words(one) for one in tier.benefits if one.how == how]
            if found:
                rows.append(message("diff.row", row=tier.title, points=_how(how, found)))
    yield from _listed("diff.effects", rows, language)


def _listed(key: str, rows: Sequence[Words], language: Language) -> Iterator[str]:
    if rows:
        yield from _title(key, len(rows), language)
        yield from (f"- {text(row, language)}" for row in rows)
        yield ""


def _findings(key: str, findings: Sequence[Finding], language: Language) -> Iterator[str]:
    if not findings:
        return
    yield from _title(key, len(findings), language)
    for one in findings:
        at = "" if one.location is None else f" {code(place(one.location))}"
        yield f"- {code(one.rule)} {text(one.message, language)}{at}"
    yield ""
