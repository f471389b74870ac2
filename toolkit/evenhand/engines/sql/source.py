"""Where customers come from: a Parquet file or a folder of them, separated values, or a table of a
DuckDB file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Event
from typing import Any, Final

from sqlglot import exp

from evenhand.engines.sql import separated
from evenhand.engines.sql.kinds import Type, type_of
from evenhand.engines.sql.numbers import literal
from evenhand.engines.sql.quick import call
from evenhand.engines.sql.sandbox import Sandbox, not_readable
from evenhand.errors import InputError, UsageError
from evenhand.messages import message
from evenhand.model.table_mapping import TableMapping

BLOCK: Final = 1 << 22

NUMBER: Final = "_row"
"""The name of the column with the number of a row."""


class Form(Enum):
    """What a source is."""

    PARQUET = "parquet"
    SEPARATED = "csv"
    DATABASE = "duckdb"


_SUFFIXES: Final = {
    ".parquet": Form.PARQUET,
    ".pq": Form.PARQUET,
    ".csv": Form.SEPARATED,
    ".tsv": Form.SEPARATED,
    ".txt": Form.SEPARATED,
    ".duckdb": Form.DATABASE,
    ".db": Form.DATABASE,
    ".ddb": Form.DATABASE,
}
_ARROW: Final = (".arrow", ".feather", ".ipc", ".arrows")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://.*")
_PATTERN: Final = frozenset("*?[]{}")
_PARTITION: Final = re.compile(r"[^=/]+=.*")


@dataclass(frozen=True, slots=True)
class Source:
    """What was named: its files in order, and of a database the table."""

    path: Path
    form: Form
    files: tuple[Path, ...]
    table: str | None = None
    partitioned: bool = False

    @property
    def allowed(self) -> tuple[Path, ...]:
        """The files that DuckDB must be able to read."""
        if self.form is Form.DATABASE:
            return (*self.files, *(file.with_name(f"{file.name}.wal") for file in self.files))
        return self.files


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that can be queried.

    ``relation`` stands in FROM; ``columns`` are the names there, ``names`` those of the bank, and
    ``kinds`` their types. ``number`` is the row's number from 1 where the source has one. ``rows``
    is how many it has, found another way than by reading them with the query; ``refused`` are rows
    that could not be told apart into cells.
    """

    relation: exp.Expr
    names: tuple[str, ...]
    columns: tuple[str, ...]
    kinds: tuple[Type, ...]
    number: exp.Expr | None
    rows: int
    refused: tuple[separated.Refused, ...] = field(default=())


def source_of(given: str | Path, table: str | None = None) -> Source:
    """The source at a path.

    Raises InputError where there is none or its form is not read, UsageError for addresses,
    patterns, and a table's name where there are no tables.
    """
    shown = str(given)
    if _ADDRESS.fullmatch(shown):
        raise UsageError(message("data.address", path=shown))
    path = Path(given)
    if not path.exists():
        if _PATTERN & set(shown):
            raise UsageError(message("data.pattern", path=shown))
        raise InputError(message("input.no-such-file", path=shown))
    source = _folder(path) if path.is_dir() else _file(path)
    if (source.form is Form.DATABASE) != (table is not None):
        key = "data.no-table-named" if table is None else "data.table-of-no-database"
        raise UsageError(message(key, path=shown))
    absolute = [file.resolve() for file in source.files]
    wrong = [str(file) for file in absolute if _PATTERN & set(str(file))]
    if wrong and source.form is not Form.DATABASE:
        raise InputError(message("data.pattern-in-name", path=shown))
    return Source(path, source.form, tuple(absolute), table, source.partitioned)


def _file(path: Path) -> Source:
    suffix = path.suffix.lower()
    if suffix in _ARROW:
        raise InputError(message("data.arrow", path=str(path)))
    inner = Path(path.stem).suffix.lower() if suffix == ".gz" else suffix
    form = _SUFFIXES.get(inner)
    if form is None or (suffix == ".gz" and form is not Form.SEPARATED):
        raise InputError(message("data.suffix", path=str(path)))
    if not path.is_file():
        raise InputError(message("data.no-file", path=str(path)))
    return Source(path, form, (path,))


def _folder(path: Path) -> Source:
    files = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in (".parquet", ".pq")
        and file.is_file()
        and not any(part.startswith((".", "_")) for part in file.relative_to(path).parts)
    )
    if not files:
        raise InputError(message("data.empty-folder", path=str(path)))
    parts = [part for file in files for part in file.relative_to(path).parent.parts]
    partitioned = any(_PARTITION.fullmatch(part) for part in parts)
    return Source(path, Form.PARQUET, tuple(files), partitioned=partitioned)


def digest(files: Sequence[Path], stop: Event) -> str:
    """The SHA-256 of a file; of several, that of their hashes in order."""
    found = []
    for file in files:
        made = hashlib.sha256()
        with file.open("rb") as opened:
            while not stop.is_set() and (block := opened.read(BLOCK)):
                made.update(block)
        found.append(made.hexdigest())
    return found[0] if len(found) == 1 else hashlib.sha256("\n".join(found).encode()).hexdigest()


class Digesting:
    """The hash of a source, found beside other work."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._stop = Event()
        self._found = self._pool.submit(digest, tuple(files), self._stop)

    def result(self) -> str:
        """The hash, as soon as it is there."""
        return self._found.result()

    def close(self) -> None:
        """Let go of it, whether it is there or not."""
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)


# -- opening -----------------------------------------------------------------------------------


def open_source(box: Sandbox, source: Source, mapping: TableMapping, *, copied: bool) -> Opened:
    """Make a source ready for queries. ``copied``: separated values by way of a clean copy.

    Raises InputError where it cannot be read.
    """
    try:
        match source.form:
            case Form.PARQUET:
                return _open_parquet(box, source)
            case Form.DATABASE:
                return _open_database(box, source)
            case Form.SEPARATED:
                return _open_separated(box, source, mapping, copied)
    except InputError:
        raise
    except (OSError, EOFError, LookupError) as error:
        raise not_readable(str(source.path), error) from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb"):
            raise not_readable(str(source.path), error) from None
        raise


def _described(box: Sandbox, relation: exp.Expr) -> tuple[tuple[str, ...], tuple[Type, ...]]:
    rows = box.run(f"DESCRIBE {exp.select('*').from_(relation).sql('duckdb')}")
    return tuple(row[0] for row in rows), tuple(type_of(row[1]) for row in rows)


def _open_parquet(box: Sandbox, source: Source) -> Opened:
    files = exp.Array(expressions=[exp.Literal.string(str(file)) for file in source.files])
    options: dict[str, exp.Expr] = {"hive_partitioning": exp.Boolean(this=source.partitioned)}
    if source.partitioned:
        options["hive_types_autocast"] = exp.false()
    names, kinds = _described(box, _reading("read_parquet", files, options))
    counted = exp.select("sum(num_rows)").from_(call("parquet_file_metadata", files.copy()))
    rows = int(box.run(counted)[0][0] or 0)
    number = None
    if len(source.files) == 1 and "file_row_number" not in names:
        options["file_row_number"] = exp.true()
        number = exp.Add(this=exp.column("file_row_number"), expression=literal(1))
    relation = _reading("read_parquet", files, options)
    return Opened(relation, names, names, kinds, number, rows)


def _reading(function: str, what: exp.Expr, options: dict[str, exp.Expr]) -> exp.Expr:
    given = [exp.Kwarg(this=exp.var(name), expression=one) for name, one in options.items()]
    return call(function, what.copy(), *given)


def _open_database(box: Sandbox, source: Source) -> Opened:
    path = exp.Literal.string(str(source.files[0])).sql("duckdb")
    box.run(f"ATTACH {path} AS source (READ_ONLY)")
    assert source.table is not None
    schema, _, table = source.table.rpartition(".")
    relation = exp.table_(table, db=schema or None, catalog="source", quoted=True)
    if not schema:
        relation = exp.table_(table, db="main", catalog="source", quoted=True)
    try:
        names, kinds = _described(box, relation)
    except Exception:
        raise InputError(
            message("data.no-such-table", path=str(source.path), table=source.table)
        ) from None
    rows = int(box.run(exp.select("count(*)").from_(relation))[0][0])
    return Opened(relation, names, names, kinds, None, rows)


def _open_separated(box: Sandbox, source: Source, mapping: TableMapping, copied: bool) -> Opened:
    path, shown = source.files[0], str(source.path)
    delimiter = mapping.delimiter or ("\t" if ".tsv" in path.suffixes else ",")
    names = separated.head(path, mapping.encoding, delimiter)
    if names is None:
        raise InputError(message("data.no-head", path=shown))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(message("data.column-twice", path=shown, name=twice))
    looked = separated.survey(path, mapping.encoding)
    columns = tuple(f"c{index}" for index in range(len(names)))
    kinds = (type_of("VARCHAR"),) * len(names)
    if looked.in_order and not copied:
        relation = _values(path, columns, delimiter, head=True)
        return Opened(relation, names, columns, kinds, None, looked.rows - 1)
    target = box.folder.joinpath("copy.csv")
    made = separated.copy(path, target, mapping.encoding, delimiter, len(names))
    relation = _values(target, (NUMBER, *columns), delimiter, head=False)
    number = exp.cast(exp.column(NUMBER, quoted=True), "BIGINT")
    rows = made.rows + len(made.refused)
    return Opened(relation, names, columns, kinds, number, rows, tuple(made.refused))


def _values(path: Path, columns: Sequence[str], delimiter: str, *, head: bool) -> exp.Expr:
    texts = [
        exp.PropertyEQ(this=exp.Literal.string(name), expression=exp.Literal.string("VARCHAR"))
        for name in columns
    ]
    options: dict[str, Any] = {
        "auto_detect": exp.false(),
        "header": exp.Boolean(this=head),
        "delim": exp.Literal.string(delimiter),
        "quote": exp.Literal.string('"'),
        "escape": exp.Literal.string('"'),
        "nullstr": exp.Literal.string(""),
        "strict_mode": exp.true(),
        "columns": exp.Struct(expressions=texts),
    }
    return _reading("read_csv", exp.Literal.string(str(path)), options)
