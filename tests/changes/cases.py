"""Pairs of policies for the published kinds of change: one file a kind and its mirror.

``tests/changes/KIND.yaml`` says what both policies have beside the base, and what each has alone:
paths such as ``tiers.0.when`` to what stands there, null for nothing. ``own`` is a vocabulary file
that the policy names as well. ``expect`` lists the kinds that come with it, where the pair shows
more than its own.
"""

from __future__ import annotations

import copy
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from tests.build import HEAD, LOADER, TAIL

from evenhand import api
from evenhand.loading.library import Loader, Setup
from evenhand.loading.origin import GivenText

OWN = {"id": "own", "title": {"en": "Own words", "zh": "自有词汇"}}
FOLDER = Path(__file__).parent
NAMES = tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@dataclass(frozen=True)
class Case:
    """Two policies, and the kinds of change from the first to the second."""

    old: api.Policy
    new: api.Policy
    expected: Counter[str]


@cache
def case(name: str) -> Case:
    """The pair of a kind."""
    given = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    assert given.keys() <= {"both", "old", "new", "expect"}
    sides = [_policy({**given.get("both", {}), **given.get(side, {})}) for side in ("old", "new")]
    return Case(sides[0], sides[1], Counter(given.get("expect", [name])))


def _policy(patch: Mapping[str, Any]) -> api.Policy:
    document = YAML(typ="safe").load(HEAD + TAIL)
    for path, value in patch.items():
        _put(document, path.split("."), copy.deepcopy(value))
    loader, own = LOADER, document.pop("own", None)
    if own is not None:
        document["vocabulary"].append("own")
        words = {"evenhand": 1, "vocabulary": OWN, **own}
        loader = Loader(Setup(vocabulary=(GivenText(_text(words), "own.yaml"),)))
    return api.load_from(loader, GivenText(_text(document), "small.yaml"))


def _text(document: Any) -> str:
    written = io.StringIO()
    yaml = YAML()
    yaml.width = 200
    yaml.dump(document, written)
    return written.getvalue()


def _put(document: Any, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    last: Any = int(path[-1]) if isinstance(document, list) else path[-1]
    if value is None:
        document.pop(last, None)
    else:
        document[last] = value
