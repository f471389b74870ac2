"""Traits: attributes that nobody chooses, or that say what somebody is and not what she does."""

from __future__ import annotations

from typing import Final

from evenhand.model.law import CLASS_GROUPS, PROTECTED
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute

PERSONAL: Final = CLASS_GROUPS[PROTECTED]
"""The classes of attributes that describe a person, such as age, sex, marriage and residence."""

STATUS: Final = ("status", "office")
"""The classes of attributes that describe somebody's work, standing and office."""


def is_personal(attribute: Attribute) -> bool:
    """Whether it is a trait of the person, which the law of many places protects."""
    return attribute.category in PERSONAL


def is_status(attribute: Attribute) -> bool:
    """Whether it is a status or an office."""
    return attribute.category in STATUS


def is_changeable(policy: Policy, name: str) -> bool:
    """Whether the vocabulary declares a way in which a customer can change it."""
    return policy.dictionary.attributes[name].action is not None
