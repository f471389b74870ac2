"""Why not another outcome, and which values settle it, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.contrast import Alternative, Change, Contrast, Found
from evenhand.analysis.sufficient import Settling, Sufficient
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.policy import Policy
from evenhand.model.values import Missing, Value
from evenhand.model.wording import Words, label_words, listed, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.text.parts import say
from evenhand.reporting.text.table import heading, indented


def contrast_lines(policy: Policy, found: Contrast, name: Words, look: Look) -> list[str]:
    """The section on the outcome that was asked about; ``name`` is what it is called."""
    key = "explain.why-not-better" if found.or_better else "explain.why-not"
    return [heading(say(look, key, outcome=name), look), *_answer(policy, found, look)]


def _answer(policy: Policy, found: Contrast, look: Look) -> Iterator[str]:
    match found.found:
        case Found.ALREADY:
            key = "already-better" if found.or_better else "already"
            yield from _lines(look, f"explain.contrast-{key}")
            return
        case Found.UNKNOWN:
            yield from _lines(look, "explain.contrast-unknown", why=found.why or "")
        case Found.NONE:
            yield from _lines(look, "explain.contrast-none")
        case Found.CHANGE:
            yield from _changes(policy, found, look)
    if found.kept_missing:
        labels = listed([label_words(one, policy) for one in found.kept_missing], "describe.comma")
        yield from _lines(look, "explain.contrast-missing", labels=labels)


def _changes(policy: Policy, found: Contrast, look: Look) -> Iterator[str]:
    first, *others = found.alternatives
    yield from _lines(look, "explain.contrast-change")
    yield from _alternative(policy, found, first, look)
    if others:
        yield from _lines(look, "explain.contrast-others")
    for one in others:
        yield from _alternative(policy, found, one, look)
    yield from _lines(look, "explain.contrast-note")


def _alternative(policy: Policy, found: Contrast, one: Alternative, look: Look) -> Iterator[str]:
    for change in one.changes:
        text = say(
            look,
            "explain.change",
            label=label_words(change.attribute, policy),
            before=value_words(change.before, change.attribute, policy),
            after=value_words(change.after, change.attribute, policy),
        )
        if one.outcome != found.wanted and change is one.changes[-1]:
            text += say(look, "explain.change-outcome", outcome=_tier(policy, one.outcome))
        yield from indented(text, look.width, "    ", "      ")
        yield from _marks(change, look)


def _marks(change: Change, look: Look) -> Iterator[str]:
    for mark in change.marks:
        yield from indented(say(look, f"explain.mark-{mark}"), look.width, "      ! ")


def _tier(policy: Policy, name: str) -> Words:
    titles = {tier.id: tier.title for tier in policy.tiers}
    return titles.get(name, name)


def sufficient_lines(policy: Policy, found: Sufficient, look: Look) -> list[str]:
    """The section on the values that fix the outcome."""
    lines = [heading(say(look, "explain.sufficient"), look)]
    if found.values is None:
        return [*lines, *_lines(look, "explain.contrast-unknown", why=found.why or "")]
    if not found.values:
        return [*lines, *_lines(look, "explain.sufficient-nothing")]
    whom = "complete" if found.complete else "all"
    lines += _lines(look, f"explain.sufficient-{whom}")
    for name, value in found.values.items():
        lines += indented(_fact(policy, name, value, look), look.width, "    ", "      ")
    key = "smallest" if found.smallest else "minimal"
    return [*lines, *_lines(look, f"explain.sufficient-{key}")]


def _fact(policy: Policy, name: str, value: Value | Missing, look: Look) -> str:
    answered = name.startswith(DISCRETION_PREFIX)
    label = f"`{name}`" if answered else label_words(name, policy)
    words: Words = message("explain.no-answer" if answered else "explain.no-value")
    if not isinstance(value, Missing):
        words = value_words(value, None if answered else name, policy)
    return say(look, "letter.value", label=label, value=words)


def settling_lines(policy: Policy, found: Settling, look: Look) -> list[str]:
    """The fewest values that can decide an open outcome."""
    if found.hopeless:
        return list(_lines(look, "explain.settling-hopeless"))
    if found.attributes is None:
        return list(_lines(look, "explain.contrast-unknown", why=found.why or ""))
    lines = list(_lines(look, "explain.settling"))
    for name in found.attributes:
        words = say(look, "explain.named", title=label_words(name, policy), id=name)
        lines += indented(words, look.width, "    ", "      ")
    return lines


def _lines(look: Look, key: str, **values: str | int | Message | Bilingual) -> Iterator[str]:
    yield from indented(say(look, key, **values), look.width, "  ")
