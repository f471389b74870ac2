"""Changes of the dictionary: attributes, derived ones, constraints, vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any, Final

from evenhand.analysis.declared import setting_words
from evenhand.analysis.diff.change import Change, Site
from evenhand.analysis.diff.elements import pairs
from evenhand.location import Location
from evenhand.messages import Bilingual, message
from evenhand.model.describe import condition_words
from evenhand.model.element import Declaration
from evenhand.model.mentions import attributes_in, used_attributes
from evenhand.model.policy import Policy
from evenhand.model.values import value_text
from evenhand.model.vocabulary import (
    Attribute,
    Derived,
    Dictionary,
    Extreme,
    Formula,
    Quotient,
    Sum,
)
from evenhand.model.wording import Words, number_words

_EVALUATED: Final = frozenset(
    {"id", "kind", "step", "low", "high", "earliest", "latest", "codes", "open", "applies_when"}
    | {"human", "formula"}
)
"""What the engines, or the domain of customers, read of an attribute."""

_WORDS: Final = frozenset({"label", "code_labels", "about"})


def dictionary_changes(site: Site) -> Iterator[Change]:
    """What changed in the words that both policies speak of; first the vocabularies themselves."""
    old, new = site.old, site.new
    for name in old.vocabularies:
        if name not in new.vocabularies:
            here = replace(site, element=f"vocabularies/{name}")
            yield here.declared("vocabulary-removed", name, None)
    for name in new.vocabularies:
        if name not in old.vocabularies:
            here = replace(site, element=f"vocabularies/{name}")
            yield here.declared("vocabulary-added", None, name)
    if set(old.vocabularies) == set(new.vocabularies) and old.vocabularies != new.vocabularies:
        yield site.text("order-changed", ", ".join(old.vocabularies), ", ".join(new.vocabularies))
    used = _spoken_of(old) | _spoken_of(new)
    left, right = _entries(old.dictionary), _entries(new.dictionary)
    for name in [*left, *(name for name in right if name not in left)]:
        here = replace(site, element=f"attributes/{name}")
        yield from _entry(here, left.get(name), right.get(name), name in used)
    yield from _constraints(site)


def _entries(dictionary: Dictionary) -> Mapping[str, Attribute | Derived]:
    return {**dictionary.attributes, **dictionary.derived}


def _spoken_of(policy: Policy) -> set[str]:
    """The attributes that outcomes can depend on, and the derived ones that stand on them alone."""
    used = set(used_attributes(policy))
    known = policy.dictionary
    return used | {name for name in known.derived if set(known.inputs_of(name)) & used}


def _entry(
    site: Site, old: Attribute | Derived | None, new: Attribute | Derived | None, used: bool
) -> Iterator[Change]:
    one, two = site.old.dictionary.origin, site.new.dictionary.origin
    name = site.element.removeprefix("attributes/")
    if old is None and new is not None:
        if not _comes_with(two.get(name), site.new, site.old):
            here = site.at(site.old_at, new.location)
            yield _weighed(here, "attribute-added", None, new.label, used)
    elif new is None and old is not None:
        if not _comes_with(one.get(name), site.old, site.new):
            here = site.at(old.location, site.new_at)
            yield _weighed(here, "attribute-removed", old.label, None, used)
    elif old is not None and new is not None and old != new:
        here = site.at(old.location, new.location)
        if type(old) is not type(new):
            yield _weighed(here, "attribute-changed", old.label, new.label, used)
            return
        for field in fields(old):
            before, after = getattr(old, field.name), getattr(new, field.name)
            if field.compare and before != after:
                yield _field(here, field.name, before, after, used)


def _comes_with(origin: str | None, side: Policy, other: Policy) -> bool:
    """Whether an attribute is there because a whole vocabulary is."""
    return origin in side.vocabularies and origin not in other.vocabularies


def _field(site: Site, name: str, old: object, new: object, used: bool) -> Change:
    here = site.detail(message("diff.field", name=name))
    words = (_value(old, site.old), _value(new, site.new))
    if name in _WORDS:
        return here.text("attribute-text-changed", *words)
    if name in _EVALUATED:
        return _weighed(here, "attribute-changed", *words, used)
    return here.declared("attribute-changed", *words)


def _weighed(site: Site, kind: str, old: Words | None, new: Words | None, used: bool) -> Change:
    return site.moved(kind, 0, old, new) if used else site.declared(kind, old, new)


def _value(value: Any, policy: Policy) -> Words | None:
    match value:
        case None:
            return None
        case bool():
            return message("describe.yes") if value else message("describe.no")
        case Fraction():
            return number_words(value)
        case str() | Bilingual():
            return value
        case Declaration():
            return setting_words(value)
        case tuple():
            return ", ".join(one.en if isinstance(one, Bilingual) else str(one) for one in value)
        case Sum() | Extreme() | Quotient():
            return _formula(value)
        case _:
            return _other(value, policy)


def _other(value: Any, policy: Policy) -> Words | None:
    if hasattr(value, "value") and isinstance(value.value, str):
        return str(value.value)
    if hasattr(value, "title"):
        return None
    if hasattr(value, "isoformat") or isinstance(value, frozenset):
        return value_text(value)
    return condition_words(value, policy)


def _formula(formula: Formula) -> str:
    match formula:
        case Sum(parts):
            return " + ".join(_part(one.times, one.attribute) for one in parts)
        case Extreme(attributes, greatest):
            return f"{'max' if greatest else 'min'}({', '.join(attributes)})"
        case Quotient(of, to):
            return f"{of} / {to}"


def _part(times: Fraction, attribute: str) -> str:
    return attribute if times == 1 else f"{number_words(times)} × {attribute}"


def _constraints(site: Site) -> Iterator[Change]:
    both, gone, come = pairs(site.old.dictionary.constraints, site.new.dictionary.constraints)
    old_only = set(_entries(site.old.dictionary)) - set(_entries(site.new.dictionary))
    new_only = set(_entries(site.new.dictionary)) - set(_entries(site.old.dictionary))
    for one in gone:
        here = _constraint_site(site, one.id, one.location, site.new_at)
        if not old_only & set(attributes_in(one.holds, site.old.dictionary)):
            words = condition_words(one.holds, site.old)
            yield here.moved("constraint-removed", 0, words, None)
    for two in come:
        here = _constraint_site(site, two.id, site.old_at, two.location)
        if not new_only & set(attributes_in(two.holds, site.new.dictionary)):
            words = condition_words(two.holds, site.new)
            yield here.moved("constraint-added", 0, None, words)
    for one, two in both:
        if one != two:
            here = _constraint_site(site, one.id, one.location, two.location)
            before = condition_words(one.holds, site.old)
            after = condition_words(two.holds, site.new)
            yield here.moved("constraint-changed", 0, before, after)


def _constraint_site(
    site: Site, name: str, old_at: Location | None, new_at: Location | None
) -> Site:
    return replace(site, element=f"constraints/{name}").at(old_at, new_at)
