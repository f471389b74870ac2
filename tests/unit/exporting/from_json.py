"""A second reading of a policy, from its exported JSON alone: what the form says must suffice.

It imports nothing of evenhand, and is written after docs/exporting.md and docs/semantics.md.
Truths are True, False and None; numbers fractions; a value is missing where it is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

Truth = bool | None
NUMERIC = ("money", "number", "integer", "ratio")
ABSENT = object()
"""What stands for a value that does not exist (rule 10)."""


def both(parts: Iterable[Truth]) -> Truth:
    found = list(parts)
    return False if False in found else None if None in found else True


def either(parts: Iterable[Truth]) -> Truth:
    found = both(turned(one) for one in parts)
    return turned(found)


def summed(terms: Iterable[Fraction | None]) -> Fraction | None:
    """A sum, unknown if a part of it is."""
    total = Fraction(0)
    for term in terms:
        if term is None:
            return None
        total += term
    return total


def turned(truth: Truth) -> Truth:
    return None if truth is None else not truth


def compared(test: str, here: Any, bounds: list[Any]) -> Truth:
    answers = {
        {"at_least": here >= b, "above": here > b, "at_most": here <= b, "below": here < b}[test]
        for b in bounds
    }
    return answers.pop() if len(answers) == 1 else None


class Conditions:
    """One policy and one customer: values and recorded answers as texts."""

    def __init__(
        self,
        policy: Mapping[str, Any],
        values: Mapping[str, Any],
        answers: Mapping[str, bool],
        reading: str,
    ) -> None:
        self.policy, self.values, self.answers, self.reading = policy, values, answers, reading
        self.attributes = {one["id"]: one for one in policy["attributes"]}
        self.derived = {one["id"]: one for one in policy["derived"]}
        self.definitions = {one["id"]: one["means"] for one in policy["definitions"]}

    # -- values ------------------------------------------------------------------------------------

    def place(self, name: str, written: Any) -> Any:
        """A written value as something that compares: a number, a day, a rank, a code."""
        kind = (self.attributes.get(name) or self.derived[name])["type"]
        if kind in NUMERIC:
            return Fraction(written)
        if kind == "date":
            return date.fromisoformat(written)
        if kind == "ordinal":
            return [one["code"] for one in self.attributes[name]["codes"]].index(written)
        return written

    def applies(self, name: str) -> Truth:
        one = self.attributes.get(name)
        if one is None or one["applies_when"] is None:
            return True
        return self.judge(one["applies_when"])

    def raw(self, name: str) -> Any:
        if name in self.derived:
            return self.computed(self.derived[name])
        written = self.values.get(name)
        return None if written is None else self.place(name, written)

    def quantity(self, name: str) -> Any:
        exists = self.applies(name)
        if exists is False:
            return ABSENT
        found = self.raw(name)
        return found if exists or found is ABSENT else None

    def computed(self, one: Mapping[str, Any]) -> Any:
        parts = one["of"]
        if one["formula"] == "sum":
            terms = [self.term(part) for part in parts]
            return summed(terms)
        found = [self.quantity(part["attribute"]) for part in parts]
        if one["formula"] == "ratio":
            if ABSENT in found:
                return ABSENT
            above, below = found
            return None if above is None or below is None or below <= 0 else above / below
        there = [value for value in found if value is not ABSENT]
        if not there:
            return ABSENT
        if None in there:
            return None
        return max(there) if one["formula"] == "max_of" else min(there)

    def term(self, part: Mapping[str, Any]) -> Fraction | None:
        value = self.quantity(part["attribute"])
        if value is ABSENT:
            return Fraction(0)
        if value is None:
            if part["missing"] is None:
                return None
            value = Fraction(part["missing"])
        product: Fraction = value * Fraction(part["times"])
        return product if part["at_most"] is None else min(product, Fraction(part["at_most"]))

    # -- figures -----------------------------------------------------------------------------------

    def figure(
        self, figure: Mapping[str, Any], name: str | None
    ) -> tuple[list[Any] | None, list[str]]:
        """Possible values (None: of what does not exist), and the attributes it is taken of."""

        def place(written: Any) -> Any:
            return Fraction(written) if name is None else self.place(name, written)

        match figure["form"]:
            case "constant":
                return [place(figure["value"])], []
            case "times":
                value = self.raw(figure["of"])
                if value is ABSENT:
                    return None, [figure["of"]]
                if value is None:
                    return [], [figure["of"]]
                return [value * Fraction(figure["times"]) + Fraction(figure["plus"])], [
                    figure["of"]
                ]
            case "by":
                word = self.code(figure["by"])
                chosen = None if word is None else figure["values"].get(word, figure["otherwise"])
                if chosen is None:
                    return [], [figure["by"]]
                values, names = self.figure(chosen, name)
                return values, [figure["by"], *names]
            case form:
                if figure["read_as"] is not None and self.reading != "open":
                    return [place(figure["read_as"])], []
                return [] if form == "unstated" else [place(one) for one in figure["values"]], []

    def code(self, name: str) -> str | None:
        """The code of a value; those of a yes or no are texts."""
        written = self.values.get(name)
        if isinstance(written, bool):
            return "true" if written else "false"
        return written

    # -- conditions --------------------------------------------------------------------------------

    def score(self, name: str) -> Fraction | None:
        """The score of a card or a section, by its name."""
        raise NotImplementedError

    def judge(self, c: Mapping[str, Any]) -> Truth:
        match c["op"]:
            case "all":
                return both(self.judge(one) for one in c["of"])
            case "any":
                return either(self.judge(one) for one in c["of"])
            case "not":
                return turned(self.judge(c["of"][0]))
            case "at_least":
                found = [self.judge(one) for one in c["of"]]
                if found.count(True) >= c["count"]:
                    return True
                return None if len(found) - found.count(False) >= c["count"] else False
            case "meets":
                return self.judge(self.definitions[c["definition"]])
            case "compare":
                return self.comparison(c)
            case "known":
                return (self.raw(c["attribute"]) not in (None, ABSENT)) is c["expected"]
            case "score":
                score = self.score(c["score"])
                values, _ = self.figure(c["figure"], None)
                return None if score is None or not values else compared(c["test"], score, values)
            case "unstated":
                return self.assumed(c["read_as"])
            case "discretion":
                return self.answers.get(c["id"], self.assumed(c["read_as"]))
            case _:
                return self.membership(c)

    def assumed(self, read_as: Truth) -> Truth:
        return {"open": None, "all_met": True, "none_met": False}.get(self.reading, read_as)

    def comparison(self, c: Mapping[str, Any]) -> Truth:
        name = c["attribute"]
        bounds, names = self.figure(c["figure"], name)
        return both([self.bare(c["test"], name, bounds), *map(self.applies, {name, *names})])

    def bare(self, test: str, name: str, bounds: list[Any] | None) -> Truth:
        here = self.raw(name)
        if bounds is None or here is ABSENT:
            return False
        return None if here is None or not bounds else compared(test, here, bounds)

    def membership(self, c: Mapping[str, Any]) -> Truth:
        name = c["attribute"]
        here = self.raw(name)
        answer: Truth
        if here is ABSENT:
            answer = False
        elif here is None:
            answer = None
        elif c["op"] in ("in", "not_in"):
            answer = (here in [self.place(name, one) for one in c["values"]]) is (c["op"] == "in")
        else:
            inside = [one in here for one in c["members"]]
            answer = all(inside) if c["op"] == "includes_all" else any(inside)
        return both([answer, self.applies(name)])
