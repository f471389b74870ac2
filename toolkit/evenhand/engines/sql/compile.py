"""A policy as one query over a table of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.building import Building
from evenhand.engines.sql.columns import Column
from evenhand.engines.sql.conditions import Conditions
from evenhand.engines.sql.deciding import Deciding
from evenhand.engines.sql.numbers import Num, OutOfType, literal, null
from evenhand.engines.sql.points import Scores
from evenhand.engines.sql.reasons import Reasons
from evenhand.engines.sql.shape import Shape
from evenhand.errors import InputError
from evenhand.messages import message
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Scorecard

REASONS: Final = 4
"""How many reasons are given where the policy does not say."""

MOST_REASONS: Final = 10
"""How many are given at most, each in a column of its own."""


class TooLarge(InputError):
    """A sum of the policy could leave the database's exact numbers; the message names it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A policy's query, and how to read its table and its result.

    ``columns`` are those of the table that it reads. The result has, after the columns that are
    kept: ``outcome``, ``status``, ``floor``, ``ceiling``, ``possible``, the scores (``scores`` has
    each scorecard's column; whole multiples of 1/``scale``), ``path`` and ``reason_1`` up to
    ``reason_<reasons>``. Lists are texts with ``;`` between the names.
    """

    policy: Policy
    query: exp.Expr
    columns: tuple[Column, ...]
    scale: int
    scores: Mapping[str, str]
    reasons: int


def program(
    policy: Policy,
    reading: Reading = Reading.DECLARED,
    *,
    source: str = "customers",
    keep: Sequence[str] = ("row_id",),
    shape: Shape | None = None,
) -> Program:
    """The query that decides about every row of the table ``source``.

    ``keep`` names columns of the table that the result has too. Raises TooLarge where a sum could
    be greater than the database's exact whole numbers.
    """
    building = Building(policy, reading, shape or Shape())
    building.stages.taken.update(keep)
    try:
        return _program(building, source, keep)
    except OutOfType as found:
        raise TooLarge(
            message(
                "sql.too-large",
                policy=policy.id,
                element=found.element or policy.id,
                place=str(found.location or policy.location),
                digits=str(len(str(found.most))),
                most=str(len(str(building.shape.most + 1)) - 1),
            )
        ) from None


def _program(building: Building, source: str, keep: Sequence[str]) -> Program:
    policy = building.policy
    conditions = Conditions(building)
    scores = Scores(building, conditions)
    deciding = Deciding(building, conditions)
    totals = {card.id: scores.card(card)[1] for card in policy.scorecards}
    scale = lcm(*(one.unit.denominator for one in totals.values() if one is not None))
    names = {one: "score" if len(totals) == 1 else f"score__{one}" for one in totals}
    most = min(policy.shown_reasons() or REASONS, MOST_REASONS)
    reasons = Reasons(building, conditions, scores, deciding).columns(most)
    shown: dict[str, exp.Expr] = {
        "outcome": deciding.outcome(),
        "status": deciding.status(),
        "floor": deciding.floor(),
        "ceiling": deciding.ceiling(),
        "possible": deciding.possible(),
        **{names[card.id]: _whole(building, card, totals, scale) for card in policy.scorecards},
        "path": deciding.paths(),
        **{f"reason_{index}": code for index, code in enumerate(reasons, 1)},
    }
    columns = tuple(sorted(building.columns.values(), key=lambda column: column.name))
    read = [column.name for column in columns]
    query: exp.Expr = building.stages.query(source, keep, shown, read)
    if not building.shape.booleans:
        query = query.transform(_without_booleans, copy=False)
    return Program(policy, query, columns, scale, names, most)


def _whole(
    building: Building, card: Scorecard, totals: Mapping[str, Num | None], scale: int
) -> exp.Expr:
    """A score as a whole multiple of 1/scale."""
    total = totals[card.id]
    if total is None:
        return exp.cast(null(), "BIGINT")
    with building.at(card.id, card.location):
        return building.arithmetic.scaled(total, int(total.unit * scale)).sql


def _without_booleans(node: exp.Expr) -> exp.Expr:
    """Constant conditions for databases that have no boolean type."""
    if isinstance(node, exp.Boolean):
        return exp.EQ(this=literal(1), expression=literal(1 if node.this else 0))
    return node
