"""Generated laws, as plain data of a document. They need not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from evenhand.strategies.conditions import Names, condition
from evenhand.strategies.words import WORDS, Plain, Word

_ORDERED: Final = ("money", "number", "integer", "ratio", "ordinal", "date", "boolean")


def laws(names: Names, parts: Mapping[str, Plain]) -> dict[str, Plain]:
    """Now and then some laws about the other parts of a policy."""
    if "laws" in names.without or not names.chance(3):
        return {}
    count = names.one((1, 2, 3))
    return {"laws": [_law(names, number, parts) for number in range(1, count + 1)]}


def _law(names: Names, number: int, parts: Mapping[str, Plain]) -> Plain:
    names.new_element()
    found: dict[str, Plain] = {"id": f"law-{number}"}
    key = names.one(tuple(_CLAIMS))
    found[key] = _CLAIMS[key](names, parts)
    if names.chance(3):
        found["customers"] = "all"
    if names.chance(4):
        names.new_element()
        found["among"] = condition(names, 2)
    return found


def _is_ordered(word: Word) -> bool:
    return word.kind in _ORDERED


def _monotone(names: Names, parts: Mapping[str, Plain]) -> Plain:
    del parts
    return {"in": names.named(_is_ordered), "better": names.one(("higher", "lower"))}


def _indifferent(names: Names, parts: Mapping[str, Plain]) -> Plain:
    del parts
    if names.chance(4):
        return {"class": names.one(("protected", "status"))}
    chosen = dict.fromkeys(names.one(tuple(WORDS)) for _ in range(names.one((1, 2))))
    listed = [names.use(name) for name in chosen]
    return listed[0] if len(listed) == 1 else listed


def _outcome(names: Names, parts: Mapping[str, Plain]) -> Plain:
    tiers = [tier["id"] for tier in parts["tiers"]]
    return names.one((*tiers, "rejected", "refer", "out_of_scope"))


def _only_if(names: Names, parts: Mapping[str, Plain]) -> Plain:
    tiers = [tier["id"] for tier in parts["tiers"]]
    return {"tier": names.one(tiers), "holds": condition(names, 2)}


def _attribute(names: Names, key: str, most: tuple[Plain, ...]) -> Plain:
    return {"attribute": names.named(lambda _: True), key: names.one(most)}


_CLAIMS: Final[Mapping[str, Callable[[Names, Mapping[str, Plain]], Plain]]] = {
    "total": lambda _, __: True,
    "reachable": _outcome,
    "unreachable": _outcome,
    "always": _outcome,
    "monotone": _monotone,
    "indifferent": _indifferent,
    "only_if": _only_if,
    "no_gap": lambda _, __: "points",
    "no_overlap": lambda n, _: n.one(("points", "paths", "knockouts", "all")),
    "no_dead": lambda n, _: n.one(("points", "knockouts", "paths", "tiers", "conditions", "all")),
    "points_at_most": lambda n, _: _attribute(n, "points", (0, 5, "5/2")),
    "tiers_at_most": lambda n, _: _attribute(n, "tiers", (0, 1)),
}
