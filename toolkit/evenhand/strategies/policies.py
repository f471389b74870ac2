"""Whole policies: documents of every construct of the language, loaded as any file is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st

from evenhand.loading.library import Loader
from evenhand.loading.origin import GivenText
from evenhand.model.policy import Policy
from evenhand.strategies.conditions import Names, condition
from evenhand.strategies.laws import laws
from evenhand.strategies.scorecards import benefit, scorecards
from evenhand.strategies.words import WORDS, Plain, declaration, written

TIERS: Final = ("gold", "silver", "bronze")
REST: Final = "plain"


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A generated policy with its text, which is all that is needed to make it again."""

    text: str
    policy: Policy

    def __repr__(self) -> str:
        return self.text

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002
        printer.text(self.text)


def policies(max_criteria: int = 8, *, without: Collection[str] = ()) -> st.SearchStrategy[Policy]:
    """Policies with about so many criteria, over a small dictionary with attributes of every kind.

    All constructs of the language occur, except those in ``without``: ``known``, ``discretion``,
    ``unstated`` and other forms of conditions, ``missing`` (numbers for what is missing),
    ``floor`` (undecided customers get the least), ``laws``, ``foreign-reading`` (a reading that no
    source has). A failing example shows the policy's text as a note.
    """
    return policy_texts(max_criteria, without=without).map(_noted)


def _noted(one: PolicyText) -> Policy:
    if currently_in_test_context():
        note(one.text)
    return one.policy


def policy_texts(
    max_criteria: int = 8, *, without: Collection[str] = ()
) -> st.SearchStrategy[PolicyText]:
    """The same with their texts."""
    return _documents(max_criteria, frozenset(without)).map(_loaded)


def _loaded(document: dict[str, Plain]) -> PolicyText:
    lines = [f"{key}: {written(value)}" for key, value in document.items()]
    text = "\n".join(lines) + "\n"
    found = _loader().load(GivenText(text, "<generated>"))
    if found.policy is None or found.wrong:
        said = "\n".join(one.message.text("en") for one in found.findings)
        raise AssertionError(f"a generated policy is wrong:\n{text}\n{said}")
    return PolicyText(text, found.policy)


@cache
def _loader() -> Loader:
    return Loader()


@st.composite
def _documents(draw: Any, max_criteria: int, without: frozenset[str]) -> dict[str, Plain]:
    names = Names(draw, max_criteria, without)
    derived = _derived(names)
    names.derived = derived
    parts: dict[str, Plain] = {}
    if names.chance(4):
        parts["applies_to"] = condition(names, 1)
    parts |= _definitions(names)
    parts |= scorecards(names)
    tiers = list(TIERS[: names.draw(st.integers(1, 3))])
    parts |= _knockouts(names, [*tiers, REST])
    parts |= _benefits(names, tiers)
    given = list(parts.get("benefits", {}))
    parts["tiers"] = [_tier(names, tier, given) for tier in tiers]
    parts["otherwise"] = {"tier": REST}
    if "floor" not in without and names.chance(4):
        parts["undecided"] = names.one(("refer", "floor"))
    if any("down" in tier for tier in parts["tiers"]) or names.chance(4):
        parts["membership"] = _membership(names)
    parts |= laws(names, parts)
    return {"evenhand": 1, "policy": HEADER, **_dictionary(names), **parts}


HEADER: Final[Plain] = {
    "id": "generated",
    "title": {"en": "Generated", "zh": "生成"},
    "bank": {"id": "nobody", "kind": "other", "name": {"en": "Nobody", "zh": "无"}},
    "type": "tiering",
    "jurisdictions": ["CN"],
    "currency": "CNY",
    "version": "1.0.0",
    "standing": "hypothetical",
}


def _dictionary(names: Names) -> dict[str, Plain]:
    """The attributes that something speaks of, in the order of the dictionary."""
    for name in _mentioned(names.derived):
        names.use(name)
    found: dict[str, Plain] = {}
    if names.used:
        found["attributes"] = {name: declaration(name) for name in WORDS if name in names.used}
    if names.derived:
        found["derived"] = names.derived
    return found


def _mentioned(derived: dict[str, Plain]) -> list[str]:
    found: list[str] = []
    for one in derived.values():
        found += [part["attribute"] for part in one.get("sum", ())]
        found += [*one.get("max_of", ()), *one.get("min_of", ()), *one.get("ratio", {}).values()]
    return [name for name in found if name in WORDS]


def _derived(names: Names) -> dict[str, Plain]:
    """Up to two derived attributes; a sum may add up another."""
    found: dict[str, Plain] = {}
    for _ in range(names.one((0, 0, 1, 2))):
        match names.one(("total", "leverage", "greatest", "least")):
            case "total":
                others = [one for one in ("greatest", "least") if one in found]
                found["total"] = {
                    "sum": [_part(names, one) for one in ("balance", "debt", *others)]
                }
            case "leverage":
                found["leverage"] = {"ratio": {"of": "debt", "to": "balance"}}
            case name:
                key = "max_of" if name == "greatest" else "min_of"
                found[name] = {key: ["balance", names.one(("card_cap", "debt"))]}
    return {name: {"label": {"en": name, "zh": name}, **one} for name, one in found.items()}


def _part(names: Names, attribute: str) -> Plain:
    part: dict[str, Plain] = {"attribute": attribute}
    for key, choices in (("times", ("1/2", -1, 2)), ("at_most", (60, "100/3")), ("missing", (0,))):
        if key not in names.without and names.chance(3):
            part[key] = names.one(choices)
    return part


def _definitions(names: Names) -> dict[str, Plain]:
    """Up to two definitions; the second may stand on the first."""
    found: dict[str, Plain] = {}
    for name in ("sound", "loyal")[: names.one((0, 0, 1, 2))]:
        names.new_element()
        found[name] = {"means": condition(names, 1)}
        names.definitions.append(name)
    return {"definitions": found} if found else {}


def _knockouts(names: Names, tiers: list[str]) -> dict[str, Plain]:
    found = []
    for number in range(1, names.one((0, 1, 1, 2, 3)) + 1):
        names.new_element()
        effect = names.one(("reject", "refer", {"cap": names.one(tiers)}))
        reason = {"code": f"K{number}", "en": "A reason.", "zh": "理由。"}
        when = condition(names)
        found.append({"id": f"knockout-{number}", "when": when, "effect": effect, "reason": reason})
    return {"knockouts": found} if found else {}


def _tier(names: Names, name: str, benefits: list[str]) -> Plain:
    names.new_element()
    found: dict[str, Plain] = {"id": name, "title": {"en": name, "zh": name}}
    count = names.one((0, 0, 1, 2))
    if count == 0 or names.chance(3):
        found["when"] = condition(names)
    if count:
        found["paths"] = [_path(names, f"{name}-{n}") for n in range(1, count + 1)]
    if names.chance(6):
        names.new_element()
        found["stay"] = condition(names, 1)
    if names.chance(6):
        names.new_element()
        waived = {"waived_when": condition(names, 1)} if names.chance(2) else {}
        found["fee"] = {"amount": names.one((20, "unstated")), "per": "month", **waived}
    if names.chance(8):
        found["down"] = {"after": {"assessments": 2}, "to": names.one(("earned", "one_step"))}
    if benefits and names.chance(2):
        found["benefits"] = benefits
    return found


def _path(names: Names, name: str) -> Plain:
    names.new_element()
    return {"id": name, "when": condition(names, 1)}


def _benefits(names: Names, tiers: list[str]) -> dict[str, Plain]:
    count = names.one((0, 0, 1, 2))
    found = {f"benefit-{n}": benefit(names, tiers) for n in range(1, count + 1)}
    return {"benefits": found} if found else {}


def _membership(names: Names) -> Plain:
    down = {"after": {"assessments": names.one((1, 3))}, "to": names.one(("earned", "one_step"))}
    return {
        "assessed": {"every": {"months": 1}},
        "up": names.one(("at_once", "next")),
        "down": down,
    }
