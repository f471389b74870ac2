"""Problems of values: of the wrong kind, malformed, too long, out of range, repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence as Items
from dataclasses import replace
from typing import Final

from evenhand.as_written import amount_advice, day_advice
from evenhand.loading.nodes import Scalar, ScalarKind, Sequence
from evenhand.loading.problems import shortened
from evenhand.loading.schema_misfit import Misfit, Problem, of_value
from evenhand.loading.schema_words import (
    LISTED,
    Schema,
    actual,
    described,
    expected,
    explained,
    plain_words,
    ticked,
)
from evenhand.messages import Message, message
from evenhand.suggest import closest

IDS: Final = frozenset({"id", "name", "code", "mixed-id"})
"""The forms of ids: what does not fit them is a bad id, whatever kind of value it is."""

DATES: Final = frozenset({"date", "rough-date"})
"""The forms of dates, likewise."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def wrong_kind(misfit: Misfit) -> Problem:
    """A number where a list belongs, a text that is no number, and the like."""
    node = misfit.node
    if isinstance(node, Scalar) and node.kind is not ScalarKind.NULL:
        if misfit.form in IDS:
            return _bad_id(misfit)
        if misfit.form in DATES:
            return bad_date(misfit)
    hint = (
        _as_number(misfit)
        or _as_label(misfit)
        or _wanted_keys(misfit.schema)
        or described(misfit.about)
    )
    return of_value(
        misfit, "wrong-kind", hint, expected=expected(misfit.schema), actual=actual(node)
    )


def _wanted_keys(schema: Schema) -> Message | None:
    """Advice on the keys of what can only be a mapping."""
    if schema.get("type") != "object" or "properties" not in schema or "x-form" in schema:
        return None
    keys = schema.get("required", schema["properties"])
    return message("schema.give-keys.hint", keys=ticked(keys))


def _as_number(misfit: Misfit) -> Message | None:
    """Advice to drop quotes, commas or blanks where that makes a number of a text."""
    wanted = misfit.schema.get("type", ())
    types = {wanted} if isinstance(wanted, str) else set(wanted)
    if types.isdisjoint({"number", "integer"}):
        return None
    amount = amount_advice(misfit.text)
    if amount is not None:
        return amount
    bare = re.sub(r"[\s,，]", "", misfit.text)
    if re.fullmatch(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", bare) and bare != misfit.text:
        return message("schema.write-number.hint", number=bare)
    if re.fullmatch(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", bare) and misfit.is_quoted:
        return message("schema.drop-quotes.hint", number=bare)
    return None


def _as_label(misfit: Misfit) -> Message | None:
    """Advice to give a text in both languages where only one stands."""
    if misfit.form != "label" or not misfit.text or "\n" in misfit.text:
        return None
    language = "en" if misfit.text.isascii() else "zh"
    return message(f"schema.write-label-{language}.hint", text=shortened(misfit.text))


def _bad_id(misfit: Misfit) -> Problem:
    return of_value(
        misfit,
        "bad-id",
        better_id(misfit.text, misfit.schema),
        value=shortened(misfit.text),
        form=expected(misfit.schema),
    )


def better_id(text: str, schema: Schema) -> Message | None:
    """Advice for a text that cannot be an id: how to write it, or that the word is taken."""
    joint = "-" if schema.get("x-form") == "id" else "_"
    fixed = re.sub(r"[\s_.\-]+", joint, text.strip().lower()).strip(joint)
    if fixed != text and re.search(schema.get("pattern", ""), fixed):
        return message("schema.write-id.hint", id=fixed)
    if re.fullmatch(r"[a-z]+(?:_[a-z]+)*", text):
        return message("schema.taken-word.hint", word=text)
    return described(schema)


def bad_date(misfit: Misfit) -> Problem:
    """Something that is not a date, or a day that no calendar has."""
    rule = "no-such-day" if _DAY.fullmatch(misfit.text) else "bad-date"
    hint = message("schema.bad-date.hint") if rule == "no-such-day" else day_advice(misfit.text)
    return replace(of_value(misfit, rule, hint, value=shortened(misfit.text)), rule="bad-date")


def bad_length(misfit: Misfit) -> Problem:
    """A text that is empty or too long."""
    if misfit.keyword == "minLength":
        return of_value(misfit, "empty-text", described(misfit.about))
    return of_value(
        misfit,
        "too-long",
        message("schema.too-long.hint", most=misfit.wanted),
        length=len(misfit.text),
        most=misfit.wanted,
    )


def not_allowed(misfit: Misfit) -> Problem:
    """A value that is not one of those that are allowed."""
    if misfit.form == "format":
        hint = message("schema.unsupported-format.hint")
        return of_value(misfit, "unsupported-format", hint, value=shortened(misfit.text))
    if not isinstance(misfit.node, Scalar) or misfit.node.kind is ScalarKind.NULL:
        return wrong_kind(misfit)
    allowed = [str(value) for value in misfit.wanted]
    near = closest(misfit.text, allowed) or _by_meaning(misfit, allowed)
    if near is not None:
        hint = message("schema.did-you-mean.hint", word=near)
    elif len(allowed) > LISTED:
        hint = message("schema.allowed.hint", allowed=ticked(allowed))
    else:
        hint = message("schema.allowed.hint", allowed=explained(allowed, misfit.path))
    return of_value(misfit, "not-allowed-value", hint, value=shortened(misfit.text))


def _by_meaning(misfit: Misfit, allowed: Items[str]) -> str | None:
    """The only word whose Chinese meaning contains what is written."""
    if misfit.text.isascii():
        return None
    meanings = {word: plain_words(word, misfit.path) for word in allowed}
    meant = [word for word, found in meanings.items() if found and misfit.text in found.zh]
    return meant[0] if len(meant) == 1 else None


def out_of_range(misfit: Misfit) -> Problem:
    """A number below the least or above the greatest that makes sense."""
    size = "too-small" if misfit.keyword == "minimum" else "too-large"
    hint = message(f"schema.{size}.hint", limit=misfit.wanted)
    return of_value(misfit, "out-of-range", hint, value=shortened(misfit.text))


def bad_count(misfit: Misfit) -> Problem:
    """A list with too few or too many entries."""
    rule = "too-few-items" if misfit.keyword == "minItems" else "too-many-items"
    hint = described(misfit.schema)
    return of_value(misfit, rule, hint, needed=misfit.wanted, count=len(misfit.value))


def repeated(misfit: Misfit) -> Problem:
    """A list that names the same thing twice; the problem stands at the second time."""
    place = _second(misfit.value)
    hint = message("schema.repeated-item.hint")
    problem = of_value(misfit, "repeated-item", hint, value=shortened(str(misfit.value[place])))
    if isinstance(misfit.node, Sequence):
        return replace(problem, location=misfit.node.items[place].location)
    return problem  # pragma: no cover - only lists can repeat an item


def _second(values: Items[object]) -> int:
    """The first place whose value occurred before."""
    return next(i for i, value in enumerate(values) if value in values[:i])


def empty(misfit: Misfit) -> Problem:
    """A mapping without any key."""
    rule = "empty-condition" if misfit.form in ("condition", "test") else "empty-mapping"
    return of_value(misfit, rule, described(misfit.schema))
