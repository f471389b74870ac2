"""Every customer of tests/traps: what a wrongly compiled engine would get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build import LOADER

from evenhand import api
from evenhand.loading.origin import disk_file
from evenhand.model.example import Example, ExampleOrigin
from evenhand.model.outcome import Cause, Status

FOLDER = Path(__file__).parents[3] / "traps"
TRAPS = {file.stem: api.load_from(LOADER, disk_file(file)) for file in sorted(FOLDER.iterdir())}
EXAMPLES = [
    pytest.param(policy, example, id=f"{name}: {example.name}")
    for name, policy in TRAPS.items()
    for example in policy.examples
]


@pytest.mark.parametrize(("policy", "example"), EXAMPLES)
def test_an_example_is_decided_as_its_calculation_says(
    policy: api.Policy, example: Example
) -> None:
    found = policy.decide(example.customer, reading=example.reading.value)
    expected = example.expect
    assert found.outcome == expected.outcome
    assert expected.status in (None, found.status.value)
    assert expected.possible in (None, found.possible)
    assert expected.floor in (None, found.floor)
    assert expected.score in (None, "unknown" if found.score is None else found.score)
    assert expected.reasons in (None, tuple(reason.code for reason in found.reasons))


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_has_decided_and_undecided_customers(name: str) -> None:
    policy = TRAPS[name]
    found = {
        policy.decide(one.customer, reading=one.reading.value).status for one in policy.examples
    }
    assert found == {Status.DECIDED, Status.UNDECIDED}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_explains_itself(name: str) -> None:
    policy = TRAPS[name]
    assert policy.id == f"trap-{name}"
    assert policy.notes == ()
    assert (FOLDER / f"{name}.yaml").read_text("utf-8").startswith("# ")
    for example in policy.examples:
        assert example.origin is ExampleOrigin.HAND
        assert example.why


ALL_CAUSES = (Cause.DISCRETION, Cause.DISPUTED, Cause.HUMAN, Cause.MISSING, Cause.UNSTATED)
LEFT_OPEN: dict[str, tuple[tuple[Cause, ...], tuple[str, ...]]] = {
    "Nothing known but that she is local": (ALL_CAUSES, ("held", "manner", "owed")),
    "Manner missing": ((Cause.DISCRETION, Cause.HUMAN, Cause.UNSTATED), ("manner",)),
    "Between the disputed figures": ((Cause.DISCRETION, Cause.DISPUTED, Cause.UNSTATED), ()),
    "Referred by rule": ((Cause.RULE,), ()),
    "Perhaps not in scope": ((Cause.MISSING,), ("local",)),
    "Gold for certain": ((), ()),
}


def test_causes_and_what_settles_are_read_off_all_open_conditions() -> None:
    policy = TRAPS["settle-and-causes"]
    outcomes = {str(one.name): policy.decide(one.customer) for one in policy.examples}
    assert {name: (one.causes, one.settle) for name, one in outcomes.items()} == LEFT_OPEN


def test_ceilings_go_with_floors() -> None:
    policy = TRAPS["settle-and-causes"]
    ceilings = [policy.decide(one.customer).ceiling for one in policy.examples]
    assert ceilings == [None, "gold", "silver", None, None, "gold"]
