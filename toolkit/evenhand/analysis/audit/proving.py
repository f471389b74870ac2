"""What checks of the level ``prove`` share: the exact engine asked once, and witnesses as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from evenhand.analysis.audit.check import NotKnown, Subject
from evenhand.analysis.audit.places import Use, uses
from evenhand.messages import Message, message
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.values import value_text

if TYPE_CHECKING:
    from evenhand.analysis.prove.asking import Asked, Asker
    from evenhand.analysis.prove.witnesses import Instance

MEMORY = "asker"


def asker_of(subject: Subject) -> Asker:
    """Who asks about the subject's policy; the same one for all checks."""
    from evenhand.analysis.prove.asking import Asker

    found = subject.memory.setdefault(MEMORY, Asker(subject.policy))
    assert isinstance(found, Asker)
    return found


def not_known(element: str, asked: Asked) -> NotKnown:
    """That a question about an element has no answer."""
    return NotKnown(element, asked.answer.reason or message("exact.budget"))


def reason_unknown(element: str, reason: Message | None) -> NotKnown:
    """The same with its reason."""
    return NotKnown(element, reason or message("exact.budget"))


def witness_data(instance: Instance) -> Mapping[str, str]:
    """A witness by attribute, the two values of twins side by side, and what each gets."""
    shown = instance.shown
    found: dict[str, str] = {}
    for name in (*instance.differs, *instance.matters):
        said = [_given(instance, at, name) for at in range(len(shown))]
        found[name] = " | ".join(said if name in instance.differs else said[:1])
    found["outcome"] = " | ".join(one.outcome.outcome for one in shown)
    return found


def _given(instance: Instance, at: int, name: str) -> str:
    customer = instance.shown[at].customer
    if name.startswith(DISCRETION_PREFIX):
        return value_text(customer.discretion[name.removeprefix(DISCRETION_PREFIX)])
    value = customer.values.get(name)
    return "-" if value is None else value_text(value)


def first_uses(subject: Subject) -> Iterator[Use]:
    """The first place that each input attribute decides, in the order of the policy."""
    seen: set[str] = set()
    for use in uses(subject.policy, ()):
        if use.attribute not in seen:
            seen.add(use.attribute)
            yield use
