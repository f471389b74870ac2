"""Reasons in SQL (rule 20), the first few in order, without arrays.

Each knockout and each characteristic has a key, a whole number that orders as the rule says and
gives back who it belongs to as its remainder: what is missed × how many there are + places from
the end. The greatest key is the first reason, the greatest below it the second, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from fractions import Fraction
from typing import Final

from sqlglot import exp

from evenhand.engines.sql.building import Building
from evenhand.engines.sql.conditions import Conditions
from evenhand.engines.sql.deciding import Deciding, text
from evenhand.engines.sql.logic import Predicate, is_certain, is_unknown
from evenhand.engines.sql.numbers import Num, common_unit, constant, literal, null
from evenhand.engines.sql.points import Scored, Scores, Summed
from evenhand.engines.sql.quantities import is_missing
from evenhand.engines.sql.stages import column
from evenhand.model.outcome import OUT_OF_SCOPE

NONE: Final = -1
"""The key of what is no reason."""

ARGUMENTS: Final = 50
"""How many values a function is given at once; databases have limits."""

MINUS: Final = Fraction(-1)


class Reasons:
    """The codes of the reasons, most important first."""

    def __init__(
        self, building: Building, conditions: Conditions, scores: Scores, deciding: Deciding
    ) -> None:
        self.building = building
        self.conditions = conditions
        self.deciding = deciding
        policy = building.policy
        self.summed = [one for card in policy.scorecards for one in scores.card(card)[0]]
        self.codes = [knockout.reason.code for knockout in policy.knockouts]
        self.codes += [one.characteristic.id for each in self.summed for one in each.scored]

    def columns(self, most: int) -> list[exp.Expr]:
        """The codes of the first ``most`` reasons, NULL where there are fewer."""
        keys = self._keys()
        if not keys:
            return [exp.cast(null(), "TEXT") for _ in range(most)]
        policy = self.building.policy
        best = policy.tiers[0].id if policy.tiers else policy.otherwise.tier
        nothing = self.deciding.ends_at([OUT_OF_SCOPE, best])
        first: exp.Expr = self._greatest(keys)
        if not is_certain(nothing, False):
            first = exp.Case().when(nothing, literal(NONE)).else_(first)
        ranks = [self.building.stages.define("rank", first)]
        while len(ranks) < most:
            below = [
                exp.Case()
                .when(exp.LT(this=key.copy(), expression=ranks[-1].copy()), key.copy(), copy=False)
                .else_(literal(NONE), copy=False)
                for key in keys
            ]
            ranks.append(self.building.stages.define("rank", self._greatest(below)))
        return [self._code(rank) for rank in ranks]

    def _code(self, rank: exp.Expr) -> exp.Expr:
        count = len(self.codes)
        case = exp.Case().when(exp.LT(this=rank.copy(), expression=literal(0)), null())
        # Under a name, since databases work it out again for each arm of a CASE.
        rest = self.building.stages.define(
            "place", exp.Mod(this=rank.copy(), expression=literal(count))
        )
        for index, code in enumerate(self.codes):
            place = literal(count - 1 - index)
            case.when(exp.EQ(this=rest.copy(), expression=place), text(code), copy=False)
        return case

    def _keys(self) -> list[exp.Expr]:
        count = len(self.codes)
        knockouts = self.building.policy.knockouts
        struck = [self.conditions.judge(knockout.when) for knockout in knockouts]
        keys = []
        for index, holds in enumerate(struck):
            place = literal(count + count - 1 - index)
            struck_key = exp.Case().when(holds.copy(), place).else_(literal(NONE))
            keys.append(self._named(f"key__{knockouts[index].id}", struck_key))
        found = [(each, one) for each in self.summed for one in each.scored]
        missed = self._alike(found)
        any_struck = self._any(struck)
        for index, ((_, one), short) in enumerate(zip(found, missed, strict=True), len(struck)):
            with self._at(one):
                key = self._key(short, count - 1 - index, any_struck)
            keys.append(self._named(f"key__{one.characteristic.id}", key))
        return keys

    def _key(self, missed: Num | None, place: int, struck: Predicate | None) -> exp.Expr:
        case = exp.Case()
        if struck is not None:
            case.when(struck.copy(), literal(NONE), copy=False)
        if missed is None:
            return case.else_(literal(place)) if case.args.get("ifs") else literal(place)
        count = len(self.codes)
        shifted = self.building.arithmetic.total(
            [
                self.building.arithmetic.scaled(missed, count),
                constant(missed.unit * place, missed.unit),
            ]
        )
        above = exp.GT(this=missed.sql.copy(), expression=literal(0))
        return (
            case.when(is_missing(missed.sql), literal(place), copy=False)
            .when(above, shifted.sql.copy(), copy=False)
            .else_(literal(NONE), copy=False)
        )

    def _any(self, struck: Sequence[Predicate]) -> Predicate | None:
        """Whether any knockout holds; itself never unknown. None if there is none that could."""
        case = exp.Case()
        for holds in struck:
            if not (is_certain(holds, False) or is_unknown(holds)):
                case.when(holds.copy(), literal(1), copy=False)
        if not case.args.get("ifs"):
            return None
        named = self.building.stages.define("struck", case.else_(literal(0), copy=False))
        return exp.EQ(this=named, expression=literal(1))

    def _alike(self, found: Sequence[tuple[Summed, Scored]]) -> list[Num | None]:
        """What is missed on each characteristic, all in one unit."""
        missed: list[Num | None] = []
        for each, one in found:
            with self._at(one):
                missed.append(self._missed(each, one))
        unit = common_unit(one.unit for one in missed if one is not None)
        alike: list[Num | None] = []
        for (_, one), number in zip(found, missed, strict=True):
            with self._at(one):
                kept = None if number is None else self.building.arithmetic.in_unit(number, unit)
            alike.append(kept)
        return alike

    def _at(self, one: Scored) -> AbstractContextManager[None]:
        return self.building.at(one.characteristic.id, one.characteristic.location)

    def _missed(self, each: Summed, one: Scored) -> Num | None:
        """By how much the score would rise if this characteristic alone were at its best."""
        if one.points is None or one.best is None or each.weight is None:
            return None
        arithmetic = self.building.arithmetic
        back = arithmetic.times(one.points, MINUS)
        short = arithmetic.within(arithmetic.total([constant(one.best), back]), 0 * one.best, None)
        short = self.building.define_number(f"short__{one.characteristic.id}", short)
        if each.section.at_most is None and each.section.at_least is None:
            return self._kept(one, arithmetic.times(short, each.weight))
        return self._kept(one, self._within_limits(each, one, short))

    def _within_limits(self, each: Summed, one: Scored, short: Num) -> Num:
        arithmetic = self.building.arithmetic
        assert each.weight is not None
        section = each.section
        if each.total is None or each.points is None:
            rise = replace(short, sql=null(), low=0, high=0)
        else:
            full = arithmetic.total([each.total, short])
            full = self.building.define_number(f"full__{one.characteristic.id}", full)
            full = arithmetic.within(full, section.at_least, section.at_most)
            back = arithmetic.times(each.points, MINUS)
            rise = arithmetic.times(arithmetic.total([full, back]), each.weight)
        if short.fixed == 0:
            return short
        zero = exp.EQ(this=short.sql.copy(), expression=literal(0))
        case = exp.Case().when(zero, literal(0)).else_(rise.sql)
        return Num(case, rise.unit, min(rise.low, 0), max(rise.high, 0))

    def _kept(self, one: Scored, missed: Num) -> Num:
        return self.building.define_number(f"missed__{one.characteristic.id}", missed)

    def _greatest(self, values: Sequence[exp.Expr]) -> exp.Expr:
        """The greatest of several values, none of which is unknown."""
        left = [value.copy() for value in values]
        while len(left) > 1:
            groups = [left[at : at + ARGUMENTS] for at in range(0, len(left), ARGUMENTS)]
            left = [
                exp.Anonymous(this=self.building.shape.greatest, expressions=group)
                if len(group) > 1
                else group[0]
                for group in groups
            ]
        return left[0]

    def _named(self, wanted: str, key: exp.Expr) -> exp.Expr:
        if isinstance(key, exp.Literal):
            return key
        return column(self.building.stages.define(wanted, key).name)
