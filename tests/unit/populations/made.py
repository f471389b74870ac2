"""A small population, made ready once for the tests of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evenhand.loading.origin import GivenText
from evenhand.loading.population import LoadedPopulation, load_population
from evenhand.model.population import Population
from evenhand.populations.compiled import Compiled, compiled

FILE = Path(__file__).parent / "two-towns.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def read(text: str = TEXT) -> LoadedPopulation:
    """A population file from its text."""
    return load_population(GivenText(text, "population.yaml"))


@cache
def population(text: str = TEXT) -> Population:
    """A population that is right."""
    found = read(text)
    assert found.population is not None, [str(one.message) for one in found.findings]
    return found.population


@cache
def ready(text: str = TEXT) -> Compiled:
    """A population made ready for drawing."""
    return compiled(population(text))


def changed(old: str, new: str) -> str:
    """The text of the population with one change."""
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)
