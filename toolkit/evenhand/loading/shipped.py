"""What evenhand ships, by id: policies and vocabularies that ``@id`` names in any folder."""

from __future__ import annotations

from functools import cache

from evenhand import resources
from evenhand.loading.nodes import Mapping, Scalar
from evenhand.loading.origin import ShippedFile

CASES: str = ".cases.yaml"


@cache
def shipped_files() -> tuple[str, ...]:
    """The logical paths of all shipped YAML files under policies/."""
    return tuple(path for path, _ in resources.walk(resources.policies(), ".yaml"))


def shipped_vocabularies() -> tuple[str, ...]:
    """The names of the shipped vocabularies."""
    names = (path.removeprefix("policies/vocabulary/") for path in shipped_files())
    return tuple(name.removesuffix(".yaml") for name in names if name.count("/") == 0)


def shipped_policies() -> tuple[ShippedFile, ...]:
    """All shipped policy files, in order of their paths."""
    return tuple(
        ShippedFile(path)
        for path in shipped_files()
        if not path.endswith(CASES) and _kind_in(path) == "policy"
    )


def shipped_by_id(wanted: str) -> ShippedFile | None:
    """The shipped policy or vocabulary with this id.

    Files whose path ends like the id are tried first, since they nearly always have it.
    """
    likely = [p for p in shipped_files() if _slug(p).endswith(wanted)]
    rest = [p for p in shipped_files() if p not in likely]
    for path in (*likely, *rest):
        if not path.endswith(CASES) and _id_in(path) == wanted:
            return ShippedFile(path)
    return None


def shipped_ids() -> tuple[str, ...]:
    """The ids of all shipped policies and vocabularies, sorted."""
    found = {_id_in(path) for path in shipped_files() if not path.endswith(CASES)}
    return tuple(sorted(name for name in found if name is not None))


def _slug(path: str) -> str:
    return path.removeprefix("policies/").removesuffix(".yaml").replace("/", "-")


@cache
def _head_of(path: str) -> tuple[str | None, str | None]:
    """The kind and the id of a shipped policy or vocabulary."""
    root = ShippedFile(path).read().root
    if not isinstance(root, Mapping):
        return None, None
    for kind in ("policy", "vocabulary"):
        block = root.get(kind)
        name = block.get("id") if isinstance(block, Mapping) else None
        if isinstance(name, Scalar):
            return kind, name.text
    return None, None


def _kind_in(path: str) -> str | None:
    return _head_of(path)[0]


def _id_in(path: str) -> str | None:
    return _head_of(path)[1]
