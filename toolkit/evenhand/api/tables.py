"""``decide_table``: policies on the customers of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evenhand.api.policies import Policy, reading_of
from evenhand.api.sources import origin_of
from evenhand.errors import LoadError, MissingExtraError, UsageError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.loading.origin import GivenText, Origin, shown_path
from evenhand.messages import message
from evenhand.model.table_mapping import WITHOUT, TableMapping
from evenhand.result import Input, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from evenhand.analysis.decide.result import Decided

ON_BAD: Final = ("refer", "skip", "fail")
"""What becomes of rows with a value that its attribute cannot have."""

ENGINES: Final = ("duckdb", "spark")
"""What can decide about a table."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping file: what it says, and which file it is."""

    mapping: TableMapping
    input: Input


def load_mapping(
    source: str | Path | None,
    policies: Sequence[Policy],
    *,
    text: str | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Mapped:
    """A mapping file, checked against the attributes of policies.

    Raises LoadError, which carries the findings, and InputError where there is no such file.
    """
    from evenhand.loading.mappings import load_mapping as read

    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    loaded = read(Loader(setup), origin, [one.model for one in policies])
    if loaded.wrong:
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    document = loaded.document
    return Mapped(loaded.mapping, Input(document.source.path, document.sha256))


def decide_table(  # noqa: PLR0913 - one parameter a wish
    policies: Policy | Iterable[Policy],
    data: str | Path,
    *,
    as_of: date,
    mapping: Mapped | str | Path | None = None,
    out: str | Path | None = None,
    id: str | None = None,  # noqa: A002 - the word of the option
    table: str | None = None,
    by: Iterable[str] = (),
    on_bad: str = "refer",
    bad_rows: str | Path | None = None,
    show_values: bool = False,
    threads: int | None = None,
    memory_limit: str = "2GB",
    engine: str = "duckdb",
    master: str | None = None,
    spark: Mapping[str, str] | None = None,
    reading: str = "declared",
    progress: Callable[[int], None] | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Decided:
    """What policies decide about every row of a table: Parquet, separated values, or DuckDB.

    ``out`` is the file (Parquet or CSV) that gets one row a customer and policy; without it
    decisions are counted only. ``id`` is the column that names the customer, ``by`` are attributes
    or columns to count by. With the engine ``spark`` the table is Parquet, ``out`` a folder to be
    made, ``master`` names the cluster (without it, this machine alone), and ``spark`` has further
    settings. Raises LoadError and InputError for files that cannot be read, InputError where the
    output cannot be written, UsageError for wishes that make no sense, and MissingExtraError where
    the extra ``data`` (or ``spark``) is not installed.
    """
    listed = (policies,) if isinstance(policies, Policy) else tuple(policies)
    if on_bad not in ON_BAD:
        raise UsageError(message("decide.on-bad", value=on_bad, known=", ".join(ON_BAD)))
    _check_engine(engine, master, spark)
    _check_extra()
    from evenhand.analysis.decide.tally import tallied
    from evenhand.engines.sql.planning import Wanted
    from evenhand.engines.sql.run import Task, run
    from evenhand.engines.sql.source import source_of
    from evenhand.engines.sql.spark import run_on_spark
    from evenhand.engines.sql.spark_writing import folder_of
    from evenhand.engines.sql.writing import output_of

    _check_policies(listed)
    mapped = mapping if isinstance(mapping, Mapped) else None
    if mapped is None and mapping is not None:
        mapped = load_mapping(mapping, listed, setup=setup)  # type: ignore[arg-type]
    source = source_of(data, table)
    output = output_of if engine == "duckdb" else folder_of
    outputs = [output(one) for one in (out, bad_rows) if one is not None]
    for one in outputs:
        target = one.path.resolve()
        if target in source.files or source.path.resolve() in target.parents:
            raise UsageError(message("decide.output-is-input", path=str(one.path)))
    if len({one.path.resolve() for one in outputs}) < len(outputs):
        raise UsageError(message("decide.two-outputs", one=str(out), other=str(bad_rows)))
    given = WITHOUT if mapped is None else mapped.mapping
    models = tuple(one.model for one in listed)
    wanted = Wanted(models, reading_of(reading), given, as_of, id, tuple(by))
    task = Task(
        wanted,
        source,
        None if out is None else output(out),
        None if bad_rows is None else output(bad_rows),
        skip=on_bad == "skip",
        stop=on_bad == "fail",
        show_values=show_values,
        threads=threads,
        memory_limit=memory_limit,
        progress=progress,
    )
    done = run(task) if engine == "duckdb" else run_on_spark(task, master=master, settings=spark)
    shown = shown_path(Path(data))
    inputs = [one for policy in listed for one in policy.inputs]
    inputs += [] if mapped is None else [mapped.input]
    inputs.append(Input(shown, done.sha256))
    return tallied(
        done,
        Run("decide", as_of, tuple(dict.fromkeys(inputs)), reading=reading),
        source=shown,
        on_bad=on_bad,
        output=None if out is None else shown_path(Path(out)),
    )


def _check_engine(engine: str, master: str | None, spark: Mapping[str, str] | None) -> None:
    if engine not in ENGINES:
        raise UsageError(message("decide.on-bad", value=engine, known=", ".join(ENGINES)))
    if engine != "spark" and (master is not None or spark):
        raise UsageError(message("decide.only-spark"))


def _check_extra() -> None:
    """Refuse early and in one sentence where the libraries for tables are not installed."""
    from importlib.util import find_spec

    if find_spec("duckdb") is None or find_spec("sqlglot") is None:
        raise MissingExtraError(message("extra.data"))


def _check_policies(policies: Sequence[Policy]) -> None:
    seen: set[str] = set()
    for one in policies:
        if one.id in seen:
            raise UsageError(message("decide.policy-twice", policy=one.id))
        seen.add(one.id)
