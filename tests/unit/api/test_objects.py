"""What the interface hands out: frozen, equal, picklable, usable from several threads."""

from __future__ import annotations

import dataclasses
import json
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

import evenhand as eh

TODAY = date(2026, 11, 24)
CUSTOMER: dict[str, str | bool | int] = {
    "has_credit_card": True,
    "card_spend_12m": "45_000",
    "card_inactive": 0,
}


@pytest.fixture(scope="module")
def policy() -> eh.Policy:
    return eh.load("@three-laws")


def through_another_process(made: object) -> object:
    return pickle.loads(pickle.dumps(made))  # noqa: S301 - made here


MADE: dict[str, Callable[[eh.Policy], object]] = {
    "policy": lambda policy: policy,
    "library": lambda _: eh.load_library("@three-laws"),
    "customer": lambda policy: policy.customer(CUSTOMER),
    "outcome": lambda policy: policy.decide(CUSTOMER),
    "decision": lambda policy: policy.trace(CUSTOMER),
    "validate": lambda _: eh.validate("@three-laws", as_of=TODAY),
    "audit": lambda policy: eh.audit([policy], as_of=TODAY, select="VAGUE"),
    "compare": lambda policy: eh.compare([policy, eh.load("@icbc-premium")], as_of=TODAY),
    "diff": lambda policy: eh.diff(policy, eh.load("@icbc-premium"), as_of=TODAY),
    "explain": lambda policy: eh.explain(policy, CUSTOMER, as_of=TODAY),
    "simulate": lambda policy: eh.simulate([policy], as_of=TODAY, seed=1, n=5),
}


@pytest.mark.parametrize("name", MADE)
def test_frozen_equal_and_picklable(name: str, policy: eh.Policy) -> None:
    made = MADE[name](policy)
    assert made == MADE[name](policy)
    assert through_another_process(made) == made
    assert dataclasses.is_dataclass(made)
    field = dataclasses.fields(made)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, field, None)
    if hasattr(made, "data"):
        json.dumps(made.data())


def test_several_threads_may_ask_one_policy(policy: eh.Policy) -> None:
    customers = [CUSTOMER | {"card_spend_12m": 1000 * n} for n in range(40)]
    alone = [policy.decide(customer) for customer in customers]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(policy.decide, customers)) == alone


def wrong_load() -> object:
    return eh.load(text="evenhand: 1\npolicy: {id: gold}\n")


RAISED: dict[str, tuple[type[Exception], Callable[[], object]]] = {
    "load": (eh.LoadError, wrong_load),
    "input": (eh.InputError, lambda: eh.load("missing.yaml")),
    "usage": (eh.UsageError, lambda: eh.load("")),
    "value": (eh.ValueRefused, lambda: eh.load("@three-laws").decide({"card_spend_12m": -1})),
}


@pytest.mark.parametrize("name", RAISED)
def test_what_is_raised_reaches_another_process(name: str) -> None:
    kind, ask = RAISED[name]
    with pytest.raises(kind) as caught:
        ask()
    copied = through_another_process(caught.value)
    assert type(copied) is kind
    assert isinstance(copied, eh.EvenhandError | eh.ValueRefused)
    assert isinstance(caught.value, eh.EvenhandError | eh.ValueRefused)
    assert str(copied) == str(caught.value)
    assert copied.message.text("zh") == caught.value.message.text("zh")
    assert getattr(copied, "findings", ()) == getattr(caught.value, "findings", ())


@pytest.mark.parametrize(
    "given",
    [
        {"card_spend_12m": 1.5},
        {"credit_relationship": {"years": 1.5}},
        {"assessments_below": 1.0},
        {"discretion.exception": 1.0},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_float_is_refused_wherever_it_stands(given: dict[str, object], policy: eh.Policy) -> None:
    with pytest.raises(TypeError, match="a binary float is not exact"):
        policy.decide(given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [Decimal("NaN"), Decimal("Infinity"), "1e99999999", "1e31", "1" * 65, {"years": True}, "1/0"],
    ids=str,
)
def test_what_is_no_number_is_refused_at_once(given: object, policy: eh.Policy) -> None:
    for name in ("card_spend_12m", "credit_relationship"):
        with pytest.raises(eh.ValueRefused, match="needs a number"):
            policy.decide({name: given})  # type: ignore[dict-item]
