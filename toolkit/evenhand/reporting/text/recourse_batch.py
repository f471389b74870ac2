"""The text of ``recourse --batch``: how many customers have a way, group by group."""

from __future__ import annotations

from evenhand.analysis.recourse.batch import Batch, Group
from evenhand.model.describe import words_text
from evenhand.model.wording import number_words, outcome_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.parts import say
from evenhand.reporting.text.table import heading, indented, table

COUNTS = ("total", "there", "way", "none", "unknown")


def batch_lines(result: Batch, look: Look) -> list[str]:
    """The head, a table of counts, a table of costs, and remarks."""
    header = result.policy.header
    title = one_line(header.title.text(look.language))
    tier = words_text(outcome_words(result.policy, result.to), look.language)
    about = say(
        look,
        "recourse.batch-about",
        policy=header.id,
        version=header.version,
        path=result.path,
        tier=tier,
        day=result.run.as_of.isoformat(),
    )
    lines = [title, *indented(about, look.width, ""), ""]
    lines += [*_counts(result, look), ""]
    if result.groups[0].costs:
        lines += [heading(say(look, "recourse.batch-costs", currency=header.currency), look)]
        lines += [*_costs(result, look), ""]
    lines += _remarks(result, look)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _name(group: Group, look: Look) -> str:
    if group.label is None:
        return say(look, "recourse.batch-all")
    name = one_line(words_text(group.label, look.language))
    return f"{name} *" if group.small else name


def _first(result: Batch, look: Look) -> str:
    if result.by_label is None:
        return ""
    return one_line(words_text(result.by_label, look.language))


def _counts(result: Batch, look: Look) -> list[str]:
    head = [_first(result, look), *(say(look, f"recourse.batch-{key}") for key in COUNTS)]
    rows = [
        [
            _name(one, look),
            *(str(n) for n in (one.total, one.there, one.way, one.none, one.unknown)),
        ]
        for one in result.groups
    ]
    return table([head, *rows], look.width, right=frozenset(range(1, len(head))))


def _costs(result: Batch, look: Look) -> list[str]:
    keys = ("least", "lower", "middle", "upper", "most")
    head = [_first(result, look), *(say(look, f"recourse.batch-{key}") for key in keys)]
    rows = [
        [_name(one, look), *(number_words(cost) for cost in one.costs)]
        for one in result.groups
        if one.costs
    ]
    return table([head, *rows], look.width, right=frozenset(range(1, len(head))))


def _remarks(result: Batch, look: Look) -> list[str]:
    lines: list[str] = []
    if any(one.small for one in result.groups[1:]):
        lines += indented(say(look, "recourse.batch-small"), look.width, "")
    if result.groups[0].unknown:
        lines += indented(say(look, "recourse.batch-open"), look.width, "")
    if result.groups[0].none:
        lines += indented(say(look, "recourse.batch-no-way"), look.width, "")
    return lines
