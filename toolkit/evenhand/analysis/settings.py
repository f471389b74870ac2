"""Values given as text, such as ``deposit_mean_1m=300000``, put into a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evenhand.errors import UsageError
from evenhand.loading.elaborate.examples import discretions_of
from evenhand.messages import message
from evenhand.model.customer import (
    DISCRETION_PREFIX,
    Customer,
    Given,
    ValueRefused,
    make_customer,
)
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind
from evenhand.suggest import closest


def with_values(policy: Policy, customer: Customer, settings: Mapping[str, str]) -> Customer:
    """The customer with some values replaced; an empty text takes a value away.

    Members of a set are parted by commas. Raises UsageError for an unknown name and for a value
    outside its domain.
    """
    given: dict[str, Given] = {}
    for name, text in settings.items():
        _check(policy, name)
        attribute = policy.dictionary.attributes.get(name)
        is_set = attribute is not None and attribute.kind is Kind.SET
        members = [one.strip() for one in text.split(",") if one.strip()]
        given[name] = members if is_set and text else (text or None)
    try:
        changes = make_customer(policy.dictionary, given)
    except ValueRefused as refused:
        if refused.hint is not None:
            raise UsageError(
                message("usage.value-refused", said=refused.message, hint=refused.hint)
            ) from None
        raise UsageError(refused.message) from None
    values = {k: v for k, v in customer.values.items() if k not in given} | dict(changes.values)
    answers = {
        k: v for k, v in customer.discretion.items() if f"{DISCRETION_PREFIX}{k}" not in given
    }
    return replace(
        customer,
        values=values,
        discretion=answers | dict(changes.discretion),
        held_tier=changes.held_tier if "held_tier" in given else customer.held_tier,
        assessments_below=changes.assessments_below
        if "assessments_below" in given
        else customer.assessments_below,
    )


def _check(policy: Policy, name: str) -> None:
    """Refuse a name that is neither an attribute nor an answer that the policy asks for."""
    if name in policy.dictionary or name in ("held_tier", "assessments_below"):
        return
    answers = [f"{DISCRETION_PREFIX}{one}" for one in discretions_of(policy)]
    if name in answers:
        return
    near = closest(name, [*policy.dictionary.attributes, *answers])
    if near is None:
        raise UsageError(message("usage.no-such-attribute", name=name))
    raise UsageError(message("usage.no-such-attribute-near", name=name, near=near))
