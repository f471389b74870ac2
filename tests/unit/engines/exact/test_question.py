"""Questions: sides, and why there is no answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.unit.engines.exact.tiny import condition_of, gold

from evenhand.engines.exact.question import (
    MET,
    NOT_MET,
    OPEN,
    Question,
    Unanswered,
    outcome_of,
    sides_use,
    truth_of,
)
from evenhand.model.outcome import Reading

POLICY = gold("{amount: 1}")


def test_an_outcome_is_the_first_entry_that_holds() -> None:
    side = outcome_of(POLICY, Reading.OPEN, twin=True)
    assert [label for label, _ in side.entries] == ["gold", "plain"]
    assert (side.undecided, side.floor, side.reading, side.twin) == (
        "refer",
        False,
        Reading.OPEN,
        True,
    )


def test_a_condition_holds_or_not_or_stays_open() -> None:
    side = truth_of(POLICY, condition_of(POLICY))
    assert ([label for label, _ in side.entries], side.undecided) == ([MET, NOT_MET], OPEN)


def test_each_policy_is_named_once() -> None:
    other = gold("{amount: 2}")
    sides = (outcome_of(POLICY), outcome_of(other), outcome_of(POLICY, twin=True))
    assert sides_use(Question(sides)) == [POLICY, other]


def test_no_answer_passes_through_whatever_is_in_its_way() -> None:
    @contextmanager
    def around() -> Iterator[None]:
        yield

    with pytest.raises(Unanswered) as found, around():
        raise Unanswered("budget", "amount")
    assert (found.value.reason, found.value.about) == ("budget", "amount")
