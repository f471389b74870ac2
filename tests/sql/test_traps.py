"""The traps of tests/traps, and compilers that fall into them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build import LOADER
from tests.sql.asking import disagreements
from tests.sql.mutants import MUTANTS, Mutant

from evenhand import api
from evenhand.engines.sql.compile import program
from evenhand.loading.origin import disk_file
from evenhand.model.outcome import Reading

FOLDER = Path(__file__).parents[1] / "traps"
TRAPS = {file.stem: api.load_from(LOADER, disk_file(file)) for file in sorted(FOLDER.iterdir())}
NO_QUERY = {"settle-and-causes"}
"""What a query does not give: the causes of an open outcome and what would settle it."""


def differing(policy: api.Policy) -> list[object]:
    """Customers of a trap about whom the query is wrong."""
    customers = [one.customer for one in policy.examples]
    return [*disagreements(program(policy.model), customers, Reading.DECLARED)]


@pytest.mark.parametrize("name", TRAPS)
def test_the_engine_falls_into_no_trap(name: str) -> None:
    assert differing(TRAPS[name]) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_a_naive_compiler_is_caught(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.apply(monkeypatch)
    assert differing(TRAPS[mutant.trap])


def test_every_trap_catches_a_compiler() -> None:
    assert {one.trap for one in MUTANTS} == set(TRAPS) - NO_QUERY
