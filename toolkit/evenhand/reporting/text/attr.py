"""The text of ``attr list`` and ``attr show``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from evenhand.analysis.attributes import (
    AttributeList,
    AttributeView,
    category_of,
    domain,
    type_of,
)
from evenhand.messages import Language, catalogue, message
from evenhand.model.describe import condition_words, label_text, words_text
from evenhand.model.element import Declaration
from evenhand.model.values import value_text
from evenhand.model.vocabulary import Attribute
from evenhand.model.wording import Words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.table import heading, indented, pad, table
from evenhand.result import Result

COLUMNS = ("id", "label", "type", "class", "vocabulary")


def body(result: Result, look: Look) -> str:
    """A table of attributes, or all that is declared of one."""
    if isinstance(result, AttributeList):
        return "\n".join(_list(result, look))
    assert isinstance(result, AttributeView)
    return "\n".join(_view(result, look))


def _list(result: AttributeList, look: Look) -> list[str]:
    head = [message(f"attr.{name}").text(look.language) for name in COLUMNS]
    rows = [
        [
            one.id,
            one_line(one.label.text(look.language)),
            type_of(one),
            category_of(one),
            result.origin[one.id],
        ]
        for one in result.attributes
    ]
    count = message("attr.count", count=len(rows)).text(look.language)
    return [*table([head, *rows], look.width), "", count]


def _view(result: AttributeView, look: Look) -> list[str]:
    one = result.attribute
    lines = [heading(f"{one.id}  {one_line(one.label.text(look.language))}", look)]
    rows = [
        (message(f"attr.{key}").text(look.language), text) for key, text in _facts(result, look)
    ]
    room = max(cell_width(name) for name, _ in rows)
    for name, text in rows:
        lines += indented(one_line(text), look.width, f"  {pad(name, room)}  ")
    return lines


def _facts(result: AttributeView, look: Look) -> Iterator[tuple[str, str]]:
    one = result.attribute
    yield "type", _worded(f"kind.{type_of(one)}", type_of(one), look.language)
    category = category_of(one)
    yield "class", _worded(f"dossier.class.{category}", category, look.language)
    if isinstance(one, Attribute):
        yield from _details(result, one, look)
    else:
        labels = [f"{label_text(n, result.dictionary, look.language)} ({n})" for n in result.inputs]
        yield "inputs", "; ".join(labels)
    yield "place", place(one.location)
    yield "vocabulary", result.vocabulary
    nobody = message("attr.nobody").text(look.language)
    yield "used-by", ", ".join(result.used_by) or nobody


def _worded(key: str, code: str, language: Language) -> str:
    """A code of the vocabulary with what it means, where the catalogue has words for it."""
    meaning = catalogue(language).get(key)
    if meaning is None:
        return code
    return message("explain.named", title=meaning, id=code).text(language)


def _details(result: AttributeView, one: Attribute, look: Look) -> Iterator[tuple[str, str]]:
    def say(words: Words) -> str:
        return words_text(words, look.language)

    yield "domain", say(domain(one))
    if one.window is not None:
        yield "window", declared(one.window, look.language)
    if one.applies_when is not None:
        yield "applies", say(condition_words(one.applies_when, result.dictionary))
    if one.better is not None:
        yield "better", message(f"attr.better.{one.better}").text(look.language)
    yield "assessed", say(message("attr.human" if one.human else "attr.system"))
    if not one.measurable:
        yield "measurable", say(message("describe.no"))
    if one.evidence is not None:
        yield "source", one.evidence
    yield (
        "action",
        declared(one.action, look.language) if one.action else say(message("attr.unchangeable")),
    )
    if one.grows_with_time:
        yield "grows", say(message("attr.with-time"))
    if one.proxy_for:
        traits = (_worded(f"dossier.proxy.{t}", t, look.language) for t in one.proxy_for)
        yield "proxy-for", message("explain.joint").text(look.language).join(traits)
    if one.typical is not None:
        yield "typical", say(value_words(one.typical, one.id, result.dictionary))


def declared(declaration: Declaration, language: Language) -> str:
    """A declared setting on one line, as it is written; of a text in two languages, one."""
    value = declaration.value
    match value:
        case tuple():
            return ", ".join(declared(item, language) for item in value)
        case bool() | Fraction():
            return value_text(value)
        case str() | None:
            return value or ""
        case _:
            if value.keys() == {"en", "zh"}:
                return declared(value[language], language)
            parts = (f"{key}: {_nested(item, language)}" for key, item in value.items())
            return ", ".join(parts)


def _nested(declaration: Declaration, language: Language) -> str:
    inner = declared(declaration, language)
    is_mapping = isinstance(declaration.value, Mapping) and "en" not in declaration.value
    return f"({inner})" if is_mapping else inner
