"""One PostgreSQL cluster in a temporary folder, reached through a socket in it alone."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenhand.exporting.sql.checking import TABLE, Row, type_of
from evenhand.exporting.sql.query import Exported

NOTHING = "<nothing>"
MARK = "@@"


def programs() -> Path | None:
    """The folder of the newest server's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Cluster:
    """A running server; ``run`` gives the rows of each query of a batch."""

    folder: Path

    def run(
        self, batch: Sequence[tuple[Exported, str, Sequence[Row]]], **types: str
    ) -> list[list[Any]]:
        """The rows of each query; ``types`` are other types for some columns."""
        script = "".join(
            piece
            for place, (made, query, rows) in enumerate(batch)
            for piece in _script(place, made, query, rows, types)
        )
        done = subprocess.run(
            [
                "psql",
                "--csv",
                "-X",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                str(self.folder),
                "-U",
                "tester",
                "-d",
                "postgres",
            ],
            input=script,
            capture_output=True,
            text=True,
            check=False,
            timeout=170,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return [_rows(part) for part in done.stdout.split(f"{MARK}\n")[1:]]


def _script(
    place: int, made: Exported, query: str, rows: Sequence[Row], types: Mapping[str, str]
) -> Iterator[str]:
    declared = {one.name: types.get(one.name, type_of(one)) for one in made.program.columns}
    columns = ['"customer_id" INTEGER', *(f'"{name}" {kind}' for name, kind in declared.items())]
    yield f"DROP TABLE IF EXISTS {TABLE}; CREATE TABLE {TABLE} ({', '.join(columns)});\n"
    if rows:
        values = ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in rows)
        yield f"INSERT INTO {TABLE} VALUES {values};\n"  # noqa: S608
    if place == 0:
        yield f"\\pset null '{NOTHING}'\n"
    yield f"\\echo {MARK}\n{query}\n"


def _literal(cell: object) -> str:
    if cell is None:
        return "NULL"
    if isinstance(cell, (bool, int)):
        return str(cell)
    return "'" + str(cell).replace("'", "''") + "'"


def _rows(text: str) -> list[Any]:
    found = list(csv.DictReader(io.StringIO(text)))
    plain = [{k: None if v == NOTHING else v for k, v in row.items()} for row in found]
    return sorted(plain, key=lambda row: int(row["customer_id"] or 0))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server without a network, stopped and removed afterwards."""
    home = programs()
    assert home is not None
    folder = Path(tempfile.mkdtemp(prefix="evenhand-pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data = folder / "data"
    quiet: dict[str, Any] = {"capture_output": True, "cwd": folder, **user}
    start = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        subprocess.run(
            [home / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale",
             "C.UTF-8", "-N"],
            check=True,
            **quiet,
        )  # fmt: skip
        subprocess.run(
            [home / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", start, "start"],
            check=True,
            **quiet,
        )
        try:
            yield Cluster(folder)
        finally:
            subprocess.run(
                [home / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], check=True, **quiet
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
