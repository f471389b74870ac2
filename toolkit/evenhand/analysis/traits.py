"""Traits: attributes that nobody chooses, or that say what somebody is and not what she does.

Every set of attribute classes that speaks of the person is named here. The rules of the audit name
the classes that each looks at themselves, as data (``audits/rules``).
"""

from __future__ import annotations

from typing import Final

from evenhand.model.law import CLASS_GROUPS, PROTECTED
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Attribute

PERSONAL: Final = CLASS_GROUPS[PROTECTED]
"""The classes of attributes that describe a person, such as age, sex, marriage and residence.

The same ones that laws call ``protected``; letters and contrasts name them to the customer.
"""

STATUS: Final = ("status", "office")
"""The classes of attributes that describe somebody's work, standing and office."""

OF_THE_PERSON: Final = (*PERSONAL, *STATUS)
"""The classes of attributes that say who somebody is, or where; what she does is another matter.

A diff tells which of them begin or cease to decide.
"""

LEFT_ALONE: Final = (*(one for one in PERSONAL if one != "location"), *STATUS)
"""The classes of attributes that recourse asks nobody to change, unless somebody allows it.

A place is not among them: people move, and a vocabulary that declares how says what it takes.
Without such an action a place stays as it is like anything else.
"""

OWN_LAWS: Final = (PROTECTED, *STATUS)
"""The classes, or groups of them, of which each has a law of its own where nobody states any."""


def is_personal(attribute: Attribute) -> bool:
    """Whether it is a trait of the person, which the law of many places protects."""
    return attribute.category in PERSONAL


def is_status(attribute: Attribute) -> bool:
    """Whether it is a status or an office."""
    return attribute.category in STATUS


def is_of_the_person(attribute: Attribute) -> bool:
    """Whether it says who somebody is, or has no class and declares what it stands for."""
    if attribute.category is None:
        return bool(attribute.proxy_for)
    return attribute.category in OF_THE_PERSON


def is_left_alone(attribute: Attribute) -> bool:
    """Whether recourse leaves it as it is, unless somebody allows otherwise."""
    return attribute.category in LEFT_ALONE


def is_changeable(policy: Policy, name: str) -> bool:
    """Whether the vocabulary declares a way in which a customer can change it."""
    return policy.dictionary.attributes[name].action is not None
