"""What shows a contradiction, in words: the customer, and what each policy makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenhand.analysis.compare.contradiction import Contradiction
from evenhand.analysis.compare.criteria import Criterion
from evenhand.analysis.compare.showing import CIRCLE, CONDITIONS
from evenhand.analysis.compare.turning import GRANTED, NOT_GRANTED
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.quantities import raw_value
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import Customer
from evenhand.model.describe import words_text
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, label_words, outcome_words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line


def say(look: Look, key: str, **values: str | int | Message | Bilingual) -> str:
    """A message on one line."""
    return one_line(message(key, **values).text(look.language), look.ascii)


def words_line(words: Words, look: Look) -> str:
    """Words on one line."""
    return one_line(words_text(words, look.language), look.ascii)


def label_of(element: Criterion, look: Look) -> str:
    """What the attribute of a criterion is called."""
    return words_line(label_words(element.attribute, element.policy), look)


def shown_text(one: Contradiction, names: Sequence[str], look: Look) -> str:
    """What shows a contradiction, the elements called by these names in their order."""
    first, second = names[0], names[-1]
    if one.shown is None:
        why = one.reason or message("compare.shown.nobody")
        return say(look, "compare.shown.declared", first=first, second=second, why=why)
    if one.shown.level == CIRCLE:
        return _circle(one, look)
    if len(one.policies) == 1:
        return _turned(one, first, second, look)
    values = values_text(one, look)
    if one.shown.level == CONDITIONS:
        return say(look, "compare.shown.conditions", first=first, second=second, values=values)
    here, there = outcomes_text(one, look)
    return say(
        look,
        "compare.shown.treatment",
        first=first,
        second=second,
        values=values,
        here=here,
        there=there,
    )


def outcomes_text(one: Contradiction, look: Look) -> tuple[str, str]:
    """What the policies of the first and the last element decide."""
    assert one.shown is not None
    pair = zip((one.elements[0], one.elements[-1]), one.shown.outcomes, strict=True)
    here, there = (words_line(outcome_words(e.policy, outcome), look) for e, outcome in pair)
    return here, there


def values_text(one: Contradiction, look: Look, *, labelled: bool = False) -> str:
    """The values of the criteria's own attributes; one value alone if all are alike."""
    assert one.shown is not None
    said: dict[str, str] = {}
    for element in reversed(one.elements):
        if element.attribute in element.policy.dictionary:
            case = Case(element.policy, one.shown.customer)
            value = raw_value(case, element.attribute).value
            if value is not None:
                labelled = labelled or isinstance(value, bool)
                shown = value_words(value, element.attribute, element.policy)
                said[label_of(element, look)] = words_line(shown, look)
    if len(set(said.values())) == 1 and not labelled:
        return say(look, "compare.shown.is", value=next(iter(said.values())))
    return _labelled(said, look)


def _labelled(said: Mapping[str, str], look: Look) -> str:
    """Values with what they are of: ``Credit card limit 30,000, …``."""
    return say(look, "explain.joint").join(
        say(look, "compare.shown.label", label=label, value=value) for label, value in said.items()
    )


def _turned(one: Contradiction, first: str, second: str, look: Look) -> str:
    """Inside one policy: the outcome as it is read, and with its wording read the other way."""
    assert one.shown is not None
    strict = one.elements[-1]
    wording = "" if strict.voided is None else strict.voided.wording
    shown = [words_line(outcome_words(strict.policy, name), look) for name in one.shown.outcomes]
    return say(
        look,
        "compare.shown.turned",
        first=first,
        second=second,
        wording=wording,
        here=shown[0],
        there=shown[1],
    )


def _circle(one: Contradiction, look: Look) -> str:
    """The customer before and after getting what the circle gives."""
    assert one.shown is not None and one.shown.before is not None
    policy = one.elements[0].policy
    pairs = (
        (one.shown.before, one.shown.outcomes_before[0]),
        (one.shown.customer, one.shown.outcomes[0]),
    )
    semicolon = message("describe.semicolon", left="", right="").text(look.language)
    return semicolon.join(
        say(
            look,
            "compare.shown.circle",
            values=_moved(one, customer, look),
            outcome=_circle_outcome(policy, outcome),
        )
        for customer, outcome in pairs
    )


def _moved(one: Contradiction, customer: Customer, look: Look) -> str:
    """The values that were moved, and those that their figure is a multiple of."""
    assert one.shown is not None
    policy = one.elements[0].policy
    names = dict.fromkeys((*one.shown.moved, *(e.attribute for e in one.elements)))
    said = {
        words_line(label_words(name, policy), look): words_line(
            value_words(customer.values[name], name, policy), look
        )
        for name in names
        if name in customer.values
    }
    return _labelled(said, look)


def _circle_outcome(policy: Policy, outcome: str) -> Words:
    if outcome in (GRANTED, NOT_GRANTED):
        return message(f"compare.shown.{outcome.replace('_', '-')}")
    return outcome_words(policy, outcome)
