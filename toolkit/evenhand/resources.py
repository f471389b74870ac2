"""The data that evenhand ships: schemas, policies and audits.

An installed package carries them inside itself; a checkout has them beside ``toolkit/``. This is
the only module that knows which of the two it is in, so everything is handed out as a
``Traversable`` with a logical path (``policies/seed/three-laws.yaml``) that is the same in both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Literal

Area = Literal["schema", "policies", "audits"]
AREAS: Final[tuple[Area, ...]] = ("schema", "policies", "audits")


def schema_file(name: str) -> Traversable:
    """The schema called ``name`` (``policy``, ``common``, …); it need not exist."""
    return area("schema") / f"{name}.schema.json"


def policies() -> Traversable:
    """The folder of shipped policies, vocabularies, populations and sets."""
    return area("policies")


def audits() -> Traversable:
    """The folder of shipped audit rules, packs, citations and lexicons."""
    return area("audits")


@cache
def area(name: Area) -> Traversable:
    """One of the shipped folders.

    Raises FileNotFoundError where neither the package nor a checkout around it has the folder:
    the installation is damaged.
    """
    package = files("evenhand")
    return find_area(name, package, Path(__file__).parent)


def find_area(name: Area, package: Traversable, place: Path) -> Traversable:
    """The folder ``name`` inside ``package``, else in the checkout that ``place`` lies in."""
    inside = package / "_data" / name
    if inside.is_dir():
        return inside
    for folder in place.parents:
        if _is_checkout(folder) and (folder / name).is_dir():
            return folder / name
    raise FileNotFoundError(f"evenhand's folder {name} is neither in the package nor around it")


def walk(
    root: Traversable, suffix: str = "", *, prefix: str | None = None
) -> tuple[tuple[str, Traversable], ...]:
    """All files below ``root`` whose names end in ``suffix``, sorted by logical path.

    A logical path has POSIX separators and begins with ``prefix`` (default: the name of ``root``).
    Names that begin with a dot, and folders of compiled Python, are passed over.
    """
    found = _files(root, root.name if prefix is None else prefix)
    return tuple(sorted((p for p in found if p[0].endswith(suffix)), key=lambda pair: pair[0]))


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        path = f"{prefix}/{entry.name}" if prefix else entry.name
        if entry.is_dir():
            yield from _files(entry, path)
        else:
            yield path, entry


def _is_checkout(folder: Path) -> bool:
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(project.get("project", {}).get("name") == "evenhand")
