"""Several policies: the overall verdict, counts and gates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import pytest

from evenhand.analysis.diff.ladders import VERDICTS
from evenhand.analysis.diff.result import Diff, Side
from evenhand.analysis.diff.several import Alone, Diffs, Pair
from evenhand.errors import UsageError
from evenhand.messages import LANGUAGES, Bilingual
from evenhand.result import Run

RUN = Run("diff", date(2026, 11, 24))
ALONE = Alone(Side("x", "1.0.0", Bilingual("X", "甲")), "x.yaml")


@dataclass(frozen=True)
class Judged:
    """As much of a diff as several look at."""

    verdict: str
    confidence: str = "proved"
    changes: tuple[str, ...] = ("some",)
    code: int = 0

    def exit_code(self, fail_on: str, *, strict: bool) -> int:  # noqa: ARG002
        return self.code


def several(*verdicts: str, added: bool = False, removed: bool = False, code: int = 0) -> Diffs:
    pairs = [
        Pair(
            cast(Diff, Judged(one, changes=() if one == "same" else ("some",), code=code)), "a", "a"
        )
        for one in verdicts
    ]
    alone = (ALONE,)
    return Diffs(
        run=RUN,
        pairs=tuple(pairs),
        added=alone if added else (),
        removed=alone if removed else (),
    )


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [
        ((), "equivalent"),
        (("equivalent", "equivalent"), "equivalent"),
        (("equivalent", "stricter"), "stricter"),
        (("looser", "looser"), "looser"),
        (("looser", "stricter"), "incomparable"),
        (("incomparable", "equivalent"), "incomparable"),
        (("unknown", "equivalent"), "unknown"),
        (("unknown", "stricter"), "unknown"),
        (("unknown", "incomparable"), "incomparable"),
        (("unknown", "looser", "stricter"), "incomparable"),
    ],
)
def test_the_overall_verdict(verdicts: tuple[str, ...], overall: str) -> None:
    assert several(*verdicts).verdict == overall
    assert several(*reversed(verdicts)).verdict == overall
    assert several(*verdicts, added=True).verdict == "incomparable"
    assert several(*verdicts, removed=True).verdict == "incomparable"


def test_it_is_known_as_surely_as_the_least_sure() -> None:
    pairs = [Pair(cast(Diff, Judged("equivalent", one)), "a", "a") for one in ("proved", "static")]
    assert Diffs(run=RUN, pairs=tuple(pairs)).confidence == "static"
    assert Diffs(run=RUN, pairs=tuple(pairs[:1])).confidence == "proved"


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_has_its_sentence(verdict: str) -> None:
    for one in (several(verdict), several(verdict, added=True)):
        for language in LANGUAGES:
            assert one.explanation.text(language)
    assert several(verdict).explanation != several(verdict, removed=True).explanation


@pytest.mark.parametrize(
    ("gate", "came", "went"),
    [("any", 1, 1), ("semantic", 1, 1), ("narrowing", 0, 1), ("unfair", 0, 0), ("never", 0, 0)],
)
def test_policies_that_came_or_went_count_for_some_gates(gate: str, came: int, went: int) -> None:
    assert several("equivalent", added=True).exit_code(gate) == came
    assert several("equivalent", removed=True).exit_code(gate) == went
    assert several("equivalent", code=1).exit_code(gate) == 1
    assert several("equivalent", code=4, removed=True).exit_code(gate, strict=True) == 4


def test_another_gate_is_refused() -> None:
    with pytest.raises(UsageError):
        several().exit_code("error")


def test_a_renamed_file_alone_is_no_change() -> None:
    pair = Pair(cast(Diff, Judged("equivalent", changes=())), "a.yaml", "b.yaml")
    found = Diffs(run=RUN, pairs=(pair,))
    assert dict(found.counts()) == {
        "changed": 0,
        "unchanged": 1,
        "added": 0,
        "removed": 0,
        "renamed": 1,
    }
