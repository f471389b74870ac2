"""Nothing that stands in a policy file is ignored: the model holds every key and every text.

The canonical data of a loaded policy is compared with the data of its file. Only what says the
same in another spelling may differ: defaults that are written out, ``all`` around conditions that
can stand in one mapping, periods and numbers in another unit or spelling.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evenhand.loading.library import Loader
from evenhand.loading.nodes import plain
from evenhand.loading.origin import disk_file
from evenhand.loading.writing.policies import policy_data

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for path in [*ROOT.glob("policies/**/*.yaml"), *ROOT.glob("tests/examples/*.yaml")]
    if "vocabulary" not in path.parts and not path.name.endswith((".cases.yaml", ".profile.yaml"))
)
DEFAULTS = {
    "complete": True,
    "base": 0,
    "missing": "unknown",
    "ties": [],
    "otherwise": 0,
    "open": False,
    "strict": False,
    "binding": None,
    "from": "hand",
    "reading": "declared",
    "undecided": "refer",
}
PERIODS = {"years", "months", "days"}


def differences(written: object, kept: object, path: str = "") -> Iterator[str]:
    """Where the kept data lack or change something of the written."""
    match written, kept:
        case dict(), dict() if "all" in written and "all" not in kept:
            parts = written["all"]
            rest = {key: value for key, value in written.items() if key != "all"}
            yield from differences(
                {**{k: v for part in parts for k, v in part.items()}, **rest}, kept, path
            )
        case dict(), dict():
            for key, value in written.items():
                here = f"{path}/{key}"
                if key not in kept:
                    if DEFAULTS.get(key, written) != value:
                        yield f"{here} is lost: {value}"
                else:
                    yield from differences(value, kept[key], here)
        case list(), list() if len(written) == len(kept):
            for at, (one, other) in enumerate(zip(written, kept, strict=True)):
                yield from differences(one, other, f"{path}/{at + 1}")
        case [one], dict():
            yield from differences(one, kept, path)
        case dict(), _ if set(written) <= PERIODS:
            return
        case _ if spelling(written) != spelling(kept):
            yield f"{path}: {written} became {kept}"


def spelling(value: object) -> object:
    """A scalar in one spelling: numbers as fractions, everything else as it is."""
    if isinstance(value, (bool, list, dict)) or value is None:
        return value
    if isinstance(value, (int, Decimal, Fraction)):
        return Fraction(value)
    try:
        return Fraction(str(value).replace("_", ""))
    except (ValueError, ZeroDivisionError):
        return value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_model_holds_all_that_the_file_says(path: Path) -> None:
    loaded = Loader().load(disk_file(path))
    assert loaded.policy is not None
    assert loaded.document.root is not None
    written = plain(loaded.document.root)
    assert list(differences(written, policy_data(loaded.policy))) == []


def test_the_comparison_notices_what_is_lost_and_what_is_changed() -> None:
    whole = {"a": {"note": "x", "ties": []}, "b": [1, "30_0000"], "c": {"years": 2}}
    assert list(differences(whole, {"a": {"note": "x"}, "b": [1, 300000], "c": 24})) == []
    assert list(differences(whole, {"a": {}, "b": [1, 300001], "c": 24})) == [
        "/a/note is lost: x",
        "/b/2: 30_0000 became 300001",
    ]
