"""The text of ``diff``: verdicts and witnesses, then changes by class with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from evenhand.analysis.diff.change import Change, Effect
from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.diff.result import Diff
from evenhand.analysis.diff.several import Diffs
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.outcomes import outcome_lines
from evenhand.reporting.text.table import heading, indented
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """Both policies, the verdict, the changes by class, and how many there are."""
    if isinstance(result, Diffs):
        from evenhand.reporting.text.diffs import body as several

        return several(result, look)
    assert isinstance(result, Diff)
    lines = [*_head(result, look), "", *outcome_lines(result, look)]
    for name, changes in groups(result):
        if changes:
            title = message(f"diff.class.{name}").text(look.language)
            lines += [heading(f"{title} ({len(changes)})", look), ""]
            full = name != "text" or look.verbose > 0
            lines += [*(_full(changes, look) if full else _short(changes, look)), ""]
    if any(change.depends for change in result.changes):
        lines += [message("diff.legend").text(look.language)]
    if result.changes:
        counts = {effect.value: len(result.of(effect)) for effect in Effect}
        lines += [message("diff.counts", all=len(result.changes), **counts).text(look.language)]
    return "\n".join(lines).rstrip()


def groups(result: Diff) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes by class; neutral ones apart by whether they are evaluated."""
    neutral = result.of(Effect.NEUTRAL)
    yield "tightening", result.of(Effect.TIGHTENING)
    yield "loosening", result.of(Effect.LOOSENING)
    yield "neutral", tuple(change for change in neutral if change.evaluated)
    yield "declared", tuple(change for change in neutral if not change.evaluated)
    yield "text", result.of(Effect.TEXT)


def _head(result: Diff, look: Look) -> Iterator[str]:
    for mark, side in (("-", result.old), ("+", result.new)):
        title = one_line(side.title.text(look.language), look.ascii)
        yield from indented(f"{side.policy} {side.version}  {title}", look.width, f"{mark} ")
    yield from indented(result.explanation.text(look.language), look.width, "")


def _full(changes: Sequence[Change], look: Look) -> Iterator[str]:
    """Each element with its changes, each with old and new and where they stand."""
    for element, ours in groupby(changes, key=lambda change: change.element):
        yield f"  {one_line(element, look.ascii)}"
        for change in ours:
            yield from indented(_title(change, look), look.width, "    ", "      ")
            yield from _side("-", change.old, change.old_at, look)
            yield from _side("+", change.new, change.new_at, look)


def _title(change: Change, look: Look) -> str:
    kind = KINDS[change.kind].sentence.text(look.language)
    if change.about is not None:
        about = one_line(words_text(change.about, look.language), look.ascii)
        kind = message("diff.row", row=kind, points=about).text(look.language)
    return f"{kind} ?" if change.depends else kind


def _side(mark: str, words: Words | None, where: Location | None, look: Look) -> Iterator[str]:
    if words is None:
        return
    shown = one_line(words_text(words, look.language), look.ascii)
    at = "" if where is None else one_line(place(where), look.ascii)
    line = f"      {mark} {shown}  {at}"
    if cell_width(line) <= look.width:
        yield line.rstrip()
        return
    yield from indented(shown, look.width, f"      {mark} ")
    if at:
        yield f"        {at}"


def _short(changes: Sequence[Change], look: Look) -> Iterator[str]:
    """Changes of words: each element on a line with the kinds of its changes."""
    joint = message("describe.comma", left="", right="").text(look.language)
    for element, ours in groupby(changes, key=lambda change: change.element):
        kinds = dict.fromkeys(KINDS[one.kind].sentence.text(look.language) for one in ours)
        yield from indented(
            joint.join(kinds), look.width, f"  {one_line(element, look.ascii)}  ", "    "
        )
