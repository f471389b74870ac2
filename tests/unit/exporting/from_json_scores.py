"""Scores and decisions from an exported policy; see ``from_json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.unit.exporting.from_json import ABSENT, Conditions, compared, summed


@dataclass
class Answer:
    outcome: str
    status: str
    possible: tuple[str, ...]
    floor: str | None
    ceiling: str | None
    scores: dict[str, Fraction | None]
    reasons: tuple[str, ...]
    paths: tuple[str, ...]


class Reader(Conditions):
    """One policy and one customer: scores and the decision."""

    # -- scores ------------------------------------------------------------------------------------

    def points(self, given: Any) -> Fraction | None:
        if isinstance(given, str):
            return Fraction(given)
        if given is None or given["read_as"] is None or self.reading == "open":
            return None
        return Fraction(given["read_as"])

    def score(self, name: str) -> Fraction | None:
        for card in self.policy["scorecards"]:
            for section in card["sections"]:
                if section["id"] == name:
                    return self.section(section)
            if card["id"] == name:
                total = self.points(card["base"])
                for section in card["sections"]:
                    weight, sum_ = self.points(section["weight"]), self.section(section)
                    if total is None or weight is None or sum_ is None:
                        return None
                    total += weight * sum_
                return total
        raise KeyError(name)

    def section(self, section: Mapping[str, Any]) -> Fraction | None:
        parts = [self.characteristic(one) for one in section["characteristics"]]
        total = summed(parts)
        return None if total is None else self.within(section, total)

    def within(self, section: Mapping[str, Any], total: Fraction) -> Fraction:
        if section["at_most"] is not None:
            total = min(total, Fraction(section["at_most"]))
        return total if section["at_least"] is None else max(total, Fraction(section["at_least"]))

    def characteristic(self, one: Mapping[str, Any]) -> Fraction | None:
        missing = None if one["missing"] is None else Fraction(one["missing"])
        if one["form"] == "named_only":
            return self.points(one["points"])
        if one["form"] == "cases":
            for row in one["rows"]:
                truth = self.judge(row["when"])
                if truth is not False:
                    return self.points(row["points"]) if truth else missing
            return self.points(one["otherwise"])
        here = self.quantity(one["attribute"])
        if here is ABSENT:
            absent = one["not_applicable"]
            return self.points(one["otherwise"] if absent is None else absent)
        return missing if here is None else self.by_value(one, here)

    def by_value(self, one: Mapping[str, Any], here: Any) -> Fraction | None:
        if one["form"] == "per_unit":
            each = self.points(one["points"])
            if each is None:
                return None
            units: int = max(here - Fraction(one["over"]), Fraction(0)) // Fraction(one["each"])
            total = each * units
            return total if one["at_most"] is None else min(total, Fraction(one["at_most"]))
        if one["form"] == "codes":
            code = self.code(one["attribute"])
            return self.points(one["points"].get(code, one["otherwise"]))
        for row in one["rows"]:
            ends = [(b["test"], self.place(one["attribute"], b["value"])) for b in row["bounds"]]
            if all(compared(test, here, [end]) for test, end in ends):
                return self.points(row["points"])
        return self.points(one["otherwise"])

    # -- the decision ------------------------------------------------------------------------------

    def decide(self) -> Answer:
        possible = []
        for entry in self.policy["decision_list"]:
            truth = self.judge(entry["when"])
            if truth is not False:
                possible.append(entry["outcome"])
            if truth:
                break
        ranks = ["rejected", self.policy["otherwise"]["tier"]]
        ranks += [tier["id"] for tier in reversed(self.policy["tiers"])]
        ranked = sorted(possible, key=ranks.index) if set(possible) <= set(ranks) else [None]
        decided = len(possible) == 1
        outcome = possible[0].replace("referred", "refer") if decided else "refer"
        if not decided and self.policy["undecided"] == "floor" and ranked[0] is not None:
            outcome = ranked[0]
        paths = [
            path["id"]
            for tier in self.policy["tiers"]
            if decided and tier["id"] == outcome
            for path in tier["paths"]
            if self.judge(path["when"])
        ]
        return Answer(
            outcome,
            "decided" if decided else "undecided",
            tuple(possible),
            ranked[0],
            ranked[-1],
            {card["id"]: self.score(card["id"]) for card in self.policy["scorecards"]},
            self.reasons(outcome),
            tuple(paths),
        )

    def reasons(self, outcome: str) -> tuple[str, ...]:
        best = (self.policy["tiers"] or [{"id": self.policy["otherwise"]["tier"]}])[0]["id"]
        if outcome in (best, "out_of_scope"):
            return ()
        codes = [k["reason"]["code"] for k in self.policy["knockouts"] if self.judge(k["when"])]
        if not codes:
            missed = [row for row in self.shortfalls() if row[1] is None or row[1] > 0]
            known = sorted((r for r in missed if r[1] is not None), key=lambda r: -(r[1] or 0))
            codes = [name for name, _ in [*known, *(r for r in missed if r[1] is None)]]
        return tuple(codes[: self.policy["reasons_shown"]])

    def shortfalls(self) -> list[tuple[str, Fraction | None]]:
        found: list[tuple[str, Fraction | None]] = []
        for card in self.policy["scorecards"]:
            for section in card["sections"]:
                points = [self.characteristic(one) for one in section["characteristics"]]
                weight = self.points(section["weight"])
                limited = section["at_most"] is not None or section["at_least"] is not None
                for one, here in zip(section["characteristics"], points, strict=True):
                    best = self.best(one)
                    short: Fraction | None = None
                    if here is not None and best is not None and weight is not None:
                        gain = max(best - here, Fraction(0))
                        if not limited or gain == 0:
                            short = weight * gain
                        elif None not in points:
                            total = sum((p for p in points if p is not None), Fraction(0))
                            rise = self.within(section, total + gain) - self.within(section, total)
                            short = weight * rise
                    found.append((one["id"], short))
        return found

    def best(self, one: Mapping[str, Any]) -> Fraction | None:
        if one["form"] == "named_only":
            return self.points(one["points"])
        if one["form"] == "per_unit":
            each = self.points(one["points"])
            if each is None:
                return None
            if each <= 0:
                return Fraction(0)
            cap = None if one["at_most"] is None else Fraction(one["at_most"])
            high = self.highest(one["attribute"])
            if high is None:
                return cap
            most = each * (max(high - Fraction(one["over"]), Fraction(0)) // Fraction(one["each"]))
            return most if cap is None else min(most, cap)
        rows = (
            one["points"].values() if one["form"] == "codes" else [r["points"] for r in one["rows"]]
        )
        listed = [*rows, *([] if one["otherwise"] is None else [one["otherwise"]])]
        known = [self.points(row) for row in listed]
        return None if None in known or not known else max(k for k in known if k is not None)

    def highest(self, name: str, *, upper: bool = True) -> Fraction | None:
        if name in self.attributes:
            end = self.attributes[name]["high" if upper else "low"]
            return None if end is None else Fraction(end)
        one = self.derived[name]
        if one["formula"] == "ratio":
            return None
        if one["formula"] != "sum":
            ends = [self.highest(part["attribute"], upper=upper) for part in one["of"]]
            known = [end for end in ends if end is not None]
            pick = max if one["formula"] == "max_of" else min
            return None if len(known) < len(ends) else pick(known)
        total: Fraction | None = Fraction(0)
        for part in one["of"]:
            times = Fraction(part["times"])
            end = self.highest(part["attribute"], upper=upper if times >= 0 else not upper)
            term = None if end is None else end * times
            if part["at_most"] is not None:
                cap = Fraction(part["at_most"])
                term = cap if term is None else min(term, cap)
            total = None if term is None or total is None else total + term
        return total
