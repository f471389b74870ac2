"""Help and the bare import come quickly: the heavy libraries stay where they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

POLICY = Path(__file__).parents[2] / "policies" / "cn" / "ccb" / "credit-card-100.yaml"
HEAVY = (
    "_ruamel_yaml",
    "duckdb",
    "hypothesis",
    "jinja2",
    "jsonschema",
    "numpy",
    "ortools",
    "pandas",
    "pyspark",
    "ruamel",
    "sqlglot",
    "typst",
    "vl_convert",
)

REPORT = f"""
import sys
print("loaded:", *sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)
""".replace(repr(HEAVY), repr(set(HEAVY)))

HELP = f"""
import sys
sys.argv = ["evenhand", "--help"]
from evenhand.cli.main import run
try:
    code = run()
except SystemExit as stop:
    code = stop.code
{REPORT}
sys.exit(code)
"""


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


VALIDATE = f"""
import sys
sys.argv = ["evenhand", "--isolated", "validate", {str(POLICY)!r}]
from evenhand.cli.main import run
code = run()
print("loaded:", *sorted(
    name for name in sys.modules
    if name.startswith("evenhand.analysis.") or name.partition(".")[0] in {{"hypothesis", "jinja2"}}
), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("code", [f"import evenhand\n{REPORT}", HELP], ids=["import", "help"])
def test_nothing_heavy_is_loaded(code: str, tmp_path: Path) -> None:
    done = run(code, tmp_path)
    assert (done.returncode, done.stderr) == (0, "loaded:\n")


def test_validating_loads_no_other_analysis(tmp_path: Path) -> None:
    done = run(VALIDATE, tmp_path)
    assert (done.returncode, done.stderr) == (0, "loaded: evenhand.analysis.validate\n")


def test_help_says_something(tmp_path: Path) -> None:
    assert "report" in run(HELP, tmp_path).stdout


def test_what_is_loaded_is_seen(tmp_path: Path) -> None:
    assert run(f"import jsonschema\n{REPORT}", tmp_path).stderr == "loaded: jsonschema\n"
