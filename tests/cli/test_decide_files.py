"""Files that ``decide`` writes are whole or not there, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from tests.tables import POLICY

from evenhand.cli.main import run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the policy, in which the test runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def long_work(here: Path) -> list[str]:
    """The call of a run that takes some seconds, and a folder of its own for what it needs."""
    duckdb.execute(
        "copy (select 'k' || range as customer, (range % 600000)::decimal(18, 2) balance,"
        " (range % 5)::tinyint late, 'clerk' as job, 'low' as grade from range(3000000))"
        " to 'book.parquet'"
    )
    (here / "work").mkdir()
    (here / "out.csv").write_text("before\n")
    words = ["decide", "small.yaml", "--data", "book.parquet", "--id", "customer", "-o", "out.csv"]
    return [sys.executable, "-m", "evenhand", *words, "--isolated"]


def started(command: list[str], here: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(here / "work")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(600):
        if list(here.glob("work/*/stage.duckdb")):
            return process
        time.sleep(0.02)
    process.kill()
    raise AssertionError("it never began")


def test_an_interrupted_run_leaves_nothing_behind(here: Path, long_work: list[str]) -> None:
    process = started(long_work, here)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    assert (here / "out.csv").read_text() == "before\n"
    assert not list(here.glob(".*.part"))
    assert not list((here / "work").iterdir())


def test_a_killed_run_leaves_no_part_under_the_final_name(here: Path, long_work: list[str]) -> None:
    process = started(long_work, here)
    for _ in range(600):
        if list(here.glob(".out.csv.*.part")):
            break
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert (here / "out.csv").read_text() == "before\n"


def test_a_full_disk_leaves_no_part(
    here: Path, long_work: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    small = here / "small-disk"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        (small / "out.csv").write_text("before\n")
        words = ("--data", "book.parquet", "--id", "customer", "-o", "small-disk/out.csv")
        code = run(["decide", "small.yaml", *words, "--isolated"])
        err = capsys.readouterr().err
        assert code == 3
        assert "small-disk/out.csv" in err
        assert [path.name for path in small.iterdir()] == ["out.csv"]
        assert (small / "out.csv").read_text() == "before\n"
    finally:
        subprocess.run(["umount", str(small)], check=True)
