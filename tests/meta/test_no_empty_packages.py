"""A package exists for what it holds; none waits for its content."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "toolkit" / "evenhand"
FOLDERS = sorted({file.parent for file in PACKAGE.rglob("*.py")})


def name_of(folder: Path) -> str:
    return folder.relative_to(PACKAGE.parent).as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_of_modules_is_a_package_with_content(folder: Path) -> None:
    initial = folder / "__init__.py"
    assert initial.is_file()
    body = ast.parse(initial.read_text("utf-8")).body
    says_something = any(
        not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in body
    )
    holds_something = any(file != initial for file in folder.rglob("*.py"))
    assert says_something or holds_something
