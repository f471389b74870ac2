"""What holds for every test: Hypothesis profiles, an environment without settings, no skips in CI.

The variable EVENHAND_CI turns a run with skipped tests into a failed one. It is taken out of the
environment, with every setting of the person who runs the tests, before any test begins.

The variable EVENHAND_UPDATE=1 lets tests of whole outputs write what they expect anew.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("dev", database=None, deadline=None, max_examples=100)
settings.register_profile(
    "ci", database=None, deadline=None, max_examples=100, derandomize=True, print_blob=True
)

NO_SKIPS = pytest.StashKey[bool]()
UPDATE = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    in_ci = bool(os.environ.get("EVENHAND_CI"))
    config.stash[NO_SKIPS] = in_ci
    config.stash[UPDATE] = os.environ.get("EVENHAND_UPDATE") == "1" and not in_ci
    settings.load_profile("ci" if in_ci or os.environ.get("CI") else "dev")
    for name in [name for name in os.environ if name.startswith("EVENHAND_")]:
        del os.environ[name]


@pytest.fixture
def update(pytestconfig: pytest.Config) -> bool:
    """Whether expected outputs are to be written anew."""
    return pytestconfig.stash[UPDATE]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One Spark for all tests, with defaults that would let overflow pass."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (the extra `spark`)")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java for Spark")
    from evenhand.engines.sql.spark_session import session

    careless = {
        "spark.sql.ansi.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        # Half of what Java does in a short run is to compile itself better than that needs.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    with session("local[2]", careless) as found:
        yield found


def skipped(config: pytest.Config) -> list[Any]:
    """Reports of tests and modules that were skipped although none may be."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not config.stash[NO_SKIPS]:
        return []
    return list(reporter.stats.get("skipped", []))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for report in skipped(config):
        terminalreporter.write_line(f"SKIPPED, and so failed: {report.nodeid}", red=True)
