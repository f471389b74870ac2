"""From nodes to examples and profiles: customers with exact values and their expectations."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from fractions import Fraction

from evenhand.loading.elaborate.context import Context, Skip, near_hint
from evenhand.loading.elaborate.figures import refusal
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, ScalarKind, Sequence, number
from evenhand.messages import message
from evenhand.model.conditions import Discretion, every_part
from evenhand.model.customer import (
    DISCRETION_PREFIX,
    Customer,
    Given,
    ValueRefused,
    assessment_count,
    discretion_answer,
    input_attribute,
    value_of,
)
from evenhand.model.example import Example, ExampleOrigin, Expectation
from evenhand.model.mentions import policy_conditions
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED, Reading
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute


def example(context: Context, policy: Policy, node: Node) -> Example:
    """One worked customer."""
    found = context.mapping(node)
    name = context.wording(found.get("name")) or ""
    with context.inside("examples"):
        made = customer(context, policy, context.sound(found.get("given")))
        reading = found.get("reading")
        return Example(
            name=name,
            origin=ExampleOrigin(context.optional_text(found.get("from")) or "hand"),
            customer=made,
            given=given_values(context, policy, context.mapping(found.get("given"))),
            reading=Reading.DECLARED if reading is None else Reading(context.text(reading)),
            expect=_expectation(context, policy, context.mapping(found.get("expect"))),
            why=context.wording(found.get("why")),
            source=context.source_refs(found.get("source")),
            location=found.location,
        )


def customer(context: Context, policy: Policy, node: Node) -> Customer:
    """The customer of a ``given:`` block, every refused value reported at its place."""
    found = context.mapping(node)
    values: dict[str, Value] = {}
    answers: dict[str, bool] = {}
    state: dict[str, Given] = {}
    failed = False
    for entry in found.entries:
        try:
            _read_entry(context, policy, entry, values, answers, state)
        except ValueRefused as refused:
            place = entry.key if _about_name(refused) else _scalar_of(entry)
            context.findings.append(refusal(context, _with_hint(policy, entry, refused), place))
            failed = True
        except Skip:
            failed = True
    if failed:
        raise Skip
    held = state.get("held_tier")
    below = assessment_count(state.get("assessments_below", 0))
    return Customer(values, answers, None if held is None else str(held), below)


def _about_name(refused: ValueRefused) -> bool:
    return refused.message.key in (
        "value.unknown-attribute",
        "value.derived",
        "value.unknown-answer",
    )


def _scalar_of(entry: Entry) -> Scalar:
    return entry.value if isinstance(entry.value, Scalar) else entry.key


def _with_hint(policy: Policy, entry: Entry, refused: ValueRefused) -> ValueRefused:
    if refused.hint is None and refused.message.key == "value.unknown-attribute":
        return ValueRefused(
            refused.message, near_hint(entry.key.text, policy.dictionary.attributes)
        )
    return refused


def _read_entry(
    context: Context,
    policy: Policy,
    entry: Entry,
    values: dict[str, Value],
    answers: dict[str, bool],
    state: dict[str, Given],
) -> None:
    name = entry.key.text
    if name.startswith(DISCRETION_PREFIX):
        _check_answer(policy, name)
        answer = discretion_answer(name, raw_value(context, entry.value, None))
        if answer is not None:
            answers[name.removeprefix(DISCRETION_PREFIX)] = answer
        return
    if name in ("held_tier", "assessments_below"):
        state[name] = raw_value(context, entry.value, None)
        if name == "assessments_below":
            assessment_count(state[name])
        return
    attribute = input_attribute(policy.dictionary, name)
    value = value_of(attribute, raw_value(context, entry.value, attribute))
    if not isinstance(value, Missing):
        values[name] = value


def _check_answer(policy: Policy, name: str) -> None:
    known = discretions_of(policy)
    wanted = name.removeprefix(DISCRETION_PREFIX)
    if wanted not in known:
        raise ValueRefused(message("value.unknown-answer", name=wanted), near_hint(wanted, known))


def discretions_of(policy: Policy) -> MappingType[str, Discretion]:
    """All discretions of a policy by the id under which their answers are recorded."""
    found: dict[str, Discretion] = {}
    for _, whole in policy_conditions(policy):
        for part in every_part(whole):
            if isinstance(part, Discretion):
                found.setdefault(part.id, part)
    return found


def raw_value(context: Context, node: Node, attribute: Attribute | None) -> Given:
    """A node as a given value: exact where a number is wanted, else the text as written."""
    if isinstance(node, Mapping):
        return {entry.key.text: context.whole_number(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [context.text(item) for item in node.items]
    scalar = context.scalar(node)
    if scalar.kind is ScalarKind.NULL:
        return None
    if scalar.kind is ScalarKind.BOOLEAN and (attribute is None or not attribute.kind.has_codes):
        return scalar.text.lower() == "true"
    exact = number(scalar)
    if attribute is not None and attribute.kind.is_numeric and exact is not None:
        return exact
    return scalar.text


def given_values(context: Context, policy: Policy, node: Mapping) -> dict[str, Value | None]:
    """What the example wrote, null values included, in its order."""
    written: dict[str, Value | None] = {}
    for entry in node.entries:
        attribute = policy.dictionary.attributes.get(entry.key.text)
        raw = raw_value(context, entry.value, attribute)
        if attribute is None:
            written[entry.key.text] = raw if isinstance(raw, (bool, str)) else None
            continue
        value = value_of(attribute, raw)
        written[entry.key.text] = None if isinstance(value, Missing) else value
    return written


def _expectation(context: Context, policy: Policy, node: Mapping) -> Expectation:
    return Expectation(
        outcome=outcome_name(context, policy, context.scalar(node.get("outcome"))),
        status=context.optional_text(node.get("status")),
        score=_score(context, node.get("score")),
        possible=_names(context, policy, node.get("possible")),
        floor=_floor(context, policy, node.get("floor")),
        path=_text_or_list(context, node.get("path")),
        benefits=_text_or_list(context, node.get("benefits")),
        reasons=_text_or_list(context, node.get("reasons")),
    )


def _score(context: Context, node: Node | None) -> Fraction | str | None:
    if node is None:
        return None
    scalar = context.scalar(node)
    return scalar.text if scalar.text == "unknown" else context.number(scalar)


def _text_or_list(context: Context, node: Node | None) -> tuple[str, ...] | None:
    if node is None:
        return None
    return (node.text,) if isinstance(node, Scalar) else context.texts(node)


def outcome_name(context: Context, policy: Policy, node: Scalar) -> str:
    """The name of an outcome of the policy. Raises Skip, with a finding, for another name."""
    tiers = [tier.id for tier in policy.tiers]
    known = [*tiers, policy.otherwise.tier, REJECTED, REFER, REFERRED, OUT_OF_SCOPE]
    if node.text not in known:
        hint = near_hint(node.text, known)
        raise context.fail("unknown-outcome", node, hint=hint, name=node.text)
    return node.text


def _names(context: Context, policy: Policy, node: Node | None) -> tuple[str, ...] | None:
    if node is None:
        return None
    return context.each(
        context.items(node), lambda one: outcome_name(context, policy, context.scalar(one))
    )


def _floor(context: Context, policy: Policy, node: Node | None) -> str | None:
    return None if node is None else outcome_name(context, policy, context.scalar(node))
