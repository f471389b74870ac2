"""The whole query: the table is read and checked, the policy decides, bad rows go to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from evenhand.engines.sql.columns import Column, Encoding
from evenhand.engines.sql.compile import Program, program
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.stages import column
from evenhand.errors import UsageError
from evenhand.exporting.base import Settings, cannot_say
from evenhand.exporting.sql.dialects import DIALECTS, Dialect
from evenhand.exporting.sql.natural import ERRORS, RAW, NotADecimal, errors, flag, read
from evenhand.messages import message
from evenhand.model.mentions import used_attributes
from evenhand.model.outcome import REFER
from evenhand.model.policy import Policy

AS_IT_IS = "as it is"
"""Marks a name that the user wrote."""

NAME_PART = r'"(?:[^"]|"")+"|[^".\s]+'

READ, CHECKED, DECIDED = "values_read", "checked", "decided_rows"
DATA_ERROR = "data_error"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the query: its name and its SELECT."""

    name: str
    select: exp.Select


@dataclass(frozen=True, slots=True)
class Exported:
    """The query in steps, the last of them without a name, and the program inside it."""

    program: Program
    dialect: Dialect
    steps: tuple[Step, ...]
    last: exp.Select
    score_names: tuple[str, ...]


def exported(policy: Policy, settings: Settings) -> Exported:
    """A policy's query for one dialect.

    Raises TooLarge and CannotSay for what the database's exact numbers cannot hold.
    """
    dialect = DIALECTS[settings.dialect]
    key = settings.key
    if key in {ERRORS, *used_attributes(policy)}:
        raise UsageError(message("usage.export-key", column=key))
    made = program(
        policy,
        settings.reading,
        source=CHECKED,
        keep=(key, ERRORS),
        shape=dialect.shape,
    )
    try:
        reads = [read(dialect, one) for one in made.columns]
    except NotADecimal as refused:
        of = refused.attribute
        said = message("export.sql-step", attribute=of.id, dialect=dialect.name)
        raise cannot_say(policy, f"attributes/{of.id}", of.location, said) from None
    taken = exp.Select().select(exp.column(key, table=RAW, quoted=True))
    for one, found in zip(made.columns, reads, strict=True):
        taken = taken.select(exp.alias_(found.value, found.name, quoted=True))
        if _can_be_wrong(dialect, one):
            given = exp.Case().when(found.given, literal(1)).else_(literal(0))
            taken = taken.select(exp.alias_(given, flag(one), quoted=True))
    taken = taken.from_(exp.alias_(table_of(settings.table, dialect), RAW, table=True))
    steps = [Step(READ, taken), Step(CHECKED, _checked(dialect, key, made.columns))]
    inner = made.query.copy()
    assert isinstance(inner, exp.Select)
    steps.extend(_inner(inner))
    last = _last(made, key)
    names = _score_names(made)
    return Exported(made, dialect, tuple(steps), last, tuple(names.values()))


def _can_be_wrong(dialect: Dialect, one: Column) -> bool:
    """Whether a column can hold what is no value: not a column of the type BOOLEAN."""
    truth = one.encoding in (Encoding.BOOLEAN, Encoding.MEMBER, Encoding.ANSWER)
    return dialect.numbers or not truth


def table_of(name: str, dialect: Dialect) -> exp.Table:
    """A table or view by its name, which may have a schema and a catalogue before it.

    Raises UsageError for what is no name.
    """
    parts = []
    for written, part in name_parts(name):
        quoted = written.startswith('"')
        found = exp.to_identifier(part.upper() if dialect.upper and not quoted else part)
        found.set("quoted", True)
        found.meta[AS_IT_IS] = True
        parts.append(found)
    words = ("this", "db", "catalog")
    return exp.Table(**dict(zip(words, reversed(parts), strict=False)))


def name_parts(name: str) -> list[tuple[str, str]]:
    """The parts of a name as they are written, and what they name.

    Points stand between them; a part in double quotes may have points inside. Raises UsageError
    for what is no name.
    """
    found = [one[0] for one in re.finditer(NAME_PART, name)]
    if not 1 <= len(found) <= 3 or ".".join(found) != name:
        raise UsageError(message("usage.export-name", name=name))
    return [(one, one[1:-1].replace('""', '"') if one[0] == '"' else one) for one in found]


def _checked(dialect: Dialect, key: str, columns: tuple[Column, ...]) -> exp.Select:
    """The columns that were read, and how many of them hold what is no value."""
    wrong = list(errors(dialect, columns))
    total: exp.Expr = wrong[0] if wrong else literal(0)
    for one in wrong[1:]:
        total = exp.Add(this=total, expression=one)
    names = [column(key), *(column(one.name) for one in columns)]
    shown = exp.alias_(total, ERRORS, quoted=True)
    return exp.Select().select(*names, shown).from_(exp.to_table(READ))


def _inner(query: exp.Select) -> Iterator[Step]:
    """The steps of the policy's own query; its outermost SELECT is the last of them."""
    with_ = query.args.get("with_") or query.args.get("with")
    if with_ is not None:
        for cte in with_.expressions:
            assert isinstance(cte.this, exp.Select)
            yield Step(cte.alias, cte.this)
        query.set(with_.arg_key or "with_", None)
    yield Step(DECIDED, query)


def _score_names(made: Program) -> dict[str, str]:
    """The names of the scores: those that are no whole numbers are given as multiples."""
    if made.scale == 1:
        return {name: name for name in made.scores.values()}
    return {name: f"{name}_times_{made.scale}" for name in made.scores.values()}


def _last(made: Program, key: str) -> exp.Select:
    """What is shown: a row with errors in its data is referred, and nothing else is said of it."""
    bad = exp.GT(this=column(ERRORS), expression=literal(0))
    given = {"outcome": REFER, "status": DATA_ERROR}
    shown: list[exp.Expr] = [column(key)]
    scores = _score_names(made)
    reasons = [f"reason_{place}" for place in range(1, made.reasons + 1)]
    for name in ("outcome", "status", "floor", "ceiling", "possible", *scores, "path", *reasons):
        case = exp.Case()
        if name in given:
            case = case.when(bad.copy(), exp.Literal.string(given[name]))
        else:
            case = case.when(bad.copy(), exp.Null())
        shown.append(exp.alias_(case.else_(column(name)), scores.get(name, name), quoted=True))
    shown.append(column(ERRORS))
    return exp.Select().select(*shown).from_(exp.to_table(DECIDED))
