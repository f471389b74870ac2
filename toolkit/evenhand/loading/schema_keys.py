"""Problems of keys: unknown, malformed, missing, or excluding each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from evenhand.loading.problems import shortened
from evenhand.loading.schema_misfit import Misfit, Problem, of_key
from evenhand.loading.schema_values import better_id
from evenhand.loading.schema_words import (
    Path,
    Schema,
    description,
    expected,
    subject,
    ticked,
    titled,
)
from evenhand.messages import Bilingual, Message, message
from evenhand.suggest import closest

_SAID: Final = {
    "at_least": (">=", "≥", "大于等于", "大于或等于", "不少于", "不小于", "至少", "达到"),
    "above": (">", "＞", "大于", "超过", "多于"),
    "at_most": ("<=", "≤", "小于等于", "小于或等于", "不大于", "不多于", "不超过", "至多"),
    "below": ("<", "＜", "小于", "少于", "不足", "不到"),
    "is": ("=", "==", "＝", "是", "为"),
    "is_not": ("!=", "≠", "不是", "不为"),
}
_COMPARISONS: Final = {said: word for word, all_said in _SAID.items() for said in all_said}


def unknown(misfit: Misfit) -> Iterator[Problem]:
    """Every key that the mapping may not have."""
    known = misfit.schema.get("properties", {})
    patterns = misfit.schema.get("patternProperties", {})
    for key in misfit.value:
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            yield _unknown_key(misfit, key, known)


def _unknown_key(misfit: Misfit, key: str, known: Mapping[str, Schema]) -> Problem:
    near = closest(key, known) or _by_chinese_title(key, known)
    if near is not None:
        hint = message("schema.did-you-mean.hint", word=near)
    elif misfit.form == "condition":
        hint = _attribute_advice(key, misfit.schema)
    else:
        hint = message("schema.allowed.hint", allowed=ticked(known))
    problem = of_key(misfit, "unknown-key", key, hint, part=titled(misfit.schema))
    return replace(problem, bad=misfit.entry(key), words=() if near is None else (near,))


def _attribute_advice(key: str, schema: Schema) -> Message:
    """Advice for a key of a condition that is neither one of its words nor an attribute's name."""
    name = next(iter(schema["patternProperties"]))
    fixed = re.sub(r"[\s.\-]+", "_", key.strip().lower())
    if fixed != key and re.search(name, fixed):
        return message("schema.write-id.hint", id=fixed)
    if re.fullmatch(r"[a-z]+(?:_[a-z]+)*", key):
        return message("schema.test-word.hint", word=key)
    return message("schema.condition-key.hint", words=ticked(schema["properties"]))


def _by_chinese_title(key: str, known: Mapping[str, Schema]) -> str | None:
    """The key that a Chinese title, or a word or sign of comparison, stands for."""
    meant = _COMPARISONS.get(key)
    if meant in known:
        return meant
    return next((name for name, s in known.items() if s.get("x-title-zh") == key), None)


def malformed(misfit: Misfit) -> Problem:
    """A key that names something new and cannot be its name."""
    key = str(misfit.value)
    entry = misfit.entry(key)
    return Problem(
        "bad-id",
        message("schema.bad-key", value=shortened(key), form=expected(misfit.schema)),
        entry[0].location,
        (*misfit.path, key),
        entry,
        better_id(key, misfit.schema),
        (key,),
        (key,),
    )


def missing(misfit: Misfit) -> Iterator[Problem]:
    """Every key that the mapping must have and lacks."""
    head = _head(misfit.within)
    known = misfit.schema.get("properties", {})
    for key in misfit.wanted:
        if key in misfit.value:
            continue
        if head is not None:
            yield _beside(misfit, head, (key,))
        else:
            yield _lacking(misfit, key, description(known.get(key, {})))


def _lacking(misfit: Misfit, key: str, about: Bilingual | None) -> Problem:
    hint = message("schema.add-keys.hint", keys=ticked((key,)), description=about or "")
    return _missing(misfit, "missing-key", (key,), hint)


def missing_any(misfit: Misfit) -> Problem:
    """A mapping that needs one of several keys and has none."""
    keys = tuple(option["required"][0] for option in misfit.wanted)
    head = _head(misfit.within)
    if head is not None:
        return _beside(misfit, head, keys)
    hint = message("schema.add-one-key.hint", keys=ticked(keys))
    return _missing(misfit, "missing-any-key", keys, hint)


def _missing(misfit: Misfit, name: str, keys: tuple[str, ...], hint: Message) -> Problem:
    sentence = message(f"schema.{name}", subject=subject(misfit.path), keys=ticked(keys))
    here = misfit.node
    return Problem("missing-key", sentence, here.location, misfit.path, (here,), hint, keys, keys)


def missing_beside(misfit: Misfit) -> Iterator[Problem]:
    """Every key that makes sense only beside another one, which is missing."""
    for key, needed in misfit.wanted.items():
        lacking = tuple(other for other in needed if other not in misfit.value)
        if key in misfit.value and lacking:
            yield _beside(misfit, key, lacking)


def _beside(misfit: Misfit, key: str, needed: tuple[str, ...]) -> Problem:
    name = "missing-beside" if len(needed) == 1 else "missing-any-beside"
    hint = message(f"schema.{name}.hint", key=shortened(key), keys=ticked(needed))
    found = of_key(misfit, name, key, hint, keys=ticked(needed))
    return replace(found, rule="missing-key", cause=(key, *needed), words=needed)


def conflict(misfit: Misfit) -> Problem:
    """A key that may not stand beside another one."""
    key = str(misfit.path[-1])
    head = _head(misfit.within) or key
    around = replace(misfit, path=misfit.path[:-1], nodes=misfit.nodes[:-1])
    hint = message("schema.conflicting-keys.hint", one=head, other=key)
    found = of_key(around, "conflicting-keys", key, hint, other=head)
    return replace(found, cause=(head, key), words=(head, key))


def _head(within: Path) -> str | None:
    """The key whose presence made a demand of the schema apply; None if it always applies.

    The demand is made of the mapping itself, or forbids a key of it: nothing deeper counts.
    """
    match within[-5:]:
        case (*_, "dependentSchemas", str(head), "properties", _, "not"):
            return head
        case (*_, "dependentSchemas", str(head), "anyOf" | "required"):
            return head
        case _:
            return None
