"""From nodes to figures: what conditions compare with, checked against the attribute's domain."""

from __future__ import annotations

from collections.abc import Mapping as Labels
from datetime import date
from fractions import Fraction
from typing import Final

from evenhand.finding import Finding, Severity
from evenhand.loading.elaborate.context import Context, Skip, near_hint
from evenhand.loading.nodes import Mapping, Node, Scalar, ScalarKind, number
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import PERIODS, ValueRefused, period_in, value_of
from evenhand.model.figures import (
    By,
    Constant,
    Disputed,
    Figure,
    OpenFigure,
    Option,
    Range,
    Times,
)
from evenhand.model.values import Missing, Value, grouped_text
from evenhand.model.vocabulary import Attribute, Kind
from evenhand.suggest import closest

SCORE = "score"
"""Stands for a score where figures are read for a score condition."""


def figure(context: Context, node: Node, compared: str) -> Figure:
    """The figure that ``compared`` (an attribute's name, or SCORE) is compared with."""
    if isinstance(node, Scalar):
        if node.text == "unstated":
            return OpenFigure(None, None, None, node.location)
        return constant(context, node, compared)
    found = context.mapping(node)
    because = context.wording(found.get("because"))
    if found.get("unstated") is not None:
        wording = context.wording(found.get("unstated"))
        return OpenFigure(wording, _read_as(context, found, compared), because, found.location)
    if found.get("disputed") is not None:
        options = context.each(
            context.items(found.get("disputed")), lambda one: _option(context, one, compared)
        )
        return Disputed(options, _read_as(context, found, compared), because, found.location)
    if found.get("range") is not None:
        return _range(context, found, compared)
    if found.get("of") is not None and compared != SCORE:
        return _times(context, found, compared)
    if found.get("by") is not None and compared != SCORE:
        return _by(context, found, compared)
    return constant(context, found, compared)


def _read_as(context: Context, node: Mapping, compared: str) -> Constant | None:
    chosen = node.get("read_as")
    return None if chosen is None else constant(context, chosen, compared)


def _option(context: Context, node: Node, compared: str) -> Option:
    found = context.mapping(node)
    value = constant(context, context.sound(found.get("value")), compared)
    return Option(value, context.source_refs(found.get("source")))


def _range(context: Context, node: Mapping, compared: str) -> Range:
    ends = context.items(node.get("range"))
    low, high = (constant(context, end, compared) for end in ends)
    if _place(context, compared, low) > _place(context, compared, high):
        raise context.fail("range-backwards", node)
    because = context.wording(node.get("because"))
    return Range(low, high, _read_as(context, node, compared), because, node.location)


def _place(context: Context, compared: str, value: Constant) -> Fraction | int:
    if isinstance(value.value, str):
        return context.dictionary.attributes[compared].codes.index(value.value)
    if isinstance(value.value, date):
        return value.value.toordinal()
    return value.value


def _times(context: Context, node: Mapping, compared: str) -> Times:
    of = context.scalar(node.get("of"))
    known_attribute(context, of)
    theirs, ours = context.dictionary.kind(of.text), context.dictionary.kind(compared)
    if not theirs.is_numeric:
        raise context.fail("not-a-number-attribute", of, name=of.text)
    if not ours.is_numeric:
        raise context.fail("multiple-of-number", of, name=compared, other=of.text)
    if (theirs is Kind.MONEY) is not (ours is Kind.MONEY) and Kind.NUMBER not in (theirs, ours):
        raise context.fail("unlike-units", of, one=compared, other=of.text)
    factor = context.optional_number(node.get("times"))
    plus = context.optional_number(node.get("plus"))
    return Times(
        Fraction(1) if factor is None else factor,
        of.text,
        Fraction(0) if plus is None else plus,
        node.location,
    )


def _by(context: Context, node: Mapping, compared: str) -> By:
    name = context.scalar(node.get("by"))
    known_attribute(context, name)
    attribute = context.dictionary.attributes.get(name.text)
    if attribute is None or attribute.kind not in (Kind.ENUM, Kind.ORDINAL, Kind.BOOLEAN):
        raise context.fail("not-a-code-attribute", name, name=name.text)
    entries = context.mapping(node.get("values")).entries
    values = []
    for entry in entries:
        known_code(context, attribute, entry.key)
        values.append((entry.key.text, figure(context, entry.value, compared)))
    rest = node.get("otherwise")
    otherwise = None if rest is None else figure(context, rest, compared)
    return By(name.text, tuple(values), otherwise, node.location)


def constant(context: Context, node: Node, compared: str) -> Constant:
    """One stated value on the scale of ``compared``."""
    if compared == SCORE:
        return Constant(context.number(node), node.location)
    kind = context.dictionary.kind(compared)
    if compared in context.dictionary.derived:
        return Constant(exact_number(context, node, compared), node.location)
    attribute = context.dictionary.attributes[compared]
    if kind.is_numeric:
        return Constant(_threshold(context, node, attribute), node.location)
    value = domain_value(context, node, attribute)
    assert isinstance(value, (str, date))
    return Constant(value, node.location)


def exact_number(context: Context, node: Node, name: str, rule: str = "wrong-value") -> Fraction:
    """A number for the attribute of that name; what is none is reported."""
    found = number(node) if isinstance(node, Scalar) else None
    if found is None:
        raise context.fail(rule, node, name=name, value=_shown(node))
    return found


def _shown(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "{…}"


def _threshold(context: Context, node: Node, attribute: Attribute) -> Fraction:
    """A number to compare with: inside the attribute's range, but not bound to its step."""
    value: Fraction | None
    if isinstance(node, Mapping):
        periods = {entry.key.text: context.whole_number(entry.value) for entry in node.entries}
        value = period_in(attribute.unit, periods)
        if value is None and attribute.unit in PERIODS:
            raise context.fail("wrong-unit", node, name=attribute.id, unit=attribute.unit)
        if value is None:
            kind = message(f"kind.{attribute.kind.value}")
            raise context.fail("period-for-no-period", node, name=attribute.id, kind=kind)
    else:
        scalar = context.scalar(node)
        value = number(scalar)
        if value is None:
            hint = message("load.wrong-value.hint")
            raise context.fail("wrong-value", node, hint=hint, name=attribute.id, value=scalar.text)
    low, high = attribute.low, attribute.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise context.fail(
            "figure-out-of-range",
            node,
            name=attribute.id,
            value=grouped_text(value),
            low="−∞" if low is None else grouped_text(low),
            high="∞" if high is None else grouped_text(high),
        )
    return value


def domain_value(context: Context, node: Node, attribute: Attribute) -> Value:
    """A value that the attribute itself can have."""
    scalar = context.sound(node)
    if not isinstance(scalar, Scalar):
        hint = message("load.single-value.hint")
        raise context.fail(
            "wrong-value", scalar, hint=hint, name=attribute.id, value=_shown(scalar)
        )
    if attribute.kind.has_codes:
        known_code(context, attribute, scalar)
        return scalar.text
    try:
        value = value_of(attribute, given_value(scalar, attribute))
    except ValueRefused as refused:
        context.findings.append(refusal(context, refused, scalar))
        raise Skip from None
    if isinstance(value, Missing):
        raise context.fail("wrong-value", node, name=attribute.id, value="null")
    return value


def given_value(scalar: Scalar, attribute: Attribute) -> str | Fraction | None:
    """A scalar as a given value: exact where a number is wanted, else the text as written."""
    if scalar.kind is ScalarKind.NULL:
        return None
    exact = number(scalar) if attribute.kind.is_numeric else None
    return scalar.text if exact is None else exact


def refusal(context: Context, refused: ValueRefused, node: Node) -> Finding:
    """A refused value as a finding at its place."""
    return Finding(
        rule=refused.message.key.replace("value.", "value-"),
        severity=Severity.ERROR,
        message=refused.message,
        location=node.location,
        policy=context.owner,
        element=context.element or None,
        hint=refused.hint,
    )


def known_attribute(context: Context, name: Scalar) -> None:
    """Raise Skip, with a finding, for a name that no vocabulary in force has."""
    context.sound(name)
    if name.text in context.unbuilt or (context.partial and name.text not in context.dictionary):
        raise Skip
    if name.text not in context.dictionary:
        names = [*context.dictionary.attributes, *context.dictionary.derived]
        raise context.fail(
            "unknown-attribute",
            name,
            hint=_attribute_hint(context, name.text, names),
            name=name.text,
        )


def _attribute_hint(context: Context, name: str, names: list[str]) -> Message:
    """The nearest attribute by id or by label, else how to list them all."""
    labels = {
        label: one
        for one in names
        for label in (context.dictionary.label(one).zh, context.dictionary.label(one).en)
    }
    close = labels.get(name) or closest(name, names)
    if close is None:
        return _by_part_of_label(context, name, labels) or message("load.unknown-attribute.hint")
    return message("load.did-you-mean-attribute", name=close, label=context.dictionary.label(close))


def _by_part_of_label(context: Context, name: str, labels: Labels[str, str]) -> Message | None:
    """The attributes whose label contains a word of another script, if they are few."""
    near = sorted({one for label, one in labels.items() if name in label})
    if name.isascii() or not 1 <= len(near) <= _FEW:
        return None
    shown = [(one, context.dictionary.label(one)) for one in near]
    names = Bilingual(
        ", ".join(f"`{one}` ({label.en})" for one, label in shown),
        "、".join(f"`{one}`（{label.zh}）" for one, label in shown),
    )
    return message("load.did-you-mean-one-of", names=names)


_FEW: Final = 6
"""The most attributes that a hint offers."""


def known_code(context: Context, attribute: Attribute, code: Scalar) -> None:
    """Raise Skip, with a finding, for a code that the attribute does not have."""
    context.sound(code)
    allowed = ("true", "false") if attribute.kind is Kind.BOOLEAN else attribute.codes
    if code.text not in allowed:
        raise context.fail(
            "unknown-code",
            code,
            hint=near_hint(code.text, allowed) or message("load.attr-show", name=attribute.id),
            code=code.text,
            name=attribute.id,
        )
