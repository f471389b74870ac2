"""What callers of the interface may hand in, and what they are told when it does not fit."""

from __future__ import annotations

from datetime import date

import pytest

import evenhand as eh

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def policy() -> eh.Policy:
    return eh.load("@card-limit-increase")


def test_a_reading_that_does_not_exist_is_wrong_usage(policy: eh.Policy) -> None:
    with pytest.raises(eh.UsageError, match="`lenient` is not a reading; use one of: declared"):
        policy.decide({}, reading="lenient")
    with pytest.raises(eh.UsageError, match="`lenient` is not a reading"):
        eh.explain(policy, {}, as_of=TODAY, reading="lenient")
    with pytest.raises(eh.UsageError, match="`lenient` is not a reading"):
        eh.simulate([policy], as_of=TODAY, seed=1, reading="lenient")


def test_policies_may_be_a_list_or_by_id(policy: eh.Policy) -> None:
    listed = eh.simulate([policy], as_of=TODAY, seed=1, n=5)
    by_id = eh.simulate({policy.id: policy}, as_of=TODAY, seed=1, n=5)
    assert listed == by_id
    audited = [eh.audit(given, as_of=TODAY) for given in ([policy], {policy.id: policy})]
    assert audited[0] == audited[1]


def test_a_refused_value_says_in_a_sentence_what_is_allowed(policy: eh.Policy) -> None:
    with pytest.raises(eh.ValueRefused, match="`-1` is outside the range of `card_spend_12m`"):
        policy.decide({"card_spend_12m": -1})
    with pytest.raises(TypeError, match="a binary float is not exact"):
        policy.decide({"card_spend_12m": 1.5})  # type: ignore[dict-item]
