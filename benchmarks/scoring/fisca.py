"""The policies on OpenFisca: a variable for each criterion, vectorised over the customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scoring.books import OUTCOMES, PLAIN, REFER, REJECTED, Book, Criterion

PERIOD = "2026"


def outcomes(book: Book) -> Callable[[Mapping[str, Any]], Any]:
    """From columns to the numbers of the outcomes; the system of variables is built before."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity("person", "persons", "", roles=None, is_person=True)
    system = TaxBenefitSystem([person])

    def add(name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        parts: dict[str, Any] = {
            "value_type": kind,
            "entity": person,
            "definition_period": DateUnit.YEAR,
        }
        if formula is not None:
            parts["formula"] = formula
        system.add_variable(type(name, (Variable,), parts))

    for name in (*book.amounts, *book.enums):
        add(name, int)
    for name in (*book.flags, "watched"):
        add(name, bool)
    add("assets", int, lambda one, period: 2 * one(book.whole, period) + one(book.half, period))
    for number, one in enumerate(book.criteria):
        add(f"points_{number}", int, _points(one, np))
    add("outcome", int, _outcome(book, np))

    def decided(columns: Mapping[str, Any]) -> Any:
        count = len(columns["watched"])
        simulation = SimulationBuilder().build_default_simulation(system, count)
        for name in book.columns:
            simulation.set_input(name, PERIOD, columns[name])
        return simulation.calculate("outcome", PERIOD).astype("int8")

    return decided


def _points(one: Criterion, np: Any) -> Callable[..., Any]:
    points = np.asarray(one.points, np.int32)
    factor = 2 if one.attribute == "assets" else 1

    def formula(person: Any, period: Any) -> Any:
        values = person(one.attribute, period)
        if one.cuts is None:
            return points[values]
        return np.select([values < factor * cut for cut in one.cuts], points[:-1], points[-1])

    return formula


def _outcome(book: Book, np: Any) -> Callable[..., Any]:
    lowest, second, third, best = book.least

    def formula(person: Any, period: Any) -> Any:
        score = sum(person(f"points_{number}", period) for number in range(len(book.criteria)))
        struck = person(book.flags[0], period)
        for name in book.flags[1:]:
            struck = struck | person(name, period)
        for name, least in book.floors:
            struck = struck | (person(name, period) < least)
        linked = 3 * person(book.times, period) >= person(book.other, period)
        rich = person("assets", period) >= 2 * book.rich
        arms = {
            REJECTED: struck,
            REFER: person("watched", period),
            OUTCOMES.index("tier-4"): (score >= best) & linked,
            OUTCOMES.index("tier-3"): score >= third,
            OUTCOMES.index("tier-2"): (score >= second) | ((score >= lowest) & rich),
            OUTCOMES.index("tier-1"): score >= lowest,
        }
        return np.select(list(arms.values()), list(arms), PLAIN)

    return formula
