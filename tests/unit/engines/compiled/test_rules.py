"""Every test of the reference engine, with the compiled engine asked beside it.

The tests in tests/unit/engines/reference know what is right, rule by rule. Here they run once more,
and each decision on the way has to be the same from both engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from evenhand import api
from evenhand.engines.compiled import BareOutcome
from evenhand.engines.trace import Decision
from evenhand.model.customer import Customer, Given

FOLDER = Path(__file__).parents[1] / "reference"
MODULES = sorted(file.stem for file in FOLDER.glob("test_*.py"))
OTHERS = frozenset({"test_benefits", "test_membership"})
"""What these are about, the compiled engine does not tell."""

TOLD = [one.name for one in fields(BareOutcome)]

for _module in MODULES:
    if _module not in OTHERS:
        for _name, _test in vars(import_module(f"tests.unit.engines.reference.{_module}")).items():
            if _name.startswith("test_"):
                assert _name not in globals(), f"two tests of the reference engine are {_name}"
                globals()[_name] = _test


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[BareOutcome]:
    """What the compiled engine said, in a test in which the reference engine is asked."""
    found: list[BareOutcome] = []
    trace = api.Policy.trace

    def both(
        policy: api.Policy,
        customer: Customer | Mapping[str, Given],
        *,
        reading: str = "declared",
    ) -> Decision:
        decision = trace(policy, customer, reading=reading)
        bare = policy.compile(reading=reading)(customer)
        assert {one: getattr(bare, one) for one in TOLD} == {
            one: getattr(decision.outcome, one) for one in TOLD
        }
        found.append(bare)
        return decision

    monkeypatch.setattr(api.Policy, "trace", both)
    return found


def test_both_engines_are_asked(asked: list[BareOutcome]) -> None:
    api.load("@three-laws").decide({})
    assert [one.outcome for one in asked] == ["refer"]
