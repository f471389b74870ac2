"""Spark sessions: exact arithmetic that raises where it would overflow, nothing left behind.

A session of ours settles whatever the answers depend on itself, so that the defaults of a cluster
do not matter.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evenhand.errors import InputError, MissingExtraError
from evenhand.messages import message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL: Final = "local[*]"
"""Spark within this process, on all its cores."""

ANSWERS: Final[Mapping[str, str]] = {
    # Overflow, division by zero and casts that fail raise, instead of NULL or a wrapped number.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.parquet.mergeSchema": "true",
    "spark.sql.parquet.binaryAsString": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
}
"""What answers depend on; set for every session, also one that somebody else began."""

_EXCLUDED: Final = "spark.sql.optimizer.excludedRules"

_COLLAPSE: Final = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
"""Would write out every step of a query in all that stand on it, so that plans grow out of hand."""

_QUIET: Final = """\
status = error
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""

_WRONG: Final = re.compile(r"^ERROR |(Exception|Error): ")
_LOG: Final = "spark.log"
_OPTIONS: Final = "spark.driver.extraJavaOptions"
_LOGGERS: Final = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")


@contextmanager
def session(
    master: str | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session, and an end to it: on the cluster ``master``, else on what this process has.

    Without ``master`` it is the one that ``spark-submit`` names, or all cores of this machine. A
    Spark that already runs in this process is used and left running. ``settings`` are further
    settings of Spark. Raises MissingExtraError without pyspark, InputError where Spark does not
    start.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise MissingExtraError(message("extra.spark"))
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context is not None:
        with _unlogged():
            yield _settled(SparkSession.builder.getOrCreate().newSession())
        return
    folder = Path(tempfile.mkdtemp(prefix="evenhand-spark-"))
    try:
        spark = _started(master, settings or {}, folder)
        try:
            with _unlogged():
                yield _settled(spark)
        finally:
            with _stderr_to(folder.joinpath(_LOG)):
                spark.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None) is not None


def _started(master: str | None, settings: Mapping[str, str], folder: Path) -> SparkSession:
    from pyspark.sql import SparkSession

    if not _has_java():
        raise InputError(message("on-spark.no-java"))
    builder = SparkSession.builder.appName("evenhand")
    ours = _settings(master, folder)
    if _OPTIONS in settings:
        ours[_OPTIONS] += f" {settings[_OPTIONS]}"
    for name, value in {**settings, **ours}.items():
        builder = builder.config(name, value)
    log = folder.joinpath(_LOG)
    try:
        with _stderr_to(log), _own_interrupt(), _same_python(ours.get("spark.master", "")):
            return builder.getOrCreate()
    except Exception as error:
        raise InputError(message("on-spark.not-started", why=_why(log, error))) from None


def _settings(master: str | None, folder: Path) -> dict[str, str]:
    """Settings for the start. What somebody gave to ``spark-submit`` stays as it is."""
    quiet = folder.joinpath("log4j2.properties")
    quiet.write_text(_QUIET, encoding="utf-8")
    found = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": folder.joinpath("warehouse").as_uri(),
        _OPTIONS: f"-Dlog4j2.configurationFile={quiet.as_uri()}",
    }
    submitted = "PYSPARK_SUBMIT_ARGS" in os.environ or "SPARK_ENV_LOADED" in os.environ
    if master is None and not submitted:
        master = LOCAL
    if master is not None:
        found["spark.master"] = master
        if master.startswith("local"):
            found["spark.driver.bindAddress"] = found["spark.driver.host"] = "127.0.0.1"
            found["spark.local.dir"] = str(folder)
    return found


def _settled(spark: SparkSession) -> SparkSession:
    for name, value in ANSWERS.items():
        spark.conf.set(name, value)
    excluded = (spark.conf.get(_EXCLUDED, "") or "").split(",")
    spark.conf.set(_EXCLUDED, ",".join(sorted({*filter(None, excluded), _COLLAPSE})))
    return spark


def _why(log: Path, error: Exception) -> str:
    """The first thing that went wrong before Spark gave up, else what Python knows of it."""
    said: list[str] = []
    with suppress(OSError):
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()
    wrong = [one.strip() for one in said if _WRONG.search(one)]
    found = wrong[0] if wrong else str(error).partition("\n")[0]
    return re.sub(r"^ERROR \w+: ", "", found)


@contextmanager
def _same_python(master: str) -> Iterator[None]:
    """Let Spark on this machine alone use the Python that runs now, with all that it has."""
    name = "PYSPARK_PYTHON"
    if not master.startswith("local") or name in os.environ:
        yield
        return
    os.environ[name] = sys.executable
    try:
        yield
    finally:
        del os.environ[name]


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep pyspark from printing every exception as JSON before it raises it."""
    from pyspark.logger import PySparkLogger

    loggers = [PySparkLogger.getLogger(name) for name in _LOGGERS]
    before = [one.disabled for one in loggers]
    for one in loggers:
        one.disabled = True
    # What goes to the root logger when a call is interrupted.
    logging.root.addFilter(_is_not_theirs)
    try:
        yield
    finally:
        logging.root.removeFilter(_is_not_theirs)
        for one, was in zip(loggers, before, strict=True):
            one.disabled = was


def _is_not_theirs(record: logging.LogRecord) -> bool:
    return not {"py4j", "pyspark"} & set(Path(record.pathname).parts)


@contextmanager
def _own_interrupt() -> Iterator[None]:
    """Keep Python's own answer to Ctrl-C: Spark's talks to Java in the midst of another talk."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _stderr_to(log: Path) -> Iterator[None]:
    """Send what Java says to a file: Spark's launcher writes to the terminal on its own."""
    sys.stderr.flush()
    kept = os.dup(2)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.dup2(target, 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(target)
