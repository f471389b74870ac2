"""DuckDB, held so that it reads and writes what it was told to and nothing else."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from evenhand.errors import InputError, MissingExtraError, UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY: Final = "2GB"
"""How much memory is used unless somebody says otherwise; beyond it, work goes to the disk."""

SIZE: Final = re.compile(r"[1-9][0-9]{0,6}(\.[0-9]{1,3})? ?([KMGT]i?B)", re.IGNORECASE)

_LOCKED: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}

EVERY: Final = 1
"""Seconds between two looks at how far a query has come, and before the first."""

Progress = Callable[[int], None]
"""Is told now and then how many hundredths of a query are done."""


class Interrupted(Exception):
    """DuckDB stopped since somebody asked for it."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A connection that is shut in, and the folder for what it needs only while it works."""

    connection: DuckDBPyConnection
    folder: Path
    progress: Progress | None = None

    def run(self, query: exp.Expr | str) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises what DuckDB raises, and KeyboardInterrupt."""
        text = query if isinstance(query, str) else query.sql("duckdb", comments=False)
        cursor = self.connection.cursor()
        try:
            with self._watched(cursor):
                found: list[tuple[Any, ...]] = cursor.execute(text).fetchall()
        except Exception as error:
            if _was_interrupted(error):
                raise KeyboardInterrupt from None
            raise
        finally:
            with suppress(Exception):
                cursor.close()
        return found

    def define(self, name: str, function: Callable[[str], str]) -> None:
        """Let queries ask a function from texts to texts; it is never asked for NULL."""
        self.connection.create_function(name, function, ["VARCHAR"], "VARCHAR")

    @contextmanager
    def _watched(self, cursor: DuckDBPyConnection) -> Iterator[None]:
        if self.progress is None:
            yield
            return
        told, done = self.progress, Event()

        def look() -> None:
            while not done.wait(EVERY):
                share: float = -1
                with suppress(Exception):
                    share = cursor.query_progress()
                told(int(share))

        watcher = Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _was_interrupted(error: Exception) -> bool:
    words = str(error)
    return "Query interrupted" in words or "KeyboardInterrupt" in words or "INTERRUPT" in words


@contextmanager
def sandbox(
    files: Sequence[Path],
    *,
    threads: int | None = None,
    memory_limit: str = MEMORY,
    progress: Progress | None = None,
) -> Iterator[Sandbox]:
    """A connection that can touch ``files`` and a folder of its own, which is removed afterwards.

    No extension is loaded or fetched, nothing is read over a network, and no setting can be
    changed any more. Raises MissingExtraError without DuckDB, UsageError for a wrong limit.
    """
    duckdb = library()
    if not SIZE.fullmatch(memory_limit):
        raise UsageError(message("decide.memory-limit", value=memory_limit))
    folder = Path(tempfile.mkdtemp(prefix="evenhand-"))
    try:
        config: dict[str, Any] = {
            **_LOCKED,
            "memory_limit": memory_limit,
            "temp_directory": str(folder.joinpath("spill")),
        }
        if threads is not None:
            config["threads"] = str(threads)
        connection = duckdb.connect(":memory:", config=config)
        try:
            _shut(connection, files, folder)
            yield Sandbox(connection, folder, progress)
        finally:
            connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def library() -> Any:
    """The module of DuckDB. Raises MissingExtraError where it is not installed."""
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError(message("extra.data")) from None
    return duckdb


def _shut(connection: DuckDBPyConnection, files: Sequence[Path], folder: Path) -> None:
    paths = [exp.Literal.string(str(file)) for file in files]
    settings = {
        "allowed_paths": exp.Array(expressions=paths).sql("duckdb"),
        "allowed_directories": exp.Array(expressions=[exp.Literal.string(f"{folder}/")]).sql(
            "duckdb"
        ),
        # It makes joins of long lists of constants, and a policy is full of these.
        "disabled_optimizers": "'in_clause'",
        "enable_progress_bar": "true",
        "enable_progress_bar_print": "false",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    for name, value in settings.items():
        connection.execute(f"SET {name} = {value}")


_DEFECTS: Final = frozenset(
    {
        "BinderException",
        "CatalogException",
        "ConversionException",
        "InternalException",
        "OutOfRangeException",
        "ParserException",
    }
)


def is_defect(error: Exception) -> bool:
    """Whether an error of DuckDB is about our query, not about a file; these are never hidden."""
    return type(error).__name__ in _DEFECTS or "executing the UDF" in str(error)


def not_readable(path: str, error: Exception) -> InputError:
    """What is said of a file that DuckDB could not read or write."""
    words = str(error)
    if "No space left" in words or "Could not write" in words:
        return InputError(message("input.cannot-write", path=path))
    if "Out of Memory" in words:
        return InputError(message("decide.out-of-memory", path=path))
    return InputError(message("data.cannot-read", path=path))
