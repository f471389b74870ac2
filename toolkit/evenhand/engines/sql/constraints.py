"""The vocabulary's constraints as columns: what no customer can be, looked for in real rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from evenhand.engines.sql.building import Building
from evenhand.engines.sql.columns import Column
from evenhand.engines.sql.conditions import Conditions
from evenhand.engines.sql.logic import Predicate, negation
from evenhand.engines.sql.shape import Shape
from evenhand.model.mentions import attributes_in, used_attributes
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Constraint

Find = Callable[[Column], int | None]
"""The number of the input that a column comes from; None where the table has none."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The constraints of one policy that a table can be checked against.

    ``broken`` has a condition for each, true where it is broken for certain; ``columns`` are the
    encoded columns that these read, with the numbers of their inputs.
    """

    policy: Policy
    constraints: tuple[Constraint, ...]
    building: Building
    broken: tuple[Predicate, ...]
    columns: tuple[tuple[Column, int], ...]


def checks_of(policy: Policy, find: Find, done: list[Constraint]) -> Checks:
    """The constraints that speak of an attribute which the policy uses and the table has.

    Those in ``done`` are checked already; what is found is put there.
    """
    used = set(used_attributes(policy))
    building = Building(policy, Reading.DECLARED, Shape())
    conditions = Conditions(building)
    found: list[Constraint] = []
    for one in policy.dictionary.constraints:
        if one in done or not used & set(attributes_in(one.holds, policy.dictionary)):
            continue
        trial = Building(policy, Reading.DECLARED, Shape())
        Conditions(trial).judge(one.holds)
        if all(find(column) is not None for column in trial.columns.values()):
            found.append(one)
    broken = tuple(negation(conditions.judge(one.holds)) for one in found)
    columns = []
    for column in building.columns.values():
        number = find(column)
        assert number is not None
        columns.append((column, number))
    done.extend(found)
    return Checks(policy, tuple(found), building, broken, tuple(columns))


def broken_names(checks: Checks, first: int) -> dict[str, exp.Expr]:
    """The columns that say which constraints are broken, numbered from ``first``."""
    return {f"_k{first + index}": one for index, one in enumerate(checks.broken)}
