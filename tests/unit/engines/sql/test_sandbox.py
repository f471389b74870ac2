"""DuckDB, shut in: the named files and a folder of its own, nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from evenhand.engines.sql.sandbox import sandbox
from evenhand.errors import UsageError


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('other.csv')",
        "select * from 'https://example.com/a.parquet'",
        "select * from glob('*')",
        "copy (select 1) to 'made.csv'",
        "attach 'other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set threads = 4",
        "set enable_external_access = true",
        "select * from here",
        "select getenv('HOME')",
    ],
)
def test_nothing_else_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.csv").write_text("a\n1\n")
    here = [1]
    with sandbox([tmp_path / "named.csv"]) as box:
        with pytest.raises(duckdb.Error):
            box.run(query)
        folder = box.folder
    assert not folder.exists()
    assert here and sorted(path.name for path in tmp_path.iterdir()) == ["other.csv"]


def test_the_named_file_and_the_folder_can(tmp_path: Path) -> None:
    named = tmp_path / "it's named.csv"
    named.write_text("a\n1\n")
    with sandbox([named], threads=1, memory_limit="300MB") as box:
        quoted = str(named).replace("'", "''")
        found = box.run(f"select * from read_csv('{quoted}')")  # noqa: S608
        assert found == [(1,)]
        box.run(f"copy (select 1) to '{box.folder}/made.csv'")
        found = box.run("select current_setting('threads'), current_setting('memory_limit')")
        assert found == [(1, "286.1 MiB")]


@pytest.mark.parametrize("size", ["", "much", "2", "-1GB", "1GB; drop", "0GB"])
def test_a_memory_limit_is_a_size(size: str) -> None:
    with pytest.raises(UsageError), sandbox([], memory_limit=size):
        pass


def test_progress_is_told_while_a_query_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.engines.sql.sandbox.EVERY", 0.02)
    told: list[int] = []
    with sandbox([], progress=told.append) as box:
        box.run("select count(*) from range(40000000) a, range(10) b where hash(a.range) % 7 = 3")
    assert told
    assert all(-1 <= one <= 100 for one in told)
