"""From nodes to attributes: vocabularies and a policy's own attributes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.loading.elaborate.conditions import condition
from evenhand.loading.elaborate.context import Context, declaration
from evenhand.loading.elaborate.figures import domain_value, exact_number, known_attribute
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, walk
from evenhand.messages import Bilingual
from evenhand.model.action import ActionRefused, action_of
from evenhand.model.conditions import Condition
from evenhand.model.customer import PERIODS
from evenhand.model.element import About, Declaration
from evenhand.model.values import Value
from evenhand.model.vocabulary import (
    Attribute,
    Derived,
    Extreme,
    Formula,
    Kind,
    Quotient,
    Sum,
    SumPart,
)

STEPS: Final = {
    Kind.MONEY: Fraction(1, 100),
    Kind.NUMBER: Fraction(1, 100),
    Kind.INTEGER: Fraction(1),
    Kind.RATIO: Fraction(1, 10_000),
}
"""The step of a numeric attribute that declares none, by kind."""

WITH_TIME: Final = "with_time"
"""How an attribute grows by itself."""

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
RESERVED: Final = frozenset(
    {
        "all", "any", "not", "at_least", "above", "at_most", "below", "of", "meets", "score",
        "unstated", "discretion", "is", "is_not", "in", "not_in", "includes", "includes_any",
        "includes_all", "known", "read_as", "criteria", "because", "source", "times", "by", "id",
        "note", "title", "assumes", "held_tier", "assessments_below",
    }
)  # fmt: skip
"""Words of the language that no attribute and no definition may be called by."""


def bare_attribute(context: Context, entry: Entry) -> Attribute:
    """An attribute without what refers to other attributes (``applies_when``, ``typical``)."""
    key, found = entry.key, context.mapping(entry.value)
    if key.text in RESERVED:
        raise context.fail("reserved-word", key, name=key.text)
    kind = Kind(context.text(found.get("type")))
    low, high = _range(context, kind, key.text, found)
    step = context.optional_number(found.get("step"))
    codes, labels = _codes(context, kind, found)
    made = Attribute(
        id=key.text,
        label=context.bilingual(found.get("label")),
        kind=kind,
        step=(step or STEPS[kind]) if kind.is_numeric else None,
        low=low,
        high=high,
        earliest=EARLIEST if kind is Kind.DATE else None,
        latest=LATEST if kind is Kind.DATE else None,
        unit=context.optional_text(found.get("unit")),
        codes=codes,
        code_labels=labels,
        open=context.flag(found.get("open"), False),
        human=context.optional_text(found.get("assessed_by")) == "human",
        measurable=context.flag(found.get("measurable"), True),
        better=context.optional_text(found.get("better")),
        category=context.optional_text(found.get("class")),
        measure_of=context.optional_text(found.get("measure_of")),
        subject=context.optional_text(found.get("subject")),
        window=_declared(found, "window"),
        evidence=context.optional_text(found.get("source")),
        action=_declared(found, "action"),
        grows_with_time=_grows(context, kind, found),
        proxy_for=context.texts(found.get("proxy_for")),
        about=About(
            because=context.wording(found.get("because")), note=context.wording(found.get("note"))
        ),
        location=key.location,
    )
    _check_action(context, made, found.get("action"))
    return made


def _check_action(context: Context, attribute: Attribute, given: Node | None) -> None:
    """Report an action that does not fit its attribute, unless the schema has complained."""
    if given is None or any(id(node) in context.bad for node in walk(given)):
        return
    try:
        action_of(attribute)
    except ActionRefused as refused:
        raise context.fail(refused.reason, refused.location, name=attribute.id) from None


def _declared(node: Mapping, key: str) -> Declaration | None:
    value = node.get(key)
    return None if value is None else declaration(value)


def _grows(context: Context, kind: Kind, node: Mapping) -> bool:
    """Whether the attribute grows by itself; only what is counted in a unit of time can."""
    given = node.get("grows")
    if given is None:
        return False
    if not kind.is_numeric or context.optional_text(node.get("unit")) not in PERIODS:
        raise context.fail("grows-without-unit", given)
    return context.text(given) == WITH_TIME


def _range(
    context: Context, kind: Kind, name: str, node: Mapping
) -> tuple[Fraction | None, Fraction | None]:
    given = node.get("range")
    if not kind.is_numeric:
        return None, None
    if given is None:
        raise context.fail("no-range", node, name=name)
    found = context.mapping(given)
    ends = (context.sound(found.get("at_least")), context.sound(found.get("at_most")))
    low, high = (exact_number(context, end, name, "limit-not-a-number") for end in ends)
    if low > high:
        raise context.fail("range-backwards", found)
    return low, high


def _codes(
    context: Context, kind: Kind, node: Mapping
) -> tuple[tuple[str, ...], tuple[Bilingual, ...]]:
    """The codes with their labels: of an ordinal in its declared order, else as listed."""
    if not kind.has_codes:
        return (), ()
    entries = context.mapping(node.get("values")).entries
    labels = {entry.key.text: context.bilingual(entry.value) for entry in entries}
    codes = tuple(labels)
    if kind is Kind.ORDINAL:
        order = context.texts(context.sound(node.get("order")))
        if sorted(order) != sorted(codes):
            raise context.fail("order-does-not-match", context.sound(node.get("order")))
        codes = order
    if context.flag(node.get("open"), False) and "other" not in labels:
        labels["other"] = Bilingual("Other", "其他")
        codes = (*codes, "other")
    return codes, tuple(labels[code] for code in codes)


def applies_when(context: Context, node: Mapping) -> Condition | None:
    given = node.get("applies_when")
    return None if given is None else condition(context, given)


def typical_value(context: Context, attribute: Attribute, node: Mapping) -> Value | None:
    """The ordinary value of an attribute, from which witnesses are measured."""
    given = node.get("typical")
    if given is None:
        return None
    if attribute.kind is Kind.SET:
        members = context.texts(given)
        return frozenset(members)
    return domain_value(context, given, attribute)


def derived(context: Context, entry: Entry) -> Derived:
    """A derived attribute; its parts may be derived themselves."""
    key, found = entry.key, context.mapping(entry.value)
    if key.text in RESERVED:
        raise context.fail("reserved-word", key, name=key.text)
    return Derived(
        id=key.text,
        label=context.bilingual(found.get("label")),
        formula=_formula(context, found),
        about=context.about(found),
        location=key.location,
    )


def _formula(context: Context, node: Mapping) -> Formula:
    if node.get("sum") is not None:
        parts = context.each(context.items(node.get("sum")), lambda one: _part(context, one))
        return Sum(parts)
    if node.get("ratio") is not None:
        found = context.mapping(node.get("ratio"))
        return Quotient(_numeric(context, found.get("of")), _numeric(context, found.get("to")))
    greatest = node.get("max_of") is not None
    names = context.items(node.get("max_of") if greatest else node.get("min_of"))
    return Extreme(context.each(names, lambda one: _numeric(context, one)), greatest)


def _part(context: Context, node: Node) -> SumPart:
    found = context.mapping(node)
    times = context.optional_number(found.get("times"))
    missing = found.get("missing")
    unknown = missing is None or (isinstance(missing, Scalar) and missing.text == "unknown")
    return SumPart(
        _numeric(context, found.get("attribute")),
        Fraction(1) if times is None else times,
        context.optional_number(found.get("at_most")),
        None if unknown else context.number(missing),
        found.location,
    )


def _numeric(context: Context, node: Node | None) -> str:
    """The name of a number that can be added up: not a quotient, which is never divided.

    Derived names are checked once all of them are built.
    """
    name = context.scalar(node)
    if name.text not in context.pending:
        known_attribute(context, name)
        if not context.dictionary.kind(name.text).is_numeric:
            raise context.fail("not-a-number-attribute", name, name=name.text)
    return name.text
