"""Schemas: the JSON Schemas of files, that of policies with the words of vocabularies."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.errors import UsageError
from evenhand.loading.editor_schema import Word, for_vocabulary
from evenhand.messages import Bilingual, message
from evenhand.model.vocabulary import Dictionary
from evenhand.resources import area, walk
from evenhand.result import Result
from evenhand.suggest import closest

SUFFIX = ".schema.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One schema: its name, title and description."""

    name: str
    title: Bilingual
    description: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaList(Result):
    """All schemas that exist."""

    kinds: tuple[Kind, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "schemas": [
                {
                    "name": one.name,
                    "title": {"en": one.title.en, "zh": one.title.zh},
                    "description": {"en": one.description.en, "zh": one.description.zh},
                }
                for one in self.kinds
            ]
        }


def kinds() -> Iterator[Kind]:
    """All schemas, sorted by name."""
    for path, file in walk(area("schema"), SUFFIX):
        content = json.loads(file.read_text("utf-8"))
        name = path.rpartition("/")[2].removesuffix(SUFFIX)
        yield Kind(name, _both(content, "title"), _both(content, "description"))


def _both(content: Mapping[str, Any], key: str) -> Bilingual:
    english = content.get(key, "")
    return Bilingual(english, content.get(f"x-{key}-zh", english))


def schema_text(name: str, dictionary: Dictionary | None) -> str:
    """A schema as indented JSON; that of policies knows the dictionary's attributes.

    Without a dictionary it is given as evenhand itself uses it. Raises UsageError for another name.
    """
    known = [one.name for one in kinds()]
    if name not in known:
        near = closest(name, known)
        if near is not None:
            raise UsageError(message("schema.unknown-near", name=name, near=near))
        raise UsageError(message("schema.unknown", name=name, known=", ".join(known)))
    if name == "policy" and dictionary is not None:
        filled = for_vocabulary(_words(dictionary))
        return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
    return (area("schema") / f"{name}{SUFFIX}").read_text("utf-8")


def _words(dictionary: Dictionary) -> Iterator[Word]:
    for name, one in sorted(dictionary.attributes.items()):
        yield Word(name, one.kind.value, one.codes, one.label.en, one.label.zh)
    for name, derived in sorted(dictionary.derived.items()):
        kind = dictionary.kind(name).value
        yield Word(name, kind, (), derived.label.en, derived.label.zh)
