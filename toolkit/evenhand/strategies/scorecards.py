"""Generated scorecards and benefits, as plain data of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from evenhand.strategies.conditions import OPERATORS, Names, condition
from evenhand.strategies.words import WORDS, Plain

NUMBERS: Final = (10, 0, 5, -5, "15/2", 20, 1)
WEIGHTS: Final = (1, 2, "1/3", -1, 0)


def points(names: Names) -> Plain:
    """Points, now and then such as the source leaves open."""
    if not names.chance(6):
        return names.one(NUMBERS)
    read_as = {"read_as": names.one(NUMBERS)} if names.chance(2) else {}
    match names.one(("nothing", "unstated", "disputed", "range")):
        case "unstated":
            return {"unstated": "some points", **read_as}
        case "disputed":
            return {"disputed": [{"value": 10}, {"value": 0}], **read_as}
        case "range":
            return {"range": [0, 10], **read_as}
        case _:
            return "unstated"


def scorecards(names: Names) -> dict[str, Plain]:
    """No scorecard, one, or two with ids; conditions of a second one may ask for the first."""
    count = names.one((0, 1, 1, 1, 2))
    if count == 0:
        return {}
    if count == 1:
        found = _scorecard(names, "scorecard")
        names.scores += ["scorecard", *_sections(found)]
        return {"scorecard": found}
    listed = []
    for name in ("first-card", "second-card"):
        card = {"id": name, **_scorecard(names, name)}
        names.scores += [name, *_sections(card)]
        listed.append(card)
    return {"scorecards": listed}


def _sections(card: dict[str, Plain]) -> list[str]:
    return [section["id"] for section in card.get("sections", ())]


def _scorecard(names: Names, name: str) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    if names.chance(3):
        found["base"] = points(names)
    if not names.chance(2):
        return {**found, "characteristics": _characteristics(names, f"{name}-a")}
    count = names.draw(st.integers(1, 2))
    return {**found, "sections": [_section(names, f"{name}-part-{n}") for n in range(1, count + 1)]}


def _section(names: Names, name: str) -> Plain:
    found: dict[str, Plain] = {"id": name}
    if names.chance(2):
        found["weight"] = points(names) if names.chance(5) else names.one(WEIGHTS)
    if names.chance(3):
        found["at_most"] = names.one((15, "15/2"))
    if names.chance(3):
        found["at_least"] = names.one((0, -5))
    return {**found, "characteristics": _characteristics(names, name)}


def _characteristics(names: Names, prefix: str) -> list[Plain]:
    count = names.draw(st.integers(1, 2))
    return [_characteristic(names, f"{prefix}-{n}") for n in range(1, count + 1)]


def _characteristic(names: Names, name: str) -> Plain:
    names.new_element()
    names.left -= 1
    forms: dict[str, Callable[[Names], dict[str, Plain]]] = {
        "bins": lambda n: bins(n, "points", n.named(lambda word: word.is_ordered)),
        "table": _table,
        "per_unit": _per_unit,
        "flag": lambda n: {"when": condition(n, 1), "points": points(n)},
        "cases": lambda n: cases(n, "points"),
        "derived": lambda n: bins(n, "points", n.one(_sums(n))) if _sums(n) else _table(n),
        "unread": lambda _: {"unstated": "an item"},
    }
    form = names.one([*forms])
    found = {"id": name, **forms[form](names)}
    if form == "unread":
        return {**found, "read_as": names.one(NUMBERS)} if names.chance(2) else found
    for key, one_in in (("otherwise", 2), ("not_applicable", 4)):
        if names.chance(one_in) and not (form == "per_unit" and key == "otherwise"):
            found[key] = points(names)
    if names.chance(4):
        found["missing"] = "unknown" if "missing" in names.without else names.one((0, 5, "unknown"))
    return found


def _sums(names: Names) -> list[str]:
    """Derived attributes that are numbers of money; quotients are compared only."""
    return [name for name, one in names.derived.items() if "ratio" not in one]


def bins(names: Names, key: str, attribute: str) -> dict[str, Plain]:
    """One to three bins; they may overlap, leave gaps, or (without bounds) take everything."""
    figures = WORDS[attribute].figures if attribute in WORDS else (100, 50, "100/3", 150)
    rows = []
    for _ in range(names.draw(st.integers(1, 3))):
        row: dict[str, Plain] = {}
        for pair in (OPERATORS[:2], OPERATORS[2:]):
            if names.chance(2):
                row[names.one(pair)] = names.one(figures)
        rows.append({**row, key: points(names)})
    return {"attribute": attribute, "bins": rows}


def _table(names: Names) -> dict[str, Plain]:
    name = names.named(lambda word: word.has_codes)
    listed = names.draw(
        st.lists(st.sampled_from(WORDS[name].codes), min_size=1, max_size=3, unique=True)
    )
    return {"attribute": name, "points": {code: points(names) for code in listed}}


def _per_unit(names: Names) -> dict[str, Plain]:
    name = names.one(["balance", "arrears", "card_cap", "profit", *_sums(names)])
    rule: dict[str, Plain] = {"each": names.one((50, "100/3", 1)), "points": points(names)}
    if names.chance(2):
        rule["at_most"] = names.one((15, "15/2"))
    return {"attribute": names.use(name), "per_unit": rule}


def cases(names: Names, key: str) -> dict[str, Plain]:
    """A decision table of one to three rows."""
    count = names.draw(st.integers(1, 3))
    return {"cases": [{"when": condition(names, 1), key: points(names)} for _ in range(count)]}


def benefit(names: Names, tiers: list[str]) -> Plain:
    """A benefit, with a value of every form."""
    names.new_element()
    found: dict[str, Plain] = {"kind": "service"}
    if names.chance(2):
        found["requires"] = condition(names, 1)
    match names.one(("none", "points", "by_tier", "bins", "cases")):
        case "points":
            found["value"] = points(names)
        case "by_tier":
            found["times"] = {"by_tier": {tier: points(names) for tier in tiers[:2]}}
        case "bins":
            attribute = names.named(lambda word: word.is_number)
            found["value"] = bins(names, "value", attribute) | _rest(names)
        case "cases":
            found["value"] = cases(names, "value") | _rest(names)
        case _:
            pass
    return found


def _rest(names: Names) -> dict[str, Plain]:
    return {"otherwise": points(names)} if names.chance(2) else {}
