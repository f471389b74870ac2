"""The text of ``decide``: outcomes by policy and group, and what is wrong with the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from evenhand.analysis.decide.result import (
    AbsentColumn,
    Decided,
    DecidedPolicy,
    Grouped,
    Named,
    UnusedColumn,
)
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute
from evenhand.model.wording import Words, label_words, outcome_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import escaped, one_line
from evenhand.reporting.text.parts import outcome_line, say
from evenhand.reporting.text.table import heading, indented, table
from evenhand.result import Result

LISTED: Final = 12
"""How many columns are named before the rest is only counted."""


def body(result: Result, look: Look) -> str:
    """How the rows add up, what each policy decided, and what is wrong with the table."""
    assert isinstance(result, Decided)
    sections = [
        list(_head(result, look)),
        *([] if result.stopped else [list(_policy(result, one, look)) for one in result.policies]),
        list(_problems(result, look)),
        list(_unread(result, look)),
        list(_contradicted(result, look)),
        list(_columns(result, look)),
    ]
    text = "\n\n".join("\n".join(lines) for lines in sections if lines)
    return escaped(text) if look.ascii else text


def _head(result: Decided, look: Look) -> Iterator[str]:
    day = result.run.as_of.isoformat()
    first = say(look, "decide.rows", rows=f"{result.rows:,}", path=result.source, day=day)
    yield from indented(first, look.width, "")
    if result.unreadable:
        yield from indented(
            say(look, "decide.unreadable-rows", rows=f"{result.unreadable:,}"), look.width, "  "
        )
    if result.wrong:
        key = "decide.wrong-stopped" if result.stopped else f"decide.wrong-{result.on_bad}"
        yield from indented(say(look, key, rows=f"{result.wrong:,}"), look.width, "  ")
    elif result.stopped:
        yield from indented(say(look, "decide.unreadable-stopped"), look.width, "  ")
    if result.written is not None:
        line = say(
            look,
            "decide.written",
            rows=f"{result.written.rows:,}",
            path=result.written.path,
        )
        yield from indented(line, look.width, "  ")


# -- outcomes ----------------------------------------------------------------------------------


def _policy(result: Decided, one: DecidedPolicy, look: Look) -> Iterator[str]:
    header = one.policy.header
    yield heading(one_line(header.title.text(look.language)), look)
    yield say(look, "decide.about", policy=header.id, version=header.version)
    yield ""
    names = ("outcome", "customers", "share", "undecided", "wrong")
    rows = [[say(look, f"decide.head-{name}") for name in names]]
    rows += [
        [
            outcome_line(one.policy, found.outcome, look),
            _cell(found.rows),
            _share(found.rows, one.rows),
            _cell(found.undecided),
            _cell(found.wrong),
        ]
        for found in one.outcomes
    ]
    yield from table(rows, look.width, right=frozenset({1, 2, 3, 4}))
    if one.left_out:
        yield say(look, "decide.left-out", rows=f"{one.left_out:,}")
    for grouped in one.grouped:
        yield ""
        yield from _grouped(result, one.policy, grouped, look)


def _share(part: int, whole: int) -> str:
    if not whole or not part:
        return "-"
    tenths = round(Fraction(part * 1000, whole))
    return "<0.1 %" if tenths == 0 else f"{tenths // 10}.{tenths % 10} %"


def _grouped(result: Decided, policy: Policy, grouped: Grouped, look: Look) -> Iterator[str]:
    attribute = _attribute(result, grouped.by)
    by = grouped.by if attribute is None else attribute.label
    yield say(look, "decide.by", by=by)
    titles = [_short(policy, name, look) for name in grouped.outcomes]
    rows = [[say(look, "decide.head-group"), say(look, "decide.head-customers"), *titles]]
    for one in grouped.groups:
        cells = [_cell(count) for count in one.outcomes]
        rows.append([_value(attribute, one.value, look), _cell(one.rows), *cells])
    yield from table(rows, look.width, right=frozenset(range(1, len(rows[0]))))
    if grouped.hidden:
        yield from indented(say(look, "decide.small-cells"), look.width, "")


def _short(policy: Policy, name: str, look: Look) -> str:
    words = outcome_words(policy, name)
    return one_line(words if isinstance(words, str) else words.text(look.language))


def _cell(count: int | None) -> str:
    if count is None:
        return "*"
    return f"{count:,}" if count else "-"


def _attribute(result: Decided, name: str) -> Attribute | None:
    """The attribute of a name in any of the policies."""
    found = (one.policy.dictionary.attributes.get(name) for one in result.policies)
    return next((one for one in found if one is not None), None)


def _value(attribute: Attribute | None, value: str | None, look: Look) -> str:
    if value is None:
        return say(look, "decide.group-missing")
    label = None if attribute is None else attribute.code_label(value)
    if value in ("true", "false") and attribute is not None:
        return say(look, f"decide.group-{value}")
    return one_line(value if label is None else label.text(look.language))


# -- what is wrong -----------------------------------------------------------------------------


def _problems(result: Decided, look: Look) -> Iterator[str]:
    if not result.problems:
        return
    yield heading(say(look, "decide.problems"), look)
    names = ("column", "problem", "rows", "examples")
    rows = [[say(look, f"decide.head-{name}") for name in names]]
    for one in result.problems:
        named = one.column if one.column == one.attribute else f"{one.column} ({one.attribute})"
        words = say(look, f"decide.trouble-{one.trouble}")
        rows.append([one_line(named), words, f"{one.rows:,}", _examples(one.examples, look)])
    yield from table(rows, look.width, right=frozenset({2}))


def _unread(result: Decided, look: Look) -> Iterator[str]:
    if not result.unread:
        return
    yield heading(say(look, "decide.unread"), look)
    rows = [[say(look, f"decide.head-{name}") for name in ("problem", "rows", "examples")]]
    for one in result.unread:
        words = say(look, f"decide.unread-{one.why}")
        rows.append([words, f"{one.rows:,}", _examples(one.examples, look)])
    yield from table(rows, look.width, right=frozenset({1}))


def _contradicted(result: Decided, look: Look) -> Iterator[str]:
    if not result.contradicted:
        return
    yield heading(say(look, "decide.contradicted"), look)
    yield from indented(say(look, "decide.contradicted-note"), look.width, "")
    rows = [[say(look, f"decide.head-{name}") for name in ("constraint", "rows", "examples")]]
    rows += [
        [one.constraint, f"{one.rows:,}", _examples(one.examples, look)]
        for one in result.contradicted
    ]
    yield from table(rows, look.width, right=frozenset({1}))


def _examples(examples: Sequence[Named], look: Look) -> str:
    return say(look, "simulate.joint").join(_example(one, look) for one in examples)


def _example(one: Named, look: Look) -> str:
    """A row's number, and the customer's id; the value only where somebody asked for it."""
    if one.line is not None:
        return say(look, "decide.at-line", line=one.line)
    if one.row is None:
        named = one_line(one.id or "-")
    elif one.id is None:
        named = say(look, "decide.at-row", row=one.row)
    else:
        named = say(look, "decide.at-row-id", row=one.row, id=one_line(one.id))
    return named if one.value is None else say(look, "decide.value", named=named, value=one.value)


# -- columns -----------------------------------------------------------------------------------


def _columns(result: Decided, look: Look) -> Iterator[str]:
    for policies in dict.fromkeys(one.policies for one in result.absent):
        listed = [one for one in result.absent if one.policies == policies]
        yield heading(say(look, "decide.absent", policies=", ".join(policies)), look)
        for one in listed[: LISTED * 2]:
            yield from indented(_absent(one, result, look), look.width, "  ", "    ")
        yield from _more(len(listed) - LISTED * 2, look)
    unknown = [one for one in result.unused if not one.is_known]
    known = [one for one in result.unused if one.is_known]
    for key, unused in (("decide.unknown-columns", unknown), ("decide.unused-columns", known)):
        if unused:
            shown = (_unused(one, look) for one in unused[:LISTED])
            names = say(look, "simulate.joint").join(shown)
            yield from indented(say(look, key, names=names), look.width, "", "  ")
            yield from _more(len(unused) - LISTED, look)


def _more(count: int, look: Look) -> Iterator[str]:
    if count > 0:
        yield "  " + say(look, "decide.more", count=count)


def _absent(one: AbsentColumn, result: Decided, look: Look) -> str:
    policies = [found.policy for found in result.policies if found.policy.id in one.policies]
    known = one.attribute in policies[0].dictionary
    label: Words = label_words(one.attribute, policies[0]) if known else one.attribute
    key = "decide.absent-column" if one.column == one.attribute else "decide.absent-mapped"
    return say(look, key, label=label, column=one.column, attribute=one.attribute)


def _unused(one: UnusedColumn, look: Look) -> str:
    named = one_line(one.column)
    if one.near is None:
        return named
    return say(look, "decide.near", column=named, near=one.near)
