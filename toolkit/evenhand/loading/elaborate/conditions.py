"""From nodes to conditions: names resolved, tests checked against the attribute's kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from evenhand.finding import Related
from evenhand.loading.elaborate.context import Context, Skip, near_hint
from evenhand.loading.elaborate.figures import (
    SCORE,
    domain_value,
    exact_number,
    figure,
    known_attribute,
    known_code,
)
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, Sequence
from evenhand.messages import message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Discretion,
    Includes,
    Known,
    Meets,
    Not,
    OneOf,
    OpenCondition,
    Operator,
    ScoreIs,
    StandsFor,
)
from evenhand.model.element import About
from evenhand.model.vocabulary import Attribute, Kind

OPERATORS: Final = {operator.value: operator for operator in Operator}
COMPANIONS: Final = frozenset(
    {"of", "read_as", "because", "criteria", "id", "source", "note", "title", "assumes"}
)
"""Keys that belong to another key of the same condition."""


def condition(context: Context, node: Node) -> Condition:
    """A condition; several keys in one mapping mean that all of them must hold."""
    found = context.mapping(node)
    entries = [entry for entry in found.entries if entry.key.text not in COMPANIONS]
    parts = [context.attempt(lambda one=one: _part(context, found, one)) for one in entries]  # type: ignore[misc]
    built = tuple(part for part in parts if part is not None)
    if len(built) < len(parts) or not parts:
        raise Skip
    whole = built[0] if len(built) == 1 else All(built, found.location)
    about = _remarks(context, found)
    return whole if about == About() else replace(whole, about=about)


def _remarks(context: Context, node: Mapping) -> About:
    """What is remarked on a condition; a ``because`` of open wording belongs to the wording."""
    about = context.about(node)
    open_wording = node.get("unstated") is not None or node.get("discretion") is not None
    return replace(about, because=None) if open_wording else about


def conditions(context: Context, node: Node) -> tuple[Condition, ...]:
    """A list of conditions."""
    return context.each(context.items(node), lambda one: condition(context, one))


def optional_condition(context: Context, node: Node | None) -> Condition | None:
    return None if node is None else condition(context, node)


def _part(context: Context, whole: Mapping, entry: Entry) -> Condition:
    key, value, place = context.scalar(entry.key), entry.value, entry.key.location
    match key.text:
        case "all":
            return All(conditions(context, value), place)
        case "any":
            return AnyOf(conditions(context, value), place)
        case "not":
            return Not(condition(context, value), place)
        case "at_least":
            return _count(context, whole, entry)
        case "meets":
            return _meets(context, value)
        case "score":
            return _score(context, entry)
        case "unstated":
            wording = context.wording(context.sound(value)) or ""
            because = context.wording(whole.get("because"))
            return OpenCondition(wording, _read_as(context, whole), because, place)
        case "discretion":
            return _discretion(context, whole, entry)
        case _:
            return _atom(context, key, value)


def _read_as(context: Context, whole: Mapping) -> bool | None:
    chosen = whole.get("read_as")
    return None if chosen is None else context.text(chosen) == "met"


def _count(context: Context, whole: Mapping, entry: Entry) -> Condition:
    needed = context.whole_number(entry.value)
    parts = conditions(context, context.sound(whole.get("of")))
    if not 1 <= needed <= len(parts):
        raise context.fail("count-out-of-range", entry.value, needed=needed, listed=len(parts))
    return CountOf(needed, parts, entry.key.location)


def _meets(context: Context, node: Node) -> Meets:
    name = context.scalar(node)
    if name.text not in context.definitions:
        raise context.fail(
            "unknown-definition",
            name,
            hint=near_hint(name.text, context.definitions),
            name=name.text,
        )
    return Meets(name.text, name.location)


def _score(context: Context, entry: Entry) -> Condition:
    test = context.mapping(entry.value)
    of = _score_name(context, entry.key, test.get("of"))
    parts = tuple(
        ScoreIs(of, OPERATORS[one.key.text], figure(context, one.value, SCORE), entry.key.location)
        for one in test.entries
        if one.key.text in OPERATORS
    )
    return parts[0] if len(parts) == 1 else All(parts, entry.key.location)


def _score_name(context: Context, key: Scalar, of: Node | None) -> str:
    if of is not None:
        name = context.scalar(of)
        if name.text not in context.score_names:
            hint = near_hint(name.text, context.score_names)
            raise context.fail("unknown-score", name, hint=hint, name=name.text)
        return name.text
    if not context.card_names:
        raise context.fail("no-scorecard", key)
    if len(context.card_names) > 1:
        names = ", ".join(context.card_names)
        hint = message("load.which-score.hint", names=names)
        raise context.fail("which-score", key, hint=hint)
    return context.card_names[0]


def _discretion(context: Context, whole: Mapping, entry: Entry) -> Discretion:
    own = context.optional_text(whole.get("id"))
    name = own or context.element.rpartition("/")[2]
    place = entry.key.location
    before = context.discretions.setdefault((context.element, name), place)
    if before != place:
        first = Related(before, message("load.first-given"))
        raise context.fail("two-discretions", place, related=(first,), name=name)
    return Discretion(
        name,
        context.wording(entry.value) or "",
        context.wording(whole.get("criteria")),
        _read_as(context, whole),
        context.wording(whole.get("because")),
        place,
    )


def _atom(context: Context, name: Scalar, test: Node) -> Condition:
    known_attribute(context, name)
    context.sound(test)
    if isinstance(test, Scalar):
        return _one_of(context, name, (test,), negated=False)
    if isinstance(test, Sequence):
        return _one_of(context, name, test.items, negated=False)
    parts = context.each(
        (entry.key for entry in test.entries), lambda key: _test(context, name, test, key)
    )
    return parts[0] if len(parts) == 1 else All(parts, name.location)


def _test(context: Context, name: Scalar, test: Mapping, key: Node) -> Condition:
    word = context.text(key)
    value = context.sound(test.get(word))
    if word in OPERATORS:
        _require(context, name, key, word, lambda kind: kind.is_ordered)
        return Compare(name.text, OPERATORS[word], figure(context, value, name.text), name.location)
    match word:
        case "is" | "is_not":
            return _one_of(context, name, (value,), negated=word == "is_not")
        case "in" | "not_in":
            return _one_of(context, name, context.items(value), negated=word == "not_in")
        case "known":
            return Known(name.text, context.flag(value, True), name.location)
        case "includes" | "includes_any" | "includes_all":
            return _includes(context, name, key, word, value)
        case _:
            raise Skip


def _require(
    context: Context, name: Scalar, key: Node, word: str, fits: Callable[[Kind], bool]
) -> None:
    kind = context.dictionary.kind(name.text)
    if not fits(kind):
        raise context.fail(
            "test-does-not-fit",
            key,
            hint=message("load.test-does-not-fit.hint", tests=ALLOWED_TESTS[kind]),
            name=name.text,
            test=word,
            kind=message(f"kind.{kind.value}"),
        )


_ORDERED: Final = "is, is_not, in, not_in, at_least, above, at_most, below, known"
_LISTED: Final = "is, is_not, in, not_in, known"
ALLOWED_TESTS: Final = {
    Kind.MONEY: _ORDERED,
    Kind.NUMBER: _ORDERED,
    Kind.INTEGER: _ORDERED,
    Kind.RATIO: _ORDERED,
    Kind.ORDINAL: _ORDERED,
    Kind.DATE: _ORDERED,
    Kind.BOOLEAN: "is, is_not, known",
    Kind.ENUM: _LISTED,
    Kind.SET: "includes, includes_any, includes_all, known",
}


def _one_of(
    context: Context, name: Scalar, values: tuple[Node, ...], *, negated: bool
) -> Condition:
    _require(context, name, name, "is", lambda kind: kind is not Kind.SET)
    if name.text in context.dictionary.derived:
        listed = context.each(values, lambda one: exact_number(context, one, name.text))
        return OneOf(name.text, listed, negated, name.location)
    attribute = context.dictionary.attributes[name.text]
    chosen = context.each(values, lambda one: domain_value(context, one, attribute))
    return OneOf(name.text, chosen, negated, name.location)


def _includes(context: Context, name: Scalar, key: Node, word: str, value: Node) -> Condition:
    _require(context, name, key, word, lambda kind: kind is Kind.SET)
    attribute = context.dictionary.attributes[name.text]
    nodes = (value,) if word == "includes" else context.items(value)
    members = context.each(nodes, lambda one: _member(context, one, attribute))
    return Includes(name.text, members, word != "includes_any", name.location)


def _member(context: Context, node: Node, attribute: Attribute) -> str:
    code = context.scalar(node)
    known_code(context, attribute, code)
    return code.text


def stands_for(context: Context, node: Node | None) -> StandsFor | None:
    """What an element is meant to check: declared and type-checked, never evaluated."""
    if node is None:
        return None
    found = context.mapping(node)
    when = optional_condition(context, found.get("when"))
    name = found.get("attribute")
    if name is not None:
        known_attribute(context, context.scalar(name))
    sources = context.source_refs(found.get("source"))
    remarks = replace(context.about(found), source=())
    about = None if remarks == About() else remarks
    return StandsFor(when, context.optional_text(name), sources, found.location, about=about)
