"""Generated conditions and figures, as plain data of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from evenhand.strategies.words import WORDS, Plain, Word, needs

OPERATORS: Final = ("at_least", "above", "at_most", "below")
READ_AS: Final = (None, "met", "not_met")
DEEPEST: Final = 2
Drawn = TypeVar("Drawn")


@dataclass(slots=True)
class Names:
    """What a generated policy may speak of so far, and how many criteria it may still have."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    left: int
    without: frozenset[str] = frozenset()
    derived: dict[str, Plain] = field(default_factory=dict)
    definitions: list[str] = field(default_factory=list)
    scores: list[str] = field(default_factory=list)
    used: dict[str, None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asked_here: set[str] = field(default_factory=set)

    def one(self, choices: Sequence[Drawn]) -> Drawn:
        """One of some choices; shrinking goes to the first."""
        found: Drawn = self.draw(st.sampled_from(choices))
        return found

    def chance(self, one_in: int) -> bool:
        """Yes about once in so many times; shrinking goes to no."""
        drawn: int = self.draw(st.integers(0, one_in - 1))
        return drawn == one_in - 1

    def use(self, name: str) -> str:
        """Note that an attribute is spoken of, with those that tell whether it applies."""
        if name in WORDS:
            self.used[name] = None
            for other in needs(name):
                self.use(other)
        return name

    def named(self, fits: Callable[[Word], bool]) -> str:
        """An attribute of some sort, derived ones not among them."""
        return self.use(self.one([name for name, word in WORDS.items() if fits(word)]))

    def new_element(self) -> None:
        """A new element begins: within one, each discretion needs an id of its own."""
        self.asked_here.clear()


def conditions(names: Names, least: int, most: int, depth: int = 1) -> list[Plain]:
    """A list of conditions."""
    count = names.draw(st.integers(least, most))
    return [condition(names, depth) for _ in range(count)]


def condition(names: Names, depth: int = 0) -> Plain:
    """A condition, at most two conditions deep."""
    names.left -= 1
    if depth >= DEEPEST or names.left <= 0 or not names.chance(3):
        return _atom(names)
    match names.one(("all", "any", "not", "at_least")):
        case "not":
            return {"not": condition(names, depth + 1)}
        case "at_least":
            parts = conditions(names, 1, 3, depth + 1)
            return {"at_least": names.draw(st.integers(1, len(parts))), "of": parts}
        case word:
            return {word: conditions(names, 0, 3, depth + 1)}


def _atom(names: Names) -> Plain:
    forms: dict[str, Callable[[Names], Plain]] = {
        "compare": _compare,
        "code": _code,
        "derived": _compare_derived,
        "score": _score,
        "meets": lambda n: {"meets": n.one(n.definitions)},
        "includes": _includes,
        "value": _one_value,
        "known": _known,
        "discretion": _discretion,
        "unstated": lambda n: _with({"unstated": "and so on"}, "read_as", n.one(READ_AS)),
    }
    absent = {
        **dict.fromkeys(names.without, True),
        "derived": not names.derived,
        "score": not names.scores,
        "meets": not names.definitions,
    }
    offered = [one for one in ("compare", "score", "derived", *forms) if not absent.get(one)]
    return forms[names.one(offered)](names)


def _compare(names: Names) -> Plain:
    name = names.named(lambda word: word.is_ordered)
    return {name: _test(names, lambda: figure(names, name))}


def _test(names: Names, bound: Callable[[], Plain]) -> Plain:
    """One comparison, now and then two that enclose a stretch."""
    if names.chance(6):
        return {names.one(OPERATORS[:2]): bound(), names.one(OPERATORS[2:]): bound()}
    return {names.one(OPERATORS): bound()}


def _compare_derived(names: Names) -> Plain:
    name = names.one(list(names.derived))
    numbers = (1, 0, "1/2", -1) if "ratio" in names.derived[name] else (100, 50, "100/3", 150, 0)
    return {name: _test(names, lambda: _open(names, numbers))}


def _score(names: Names) -> Plain:
    of = names.one(names.scores)
    return {"score": {"of": of, **_test(names, lambda: _open(names, (10, 0, 5, "15/2", 20)))}}


def _code(names: Names) -> Plain:
    name = names.named(lambda word: word.has_codes)
    word = WORDS[name]
    codes: list[Plain] = [True, False] if word.kind == "boolean" else list(word.codes)
    form = names.one(("plain", "is_not", "list", "not_in"))
    if form in ("plain", "is_not"):
        code = names.one(codes)
        return {name: code if form == "plain" else {"is_not": code}}
    listed = names.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
    return {name: listed if form == "list" else {"not_in": listed}}


def _one_value(names: Names) -> Plain:
    """A number or a day compared with single values."""
    name = names.named(lambda word: word.kind in ("integer", "date"))
    listed = [one for one in WORDS[name].figures if isinstance(one, int) or "-" in str(one)]
    return {name: names.one(([listed[0]], {"is_not": listed[0]}, {"in": listed}))}


def _includes(names: Names) -> Plain:
    name = names.use("goods")
    codes = WORDS[name].codes
    word = names.one(("includes", "includes_any", "includes_all"))
    if word == "includes":
        return {name: {word: names.one(codes)}}
    listed = names.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    return {name: {word: listed}}


def _known(names: Names) -> Plain:
    if names.derived and names.chance(4):
        return {names.one(list(names.derived)): {"known": names.one((True, False))}}
    return {names.named(lambda _: True): {"known": names.one((True, False))}}


def _discretion(names: Names) -> Plain:
    """A human's answer, now and then one that another element asks for too."""
    others = [one for one in names.asked if one not in names.asked_here]
    if others and names.chance(3):
        name = names.one(others)
    else:
        name = f"answer-{len(names.asked) + 1}"
        names.asked.append(name)
    names.asked_here.add(name)
    return _with({"discretion": "manager", "id": name}, "read_as", names.one(READ_AS))


def _with(plain: dict[str, Plain], key: str, value: Plain) -> Plain:
    return plain if value is None else {**plain, key: value}


# -- figures -------------------------------------------------------------------------------------


def figure(names: Names, compared: str, depth: int = 0) -> Plain:
    """A figure of every form that an attribute can be compared with."""
    word = WORDS[compared]
    forms = ["constant", "constant", "open"]
    if depth == 0:
        forms.append("by")
        if word.is_number:
            forms.append("times")
    match names.one(forms):
        case "times":
            return _times(names, compared)
        case "by":
            return _by(names, compared)
        case "open":
            return _open(names, word.figures)
        case _:
            return names.one(word.figures)


def _times(names: Names, compared: str) -> Plain:
    """A multiple of an attribute in a like unit."""
    money = WORDS[compared].kind == "money"
    like = [one for one, word in WORDS.items() if word.is_number]
    fitting = [
        one
        for one in like
        if one != compared
        and (
            (WORDS[one].kind == "money") is money
            or "number" in (WORDS[one].kind, WORDS[compared].kind)
        )
    ]
    of = names.use(names.one(fitting))
    found: dict[str, Plain] = {"times": names.one((1, "1/3", -2)), "of": of}
    return _with(found, "plus", names.one((None, 10, "-1/2")))


def _by(names: Names, compared: str) -> Plain:
    name = names.named(lambda word: word.has_codes)
    codes = WORDS[name].codes
    listed = names.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True))
    found: dict[str, Plain] = {
        "by": name,
        "values": {code: figure(names, compared, 1) for code in listed},
    }
    return _with(found, "otherwise", figure(names, compared, 1) if names.chance(2) else None)


def _open(names: Names, numbers: Sequence[Plain]) -> Plain:
    """A constant, or one that its source leaves open in one of three ways."""
    usual = numbers[:2] if "foreign-reading" in names.without else numbers
    read_as = names.one(usual) if names.chance(2) else None
    match names.one(("constant", "unstated", "disputed", "range", "nothing")):
        case "unstated":
            return _with({"unstated": "enough"}, "read_as", read_as)
        case "disputed":
            return _with({"disputed": [{"value": one} for one in numbers[:2]]}, "read_as", read_as)
        case "range":
            high, low = numbers[:2]
            return _with({"range": [low, high]}, "read_as", read_as)
        case "nothing":
            return "unstated"
        case _:
            return names.one(numbers)
