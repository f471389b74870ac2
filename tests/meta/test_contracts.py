"""Imports go one way, arithmetic is exact, and nothing looks at the clock."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "toolkit" / "evenhand"
MODULES = sorted(PACKAGE.rglob("*.py"))
EXACT = [m for m in MODULES if m.relative_to(PACKAGE).parts[0] in {"model", "engines"}]
TIMELESS = [m for m in MODULES if m != PACKAGE / "cli" / "options.py"]
CLOCK = frozenset({"today", "now", "utcnow"})
CHANCE = frozenset({"random", "secrets", "time", "uuid"})


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def test_imports_go_one_way() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_yaml_parser_has_one_home() -> None:
    """It is imported by its name as a text, which the import contracts cannot see."""
    named = re.compile(r"\b_?ruamel[._]yaml\b(?![.]clib)")
    users = {name_of(m).split("/")[0] for m in MODULES if named.search(m.read_text("utf-8"))}
    assert users == {"loading"}


def inexact(tree: ast.AST) -> Iterator[str]:
    """Binary fractions and true divisions."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield f"line {node.lineno}: a binary fraction"
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield f"line {node.lineno}: a true division"
            case ast.Call(func=ast.Name(id="float")):
                yield f"line {node.lineno}: a conversion to a binary fraction"
            case _:
                pass


@pytest.mark.parametrize("module", EXACT, ids=name_of)
def test_model_and_engines_are_exact(module: Path) -> None:
    assert list(inexact(ast.parse(module.read_text("utf-8")))) == []


def test_what_is_inexact_is_seen() -> None:
    source = "a = 0.5\nb = a / 2\nb /= 2\nc = float('1')\nd = 7 // 2\nisinstance(a, float)\n"
    assert [found.split(":")[0] for found in sorted(inexact(ast.parse(source)))] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
    ]


def unrepeatable(tree: ast.AST) -> Iterator[str]:
    """Readings of the clock, and chance without a seed."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in CLOCK:
                yield f"line {node.lineno}: {name}"
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.split(".")[0] in CHANCE - {"random"}:
                        yield f"line {node.lineno}: import of {alias.name}"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in CHANCE:
                if module != "random" or any(a.name != "Random" for a in node.names):
                    yield f"line {node.lineno}: import from {module}"
            case ast.Attribute(value=ast.Name(id="random"), attr=name) if name != "Random":
                yield f"line {node.lineno}: random.{name}"
            case ast.Call(
                func=ast.Name(id="Random") | ast.Attribute(attr="Random"), args=[], keywords=[]
            ):
                yield f"line {node.lineno}: a generator without a seed"
            case _:
                pass


@pytest.mark.parametrize("module", TIMELESS, ids=name_of)
def test_equal_inputs_give_equal_results(module: Path) -> None:
    assert list(unrepeatable(ast.parse(module.read_text("utf-8")))) == []


def test_what_cannot_be_repeated_is_seen() -> None:
    bad = (
        "import time\n"
        "from time import monotonic\n"
        "date.today()\n"
        "datetime.now()\n"
        "random.random()\n"
        "from random import choice\n"
        "random.Random()\n"
    )
    assert len(list(unrepeatable(ast.parse(bad)))) == 7
    good = "import random\nfrom random import Random\nrandom.Random(7)\nRandom(seed)\n"
    assert list(unrepeatable(ast.parse(good))) == []
