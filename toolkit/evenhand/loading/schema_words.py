"""How what is wrong with a value is put into words: what it is called, what it is, what fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.nodes import Node, Scalar, ScalarKind, Sequence
from evenhand.loading.problems import shortened
from evenhand.messages import Bilingual, Language, Message, catalogue, message

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]

LISTED: Final = 30
"""The most keys or values that a hint lists."""


def subject(path: Path) -> Message:
    """What the value at a path is called: a key, an item of a list, or the file."""
    if not path:
        return message("schema.the-file")
    last = path[-1]
    if isinstance(last, str):
        return message("schema.the-key", key=shortened(last))
    lists = [step for step in path if isinstance(step, str)]
    return message("schema.the-item", number=last + 1, key=shortened(lists[-1] if lists else ""))


def actual(node: Node) -> Message:
    """What stands at a place, in plain words."""
    match node:
        case MappingNode():
            return message("schema.is-mapping" if node.entries else "schema.is-empty-mapping")
        case Sequence():
            return message("schema.is-list")
        case Scalar(kind=ScalarKind.NULL):
            return message("schema.is-nothing")
        case Scalar(kind=ScalarKind.BOOLEAN):
            return message("schema.is-flag", value=node.text)
        case Scalar(kind=ScalarKind.TEXT) if not node.text:
            return message("schema.is-empty-text")
        case Scalar(kind=ScalarKind.TEXT):
            return message("schema.is-text", value=shortened(node.text))
        case _:
            return message("schema.is-number", value=shortened(node.text))


def expected(schema: Schema) -> Message:
    """What a schema wants, in plain words."""
    if form := schema.get("x-form"):
        return message(f"schema.form.{form}")
    if "enum" in schema:
        return message("schema.one-of", values=ticked(str(v) for v in schema["enum"]))
    return message(f"schema.kind.{schema['type']}")


def titled(schema: Schema) -> Bilingual:
    """What a part of a file is called, in both languages."""
    return Bilingual(schema["title"], schema["x-title-zh"])


def description(schema: Schema) -> Bilingual | None:
    """What a schema says its values are for; None if it says nothing."""
    if "description" not in schema:
        return None
    return Bilingual(schema["description"], schema["x-description-zh"])


def described(schema: Schema) -> Message | None:
    """The description of a schema as a hint; None if it has none."""
    text = description(schema)
    return None if text is None else message("schema.description.hint", description=text)


def ticked(words: Iterable[str]) -> Bilingual:
    """Words as a list in backticks, cut after many."""
    listed = list(words)
    shown = [f"`{shortened(word)}`" for word in listed[:LISTED]]
    rest = " …" if len(listed) > LISTED else ""
    return Bilingual(", ".join(shown) + rest, "、".join(shown) + rest)


def plain_words(word: str, path: Path) -> Bilingual | None:
    """What a word that may stand at a path means; None where it explains itself."""
    of_source = path[-3:-2] == ("sources",)
    area = _AREAS.get(("sources", path[-1]) if of_source else path[-2:])
    key = f"dossier.{area}.{word.replace('_', '-')}"
    languages: tuple[Language, Language] = ("en", "zh")
    en, zh = (catalogue(language).get(key) for language in languages)
    return None if en is None or zh is None else Bilingual(en, zh)


_AREAS: Final[Mapping[Path, str]] = {
    ("bank", "kind"): "bank",
    ("policy", "type"): "type",
    ("policy", "standing"): "standing",
    ("sources", "kind"): "source",
    ("sources", "confidence"): "confidence",
    ("process", "decision"): "decision",
}
"""Which words of the catalogue explain the values at the ends of paths."""


def explained(words: Iterable[str], path: Path) -> Bilingual:
    """Words in backticks, each with what it means where it does not explain itself."""
    en, zh = [], []
    for word in words:
        meaning = plain_words(word, path)
        en.append(f"`{word}`" if meaning is None else f"`{word}` ({meaning.en})")
        zh.append(f"`{word}`" if meaning is None else f"`{word}`（{meaning.zh}）")
    return Bilingual(", ".join(en), "、".join(zh))
