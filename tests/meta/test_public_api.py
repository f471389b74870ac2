"""docs/api.md is true and complete, and everything public says what it is and takes."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import evenhand
import evenhand.strategies
import evenhand.testing
from evenhand import api

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
PUBLIC = sorted({*evenhand.__all__} - {"__version__"})
HEAVY = ("click", "hypothesis", "jinja2", "jsonschema", "ruamel")
CALLABLE = {
    f"{home.__name__}.{name}": getattr(home, name)
    for home in (evenhand, api, evenhand.strategies, evenhand.testing)
    for name in home.__all__
    if callable(getattr(home, name))
}


def in_code(page: str) -> str:
    """What stands in backticks or in blocks of code."""
    return "\n".join([*re.findall(r"`([^`\n]+)`", page), *BLOCKS])


def functions_of(found: Any) -> list[Any]:
    """A function itself, or the public methods and properties of a class."""
    if inspect.isfunction(found):
        return [found]
    own = [(name, one) for name, one in vars(found).items() if not name.startswith("_")]
    return [
        one.fget if isinstance(one, property) else one
        for _, one in own
        if isinstance(one, property) or inspect.isfunction(one)
    ]


def test_the_examples_run_in_order_and_say_what_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    assert len(BLOCKS) >= 8
    for block in BLOCKS:
        before = PAGE[: PAGE.index(block)].count("\n")
        tree = ast.increment_lineno(ast.parse(block), before)
        exec(compile(tree, "docs/api.md", "exec"), names)  # noqa: S102 - the page is ours


@pytest.mark.parametrize("block", BLOCKS)
def test_the_examples_do_not_read_the_clock(block: str) -> None:
    assert not re.search(r"\b(?:today|now)\(", block)


@pytest.mark.parametrize("name", sorted(evenhand.__all__))
def test_every_public_name_stands_on_the_page(name: str) -> None:
    assert re.search(rf"\b{re.escape(name)}\b", in_code(PAGE))


def test_every_name_that_the_page_uses_is_public() -> None:
    used = set(re.findall(r"\beh\.([A-Za-z_]\w*)", PAGE))
    assert used <= set(evenhand.__all__)


def test_all_names_are_sorted_and_exist() -> None:
    for home in (evenhand, api):
        assert all(hasattr(home, name) for name in home.__all__)
        assert len(set(home.__all__)) == len(home.__all__)
    with pytest.raises(AttributeError):
        _ = evenhand.no_such_name


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(evenhand, name))


@pytest.mark.parametrize("name", sorted(CALLABLE))
def test_what_can_be_called_has_a_docstring_and_annotations(name: str) -> None:
    found = CALLABLE[name]
    assert inspect.getdoc(found)
    for one in functions_of(found):
        assert inspect.getdoc(one), one.__qualname__
        wanted = [p for p in inspect.signature(one).parameters if p not in ("self", "cls")]
        assert {*wanted, "return"} <= set(one.__annotations__), one.__qualname__


@pytest.mark.parametrize("name", ["audit", "compare", "diff", "explain", "report", "simulate"])
def test_every_analysis_is_told_the_day(name: str) -> None:
    parameters = inspect.signature(getattr(evenhand, name)).parameters
    day = parameters["as_of"]
    assert day.kind is inspect.Parameter.KEYWORD_ONLY
    assert day.default is inspect.Parameter.empty
    assert get_type_hints(getattr(evenhand, name))["as_of"].__name__ == "date"


def test_the_import_loads_nothing_heavy() -> None:
    code = f"import sys, evenhand; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
