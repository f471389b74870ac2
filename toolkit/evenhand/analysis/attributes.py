"""Attributes: what the dictionary holds, and which policies use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.analysis.plain import exact, place, written
from evenhand.errors import UsageError
from evenhand.messages import in_both, message
from evenhand.model.domain import domain_words
from evenhand.model.mentions import (
    characteristic_mentions,
    direct_mentions,
    policy_conditions,
    used_attributes,
)
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute, Derived, Dictionary, Extreme, Quotient, Sum
from evenhand.model.wording import Words
from evenhand.result import Result
from evenhand.suggest import closest


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeList(Result):
    """Attributes by id with the vocabulary (or the policy) that defines each."""

    attributes: tuple[Attribute | Derived, ...]
    origin: Mapping[str, str]

    def data(self) -> Mapping[str, object]:
        return {"attributes": [_row(one, self.origin[one.id]) for one in self.attributes]}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView(Result):
    """One attribute with all that is declared of it; ``used_by`` are ids of shipped policies."""

    attribute: Attribute | Derived
    vocabulary: str
    used_by: tuple[str, ...]
    dictionary: Dictionary

    def data(self) -> Mapping[str, object]:
        one = self.attribute
        known = _row(one, self.vocabulary) | place(one.location)
        more = _details(one) if isinstance(one, Attribute) else {"inputs": self.inputs}
        return {"attribute": known | more | {"used_by": list(self.used_by)}}

    @property
    def inputs(self) -> list[str]:
        """The attributes that a derived one is computed from."""
        return list(self.dictionary.inputs_of(self.attribute.id))


def listed(
    dictionary: Dictionary, names: Sequence[str] | None, category: str | None
) -> Iterator[Attribute | Derived]:
    """The attributes with these names (None: all) of one class (None: all), sorted by id.

    Raises UsageError for a class that no attribute has.
    """
    everything: dict[str, Attribute | Derived] = {**dictionary.attributes, **dictionary.derived}
    classes = sorted({category_of(one) for one in everything.values()})
    if category is not None and category not in classes:
        raise UsageError(message("usage.attribute-class", name=category, known=", ".join(classes)))
    for name in sorted(everything):
        if names is not None and name not in names:
            continue
        if category is None or category_of(everything[name]) == category:
            yield everything[name]


def found(dictionary: Dictionary, name: str) -> Attribute | Derived:
    """The attribute with this name. Raises UsageError, with the nearest name, for another."""
    if name in dictionary.attributes:
        return dictionary.attributes[name]
    if name in dictionary.derived:
        return dictionary.derived[name]
    near = closest(name, [*dictionary.attributes, *dictionary.derived])
    if near is None:
        raise UsageError(message("attr.unknown", name=name))
    raise UsageError(message("attr.unknown-near", name=name, near=near))


def mentioned(policy: Policy) -> frozenset[str]:
    """All names that a policy's outcome can depend on, derived ones and their inputs."""
    names = set(used_attributes(policy))
    for _, condition in policy_conditions(policy):
        names.update(direct_mentions(condition))
    for characteristic in policy.characteristics():
        names.update(characteristic_mentions(characteristic))
    return frozenset(names)


def category_of(one: Attribute | Derived) -> str:
    """The class of an attribute; derived ones have their own."""
    return "derived" if isinstance(one, Derived) else one.category or "unclassified"


def type_of(one: Attribute | Derived) -> str:
    """The type of an attribute; of a derived one, how it is computed."""
    if isinstance(one, Attribute):
        return one.kind.value
    match one.formula:
        case Sum():
            return "sum"
        case Extreme(_, greatest):
            return "max_of" if greatest else "min_of"
        case Quotient():
            return "ratio"


def _row(one: Attribute | Derived, vocabulary: str) -> dict[str, object]:
    return {
        "id": one.id,
        "label": in_both(one.label),
        "type": type_of(one),
        "class": category_of(one),
        "vocabulary": vocabulary,
    }


def _details(one: Attribute) -> dict[str, object]:
    return {
        "domain": in_both(domain(one)),
        "codes": [
            {"code": code, "label": in_both(label)}
            for code, label in zip(one.codes, one.code_labels, strict=True)
        ],
        "step": exact(one.step),
        "low": exact(one.low),
        "high": exact(one.high),
        "unit": one.unit,
        "better": one.better,
        "assessed_by": "human" if one.human else "system",
        "measurable": one.measurable,
        "changeable": one.action is not None,
        "grows_with_time": one.grows_with_time,
        "proxy_for": list(one.proxy_for),
        "typical": written(one.typical),
    }


def domain(one: Attribute) -> Words:
    """What values the attribute can have, in words."""
    return domain_words(one)
