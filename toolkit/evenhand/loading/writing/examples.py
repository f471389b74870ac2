"""Plain data of worked customers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from evenhand.loading.writing.data import Data
from evenhand.loading.writing.elements import sources_data, text_data, value_data, without_none
from evenhand.model.example import Example, Expectation
from evenhand.model.outcome import Reading

FORMAT: Final = 1
"""The version of the file format that is written."""


def cases_data(policy: str, examples: Iterable[Example]) -> dict[str, Data]:
    """A file of worked customers beside the policy with this id."""
    listed = [example_data(one) for one in examples]
    return {"evenhand": FORMAT, "cases": {"policy": policy}, "examples": listed}


def example_data(example: Example) -> dict[str, Data]:
    """One worked customer."""
    return without_none(
        {
            "name": text_data(example.name),
            "from": example.origin.value,
            "source": sources_data(example.source),
            "why": text_data(example.why),
            "reading": None if example.reading is Reading.DECLARED else example.reading.value,
            "given": {
                name: int(str(value)) if name == "assessments_below" else value_data(value)
                for name, value in example.given.items()
            },
            "expect": _expectation(example.expect),
        }
    )


def _expectation(expect: Expectation) -> Data:
    return without_none(
        {
            "outcome": expect.outcome,
            "status": expect.status,
            "score": expect.score,
            "possible": _list(expect.possible),
            "floor": expect.floor,
            "path": _list(expect.path),
            "benefits": _list(expect.benefits),
            "reasons": _list(expect.reasons),
        }
    )


def _list(names: tuple[str, ...] | None) -> Data:
    return None if names is None else list(names)
