"""The query as text that people can read: a step at a time, a remark before each name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import indent, wrap

from sqlglot import exp

from evenhand.exporting.base import Settings
from evenhand.exporting.sql.dialects import Dialect
from evenhand.exporting.sql.notes import Notes
from evenhand.exporting.sql.query import AS_IT_IS, READ, Exported, Step, table_of
from evenhand.messages import printable
from evenhand.model.policy import Policy

WIDTH = 100


def printed(policy: Policy, settings: Settings, made: Exported) -> str:
    """The text: what it is about, then the query, as a view where one is wanted."""
    notes = Notes(policy, settings, made)
    lines = list(_remarks(notes.head(), ""))
    if settings.view is not None:
        view = table_of(settings.view, made.dialect).sql(made.dialect.name, identify=True)
        lines.append(f"CREATE VIEW {view} AS")
    lines += _body(made, notes)
    return "\n".join(lines) + ";\n"


def tree(made: Exported) -> exp.Select:
    """The same query as one tree, for comparing it with what its text is read back as."""
    whole = _fitted(made.last, made.dialect)
    for step in made.steps:
        name = exp.to_identifier(step.name.upper() if made.dialect.upper else step.name)
        name.set("quoted", True)
        whole = whole.with_(
            exp.TableAlias(this=name), as_=_fitted(step.select, made.dialect), copy=False
        )
    return whole


def _body(made: Exported, notes: Notes) -> Iterator[str]:
    dialect = made.dialect
    for place, step in enumerate(made.steps):
        name = exp.to_identifier(step.name.upper() if dialect.upper else step.name)
        name.set("quoted", True)
        opening = "WITH " if place == 0 else ""
        yield from _remarks(notes.step(step.name), "")
        yield f"{opening}{name.sql(dialect.name)} AS {dialect.kept}("
        yield from _select(step, dialect, notes, "  ")
        yield ")," if place + 1 < len(made.steps) else ")"
    yield from _select(Step("", made.last), dialect, notes, "")


def _select(step: Step, dialect: Dialect, notes: Notes, margin: str) -> Iterator[str]:
    fitted = _fitted(step.select, dialect)
    source = fitted.args.get("from_") or fitted.args["from"]
    hint = ""
    if dialect.hint and step.name != READ:
        hint = " " + dialect.hint.format(step=source.this.sql(dialect.name, identify=True))
    yield f"{margin}SELECT{hint}"
    shown = list(zip(step.select.expressions, fitted.expressions, strict=True))
    for place, (original, one) in enumerate(shown):
        remark = notes.column(step.name, original.alias) if original.alias else ()
        yield from _remarks(remark, margin + "  ")
        text = one.sql(dialect.name, pretty=True, comments=False, identify=True)
        comma = "," if place + 1 < len(shown) else ""
        yield indent(text, margin + "  ") + comma
    yield f"{margin}FROM {source.this.sql(dialect.name, comments=False, identify=True)}"


def _remarks(lines: Iterable[str], margin: str) -> Iterator[str]:
    """Remarks, each line with its marks; nothing in them can end them."""
    for line in lines:
        plain = printable(" ".join(line.split()))
        spaces = len(line) - len(line.lstrip())
        inner = " " * spaces
        start = f"{margin}-- {inner}"
        for piece in wrap(plain, max(WIDTH - len(start), 40), break_long_words=False) or [""]:
            yield (start + piece).rstrip()


# -- what a dialect writes otherwise ---------------------------------------------------------------


def _fitted(select: exp.Select, dialect: Dialect) -> exp.Select:
    """A SELECT as the dialect has to have it."""
    source = select.args.get("from_") or select.args["from"]
    table: exp.Table = source.this
    fitted = select.transform(lambda node: _node(node, dialect, table))
    assert isinstance(fitted, exp.Select)
    for node in fitted.walk():
        node.pop_comments()
    return fitted


def _node(node: exp.Expr, dialect: Dialect, table: exp.Table) -> exp.Expr:
    match node:
        case exp.Star() if dialect.qualified:
            return exp.Column(this=node, table=table.this.copy())
        case exp.Identifier() if AS_IT_IS not in node.meta:
            name = node.this.upper() if dialect.upper else node.this
            return exp.Identifier(this=name, quoted=True)
        case exp.Substring() if dialect.lengths and node.args.get("length") is None:
            node.set("length", exp.Literal.number(8000))
        case exp.Concat() if dialect.qualified:
            return _piped(node.expressions)
    return node


def _piped(parts: Sequence[exp.Expr]) -> exp.Expr:
    """Texts one after the other, where CONCAT takes only two."""
    whole = parts[0]
    for part in parts[1:]:
        whole = exp.DPipe(this=whole, expression=part)
    return whole
