"""Deciding about all rows of a table: read once, counted, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlglot import exp

from evenhand.engines.sql.pipeline import ID, SIGNS, Pipeline, pipeline
from evenhand.engines.sql.planning import Plan, Wanted, plan
from evenhand.engines.sql.quick import call, known
from evenhand.engines.sql.reading import answering
from evenhand.engines.sql.sandbox import MEMORY, Progress, Sandbox, is_defect, not_readable, sandbox
from evenhand.engines.sql.separated import Refused
from evenhand.engines.sql.source import NUMBER, Digesting, Form, Opened, Source, open_source
from evenhand.engines.sql.stages import column
from evenhand.engines.sql.writing import Output, write_bad_rows, write_decisions
from evenhand.errors import InputError
from evenhand.messages import message

SAMPLES: Final = 3
"""How many rows are named of each kind of trouble."""

STAGE: Final = "stage"
ROWS: Final = exp.table_("rows", db="main", catalog=STAGE, quoted=True)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done.

    ``output`` is where decisions go (nowhere: they are counted only), ``bad_rows`` where rows go
    that hold wrong values. ``skip``: these are left out of the output. ``stop``: nothing is
    written if there is one.
    """

    wanted: Wanted
    source: Source
    output: Output | None = None
    bad_rows: Output | None = None
    skip: bool = False
    stop: bool = False
    show_values: bool = False
    threads: int | None = None
    memory_limit: str = MEMORY
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A row that is named: its number where the source has numbers, and the customer's id."""

    row: int | None
    id: str | None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Rows that are alike in what is counted: what is wrong, the groups, outcome and status."""

    signs: tuple[str, ...]
    groups: tuple[str | None, ...]
    decisions: tuple[tuple[str, str], ...]
    rows: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task.

    ``rows`` is how many the source has; ``counts`` are the readable ones, ``refused`` the others.
    ``written`` is the number of decisions in the output, None where nothing was written.
    """

    plan: Plan
    names: tuple[str, ...]
    rows: int
    counts: tuple[Count, ...]
    refused: tuple[Refused, ...]
    written: int | None
    sha256: str
    stopped: bool = False


class NotInOrder(Exception):
    """The rows of a file do not add up as it stands; a clean copy is to be made."""


def run(task: Task) -> Done:
    """Decide about every row.

    Raises InputError where the source cannot be read or the output not be written, and as
    ``plan``; KeyboardInterrupt leaves nothing behind.
    """
    outputs = [one for one in (task.output, task.bad_rows) if one is not None]
    hashing = Digesting(task.source.files)
    files = [*task.source.allowed, *(one.part for one in outputs)]
    copied = False
    try:
        while True:
            with sandbox(
                files,
                threads=task.threads,
                memory_limit=task.memory_limit,
                progress=task.progress,
            ) as box:
                try:
                    return _run(box, task, hashing, copied)
                except NotInOrder:
                    copied = True
    finally:
        hashing.close()
        for one in outputs:
            one.discard()


def _run(box: Sandbox, task: Task, hashing: Digesting, copied: bool) -> Done:
    opened = open_source(box, task.source, task.wanted.mapping, copied=copied)
    made = plan(task.wanted, opened)
    whole, show_values = task.output is not None, task.show_values
    piped = pipeline(made, opened, task.wanted.reading, show_values=show_values, whole=whole)
    for name, number in piped.asked.items():
        box.define(name, answering(made.inputs[number].rule))
    first_time = task.source.form is Form.SEPARATED and not copied
    counts = _counted(box, task, opened, piped, first_time)
    accounted = sum(one.rows for one in counts) + len(opened.refused)
    if accounted != opened.rows:
        if first_time:
            raise NotInOrder
        shown = message(
            "data.rows-lost", path=str(task.source.path), rows=opened.rows, accounted=accounted
        )
        raise InputError(shown)
    wrong = bool(opened.refused) or any(is_bad(one) for one in counts)
    written = _write(box, task, made, opened, piped, counts, stopped=task.stop and wrong)
    return Done(
        made,
        opened.names,
        opened.rows,
        tuple(counts),
        opened.refused,
        written,
        hashing.result(),
        stopped=task.stop and wrong,
    )


def is_bad(one: Count) -> bool:
    """Whether such rows hold a value that their attribute cannot have."""
    return any(not sign.startswith("k") for sign in one.signs)


# -- counting ----------------------------------------------------------------------------------


def _counted(
    box: Sandbox, task: Task, opened: Opened, piped: Pipeline, first_time: bool
) -> list[Count]:
    """The counts, by way of a table of decisions where these, or numbers of rows, are wanted."""
    named = opened.number is not None or task.wanted.names_customers
    try:
        if named and task.output is None and task.bad_rows is None:
            number = exp.cast(exp.Null() if opened.number is None else column(NUMBER), "BIGINT")
            return _counts(box, piped, piped.query.subquery("decided"), number, task)
        path = exp.Literal.string(str(box.folder.joinpath("stage.duckdb"))).sql("duckdb")
        box.run(f"ATTACH {path} AS {STAGE}")
        box.run(exp.Create(this=ROWS.copy(), kind="TABLE", expression=piped.query))
        return _counts(box, piped, ROWS.copy(), row_number(opened), task)
    except (InputError, KeyboardInterrupt):
        raise
    except Exception as error:
        if is_defect(error):
            raise
        if first_time:
            raise NotInOrder from None
        raise not_readable(str(task.source.path), error) from None


def row_number(opened: Opened) -> exp.Expr:
    """The number of a row in the table of decisions."""
    if opened.number is not None:
        return column(NUMBER)
    return exp.Add(this=exp.column("rowid"), expression=exp.Literal.number("1"))


def _counts(
    box: Sandbox, piped: Pipeline, table: exp.Expr, number: exp.Expr, task: Task
) -> list[Count]:
    keys = [SIGNS, *piped.groups]
    keys += [name for one in piped.decisions for name in (one.outcome, one.status)]
    named: list[exp.Expr] = [
        exp.PropertyEQ(this=exp.Literal.string("row"), expression=number),
        exp.PropertyEQ(this=exp.Literal.string("id"), expression=exp.cast(column(ID), "VARCHAR")),
    ]
    if task.show_values:
        told = column("_told")
        named.append(exp.PropertyEQ(this=exp.Literal.string("told"), expression=told))
    struct = exp.Struct(expressions=named)
    sample = call("min", exp.Case().when(known(column(SIGNS)), struct), exp.Literal.number(SAMPLES))
    query = exp.select(*(column(name) for name in keys), exp.func("count", exp.Star()), sample)
    rows = box.run(query.from_(table).group_by(*(column(name) for name in keys)))
    return [_count(row, len(piped.groups)) for row in rows]


def _count(row: tuple[Any, ...], groups: int) -> Count:
    signs, rest, count, samples = row[0], row[1:-2], row[-2], row[-1]
    pairs = rest[groups:]
    return Count(
        tuple((signs or "").split()),
        tuple(rest[:groups]),
        tuple(zip(pairs[::2], pairs[1::2], strict=True)),
        count,
        tuple(
            Sample(one["row"], one["id"], tuple(one.get("told") or ()))
            for one in samples or ()
            if one is not None
        ),
    )


# -- writing -----------------------------------------------------------------------------------


def _write(  # noqa: PLR0913 - what was found so far
    box: Sandbox,
    task: Task,
    made: Plan,
    opened: Opened,
    piped: Pipeline,
    counts: Sequence[Count],
    *,
    stopped: bool,
) -> int | None:
    number = row_number(opened)
    if task.bad_rows is not None:
        signs = {sign for one in counts for sign in one.signs if not sign.startswith("k")}
        _writing(
            task.bad_rows,
            lambda out: write_bad_rows(
                box, out, made, opened, (ROWS, number), sorted(signs), values=task.show_values
            ),
        )
    if task.output is None or stopped:
        return None
    written = _writing(
        task.output,
        lambda out: write_decisions(box, out, made, opened, piped, (ROWS, number), skip=task.skip),
    )
    expected = expected_rows(counts, skip=task.skip)
    if written != expected:
        raise InputError(
            message("data.rows-lost", path=str(task.output.path), rows=expected, accounted=written)
        )
    task.output.keep()
    return written


def expected_rows(counts: Sequence[Count], *, skip: bool) -> int:
    """How many decisions the output of such rows has."""
    return sum(
        one.rows
        for one in counts
        for _, status in one.decisions
        if not (skip and status == "data_error")
    )


def _writing(output: Output, write: Callable[[Output], int]) -> int:
    try:
        return write(output)
    except (InputError, KeyboardInterrupt):
        raise
    except Exception as error:
        if is_defect(error):
            raise
        raise not_readable(str(output.path), error) from None
