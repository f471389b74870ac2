"""The text of a diff's outcomes: verdicts, who gets another one, and what else that brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from evenhand.analysis.diff.effects import Benefits
from evenhand.analysis.diff.flips import Flip
from evenhand.analysis.diff.ladders import UNKNOWN
from evenhand.analysis.diff.regain import Regained
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.semantic import Semantics
from evenhand.analysis.diff.transition import Told, Transition
from evenhand.finding import Finding
from evenhand.messages import Message, message
from evenhand.model.describe import words_text
from evenhand.model.wording import Words, label_words, listed
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.table import GAP, heading, indented, pad, placed, table

FEW: Final = 6
"""How many values of a customer are shown where there are many, unless more is asked for."""
LEAST_LEFT_OUT: Final = 3
"""Fewer values than these are not left out."""


def outcome_lines(result: Diff, look: Look) -> Iterator[str]:
    """All sections about outcomes; those without content are left out."""
    whole = result.semantics
    if not whole.by_structure:
        yield from _verdicts(whole, look)
    yield from _transitions(whole, look)
    yield from _effects(result, look)
    yield from _deciding(result, look)
    yield from _findings("diff.findings.new", result.news.new, look)
    yield from _findings("diff.findings.resolved", result.news.resolved, look)


def _section(key: str, count: int, look: Look) -> list[str]:
    return [heading(f"{_say(message(key), look)} ({count})", look), ""]


def _say(words: Words, look: Look) -> str:
    return one_line(words_text(words, look.language), look.ascii)


# -- verdicts --------------------------------------------------------------------------------------


def _verdicts(whole: Semantics, look: Look) -> Iterator[str]:
    """The verdicts about all customers and about complete ones: overall, and for each tier."""
    rows = [[_say(cell, look) for cell in row] for row in verdict_rows(whole)]
    yield from table(rows, look.width)
    yield ""
    remarks = [*verdict_remarks(whole)]
    for remark in remarks:
        yield from indented(_say(remark, look), look.width, "")
    if remarks:
        yield ""


def verdict_rows(whole: Semantics) -> Iterator[list[Words]]:
    """A heading, a row for the whole, and a row for each tier that both policies have."""
    sides = (whole.everyone, whole.complete)
    yield ["", message("diff.scope.all"), message("diff.scope.complete")]
    yield [
        message("diff.scope.overall"),
        *(message(f"diff.word.{side.verdict}") for side in sides),
    ]
    for at, tier in enumerate(whole.ladders.common):
        title = or_better(whole.ladders.titles[tier], at)
        yield [title, *(message(f"diff.word.{side.tiers[tier]}") for side in sides)]


def or_better(title: Words, place_from_top: int) -> Words:
    """What a verdict for a tier is about: that tier or a better one."""
    return message("diff.scope.or-better", tier=title) if place_from_top else title


def verdict_remarks(whole: Semantics) -> Iterator[Message]:
    """What is said below the verdicts."""
    if whole.everyone.both_refer:
        yield message("diff.both-refer")
    reason = whole.complete.reason
    if whole.complete.verdict == UNKNOWN and reason is not None and reason != whole.everyone.reason:
        yield reason
    for key, tiers in (("added", whole.ladders.added), ("removed", whole.ladders.removed)):
        if tiers:
            names = [whole.ladders.titles[tier] for tier in tiers]
            yield message(f"diff.tiers-{key}", tiers=listed(names, "describe.and"))


# -- changes of outcome ----------------------------------------------------------------------------


def _transitions(whole: Semantics, look: Look) -> Iterator[str]:
    """Each change of outcome; those that want something missing in short, unless asked for."""
    if whole.transitions:
        yield from _section("diff.transitions", len(whole.transitions), look)
    for one in whole.transitions:
        if one.complete or look.verbose:
            yield from _transition(one, look)
    rest = [one for one in whole.transitions if not one.complete]
    if rest and not look.verbose:
        yield from indented(_say(message("diff.transitions-missing"), look), look.width, "  ")
        for one in rest:
            yield from indented(_say(headline(one), look), look.width, "    ", "      ")
        yield ""


def _transition(one: Transition, look: Look) -> Iterator[str]:
    marks = _marks(look)
    yield from indented(_say(headline(one, remarks_on(one)), look), look.width, "  ", "    ")
    yield from indented(_customer(one, look), look.width, marks["witness"])
    for name, side in (("old", one.old), ("new", one.new)):
        where = one_line(f"{place(side.at)}  {side.element}", look.ascii)
        lines = placed(_say(side.text, look), where, look.width, marks[name])
        yield from _hanging(lines, marks[name])
    for how in ("lost", "gained", "changed"):
        yield from _benefits(one.benefits, how, marks[how], look)
    if one.regained is not None:
        said = _say(way_back_words(one.regained), look)
        yield from indented(said, look.width, marks["way-back"])
    yield ""


def way_back_words(back: Regained) -> Words:
    """The cheapest way back, its steps and the time that it takes, or that there is none."""
    from evenhand.reporting.text.recourse import span_words, value_or_missing

    found = back.found
    horizon = span_words(found.situation.wishes.horizon)
    if not found.ways:
        if found.exists is None:
            return message("recourse.unknown", horizon=horizon, why=found.open or "")
        return message("recourse.none", horizon=horizon)
    way = found.ways[0]
    steps: list[Words] = [
        message(
            f"recourse.{one.how}",
            label=label_words(one.attribute, found.policy),
            before=value_or_missing(found, one.attribute, one.before),
            after=value_or_missing(found, one.attribute, one.after),
        )
        for one in way.changes
    ]
    said = listed(steps, "describe.semicolon")
    return message("diff.way-back", steps=said, span=span_words(way.span))


def _marks(look: Look) -> dict[str, str]:
    """The words before the lines of a change, all as wide as the widest."""
    keys = {
        "witness": "diff.witness",
        "old": "diff.side.old",
        "new": "diff.side.new",
        "lost": "diff.benefits.lost",
        "gained": "diff.benefits.gained",
        "changed": "diff.benefits.changed",
        "way-back": "diff.way-back-mark",
    }
    words = {name: _say(message(key), look) for name, key in keys.items()}
    width = max(cell_width(word) for word in words.values())
    return {name: f"    {pad(word, width)}{GAP}" for name, word in words.items()}


def _hanging(lines: Sequence[str], mark: str) -> Iterator[str]:
    """Lines of which only the first begins with the mark; the others are as far in."""
    blank = " " * cell_width(mark)
    yield lines[0]
    yield from (blank + line.removeprefix(mark).lstrip() for line in lines[1:])


def headline(one: Transition, remarks: Sequence[Words] = ()) -> Words:
    """From which outcome to which, what that does, and what to know of the example."""
    before, after = one.titles
    said = listed([message(f"diff.move.{one.move.value}"), *remarks], "describe.semicolon")
    return message("diff.transition", before=before, after=after, remarks=said)


def remarks_on(one: Transition) -> list[Words]:
    """What to know of the example: that it wants something missing, that it rests on people."""
    found: list[Words] = []
    if not one.complete:
        found.append(message("diff.transition-missing"))
    if one.judged:
        found.append(message("diff.transition-judged"))
    return found


def _customer(one: Transition, look: Look) -> str:
    return _say(customer_words(one.told, whole=look.verbose > 0), look)


def customer_words(told: Sequence[Told], *, whole: bool) -> Words:
    """A customer's values, what changed reads first; all where there are few, or on demand."""
    if not told:
        return message("diff.witness-nothing")
    shown = len(told) if whole or len(told) < FEW + LEAST_LEFT_OUT else FEW
    rows: list[Words] = [
        message("diff.row", row=one.label, points=one.words) for one in told[:shown]
    ]
    if shown < len(told):
        rows.append(message("diff.witness-more", count=len(told) - shown))
    return listed(rows, "describe.semicolon")


# -- benefits, traits, findings --------------------------------------------------------------------


def _benefits(benefits: Iterable[Benefits], how: str, mark: str, look: Look) -> Iterator[str]:
    rows = [benefit_words(one) for one in benefits if one.how == how]
    if rows:
        yield from indented(_say(listed(rows, "describe.semicolon"), look), look.width, mark)


def benefit_words(one: Benefits) -> Words:
    """A benefit with its value, or with the old and the new one."""
    if one.old is not None and one.new is not None:
        return message("diff.benefit-from-to", title=one.title, old=one.old, new=one.new)
    value = one.old if one.new is None else one.new
    return (
        one.title if value is None else message("diff.benefit-worth", title=one.title, value=value)
    )


def _effects(result: Diff, look: Look) -> Iterator[str]:
    if result.effects:
        yield from _section("diff.effects", len(result.effects), look)
    marks = _marks(look)
    for tier in result.effects:
        yield from indented(_say(tier.title, look), look.width, "  ")
        for how in ("lost", "gained", "changed"):
            yield from _benefits(tier.benefits, how, marks[how], look)
        yield ""


def _deciding(result: Diff, look: Look) -> Iterator[str]:
    for key, found in (("begun", result.flips.begun), ("ceased", result.flips.ceased)):
        if found:
            yield from _section(f"diff.deciding.{key}", len(found), look)
            for one in found:
                yield from indented(_say(flip_words(one), look), look.width, "  ", "    ")
            yield ""
    if result.flips.unknown:
        yield from _section("diff.deciding.unknown", len(result.flips.unknown), look)
        for open_ in result.flips.unknown:
            said = message("diff.row", row=open_.label, points=open_.reason or "")
            yield from indented(_say(said, look), look.width, "  ", "    ")
        yield ""


def flip_words(one: Flip) -> Words:
    """Two customers who differ in one attribute, and their outcomes."""
    (first, before), (second, after) = one.shown
    twin = message("diff.deciding.twin", first=first, one=before, second=second, two=after)
    row: Words = message("diff.row", row=one.label, points=twin)
    if one.traits:
        traits = message("diff.deciding.stands-for", traits=", ".join(one.traits))
        row = listed([row, traits], "describe.semicolon")
    return row


def _findings(key: str, findings: Sequence[Finding], look: Look) -> Iterator[str]:
    if findings:
        yield from _section(key, len(findings), look)
        for one in findings:
            said = one.message.text(look.language)
            at = "" if one.location is None else place(one.location)
            mark = f"  {one.rule}{GAP}"
            lines = placed(one_line(said, look.ascii), one_line(at, look.ascii), look.width, mark)
            yield from _hanging(lines, mark)
        yield ""
