"""Files stay small enough to be read at a sitting, and are named by what is in them."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "toolkit").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
LIMIT = 400

# Path from the root, and why it may be longer.
EXCEPTIONS: dict[str, str] = {}

NAMELESS = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})


def lines_of(module: Path) -> int:
    return len(module.read_text("utf-8").splitlines())


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def test_modules_are_short() -> None:
    long = {name_of(m): lines_of(m) for m in MODULES if lines_of(m) > LIMIT}
    assert {name: n for name, n in long.items() if name not in EXCEPTIONS} == {}


def test_every_exception_is_needed_and_has_a_reason() -> None:
    for name, reason in EXCEPTIONS.items():
        assert reason.strip()
        assert lines_of(ROOT / name) > LIMIT


def test_no_module_is_named_by_what_is_not_in_it() -> None:
    named = {m: {*m.relative_to(ROOT).parts[:-1], m.stem} for m in MODULES}
    assert [name_of(m) for m, parts in named.items() if parts & NAMELESS] == []
