"""The policy schema with the words of chosen vocabularies filled in, for completion in editors.

Editors read one file, so the common parts are brought in. Attributes that a policy declares by
itself are not known here: other names stay possible, and only what the vocabularies say of their
own attributes becomes strict.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from evenhand.loading.schema import PREFIX, schema

Draft = dict[str, Any]

ORDERED: Final = frozenset({"money", "number", "integer", "ratio", "ordinal", "date"})
CODED: Final = frozenset({"enum", "ordinal"})


@dataclass(frozen=True, slots=True)
class Word:
    """One attribute as an editor needs it: ``type`` and ``codes`` as in a vocabulary file."""

    id: str
    type: str
    codes: tuple[str, ...]
    label_en: str
    label_zh: str


def for_vocabulary(words: Iterable[Word]) -> Draft:
    """The policy schema in one piece, with these attributes' names, tests and codes."""
    listed = tuple(words)
    whole = _in_one_piece()
    parts = whole["$defs"]
    whole["$id"] = f"{PREFIX}policy-with-vocabulary"
    known = {word.id: _test_of(word) for word in listed}
    parts["condition"]["properties"] |= known
    parts["given"]["properties"] = {word.id: _value_of(word) for word in listed}
    if listed:
        names = {"enum": [word.id for word in listed]}
        parts["own-name"] = parts["name"]
        parts["name"] = {**_texts(parts["name"]), "anyOf": [names, {"$ref": "#/$defs/own-name"}]}
    return whole


def _in_one_piece() -> Draft:
    """The policy schema with the common definitions beside its own."""
    own = _local(copy.deepcopy(dict(schema("policy"))))
    shared = copy.deepcopy(dict(schema("common")["$defs"]))
    return {**own, "$defs": {**shared, **own["$defs"]}}


def _local(node: Any) -> Any:
    """A schema whose references to the common schema lead to its own definitions."""
    if isinstance(node, dict):
        return {
            key: value.removeprefix(f"{PREFIX}common")
            if key == "$ref" and isinstance(value, str)
            else _local(value)
            for key, value in node.items()
        }
    return [_local(item) for item in node] if isinstance(node, list) else node


def _texts(node: Mapping[str, Any]) -> Draft:
    return {key: node[key] for key in node if "title" in key or "description" in key}


def _titles(word: Word) -> Draft:
    both = f"{word.label_en} · {word.label_zh} · {word.type}"
    return {
        "title": word.label_en,
        "x-title-zh": word.label_zh,
        "description": both,
        "x-description-zh": both,
    }


def _codes(word: Word) -> Draft:
    return {"enum": list(word.codes)} if word.codes else {}


def _value_of(word: Word) -> Draft:
    """What a customer can hold: for enums one of the codes, for sets a list of them."""
    shape: Draft = {}
    if word.type == "boolean":
        shape = {"type": ["boolean", "null"]}
    elif word.type == "set":
        shape = {"type": ["array", "null"], "items": _codes(word)}
    elif word.type in CODED and word.codes:
        shape = {"enum": [*word.codes, None]}
    return {**_titles(word), **shape}


def _test_of(word: Word) -> Draft:
    """What can be asked of an attribute, by its type."""
    code: Draft = {"type": "boolean"} if word.type == "boolean" else _codes(word)
    several: Draft = {"items": code}
    asked: Draft = {"known": {}}
    if word.type == "set":
        asked |= {"includes": code, "includes_any": several, "includes_all": several}
        return {**_titles(word), "type": "object", "propertyNames": {"enum": list(asked)}} | {
            "properties": asked
        }
    asked |= {"is": code, "is_not": code, "in": several, "not_in": several}
    if word.type in ORDERED:
        asked |= {key: {} for key in ("at_least", "above", "at_most", "below")}
    scalar: Draft = {"if": {"type": ["string", "boolean", "number"]}, "then": code}
    table = {"propertyNames": {"enum": list(asked)}, "properties": asked, "items": code}
    return {**_titles(word), **table, **scalar}
