"""One customer at every bank, in text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.compare.customers import AtEvery, Decided
from evenhand.messages import message
from evenhand.model.describe import words_text
from evenhand.model.outcome import Status
from evenhand.model.wording import label_words, number_words, outcome_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.table import heading, table

SHOWN: Final = 3
"""How many reasons, and missing attributes, are shown for a policy without ``-v``."""


def customer_lines(found: AtEvery, look: Look) -> Iterator[str]:
    """A row a policy: the outcome, the score, why no better, and what would settle it."""
    key = "compare.customer" if found.profile is None else "compare.customer.of"
    title = message(key, path=found.profile or "").text(look.language)
    yield heading(one_line(title, look.ascii), look)
    yield from table(customer_rows(found, look), look.width)


def customer_rows(found: AtEvery, look: Look) -> list[list[str]]:
    """The heading of the table, and a row for each policy."""
    names = ("policy", "outcome", "score", "why")
    head = [message(f"compare.customer.{name}").text(look.language) for name in names]
    return [head, *(_row(one, look) for one in found.decided)]


def _row(one: Decided, look: Look) -> list[str]:
    outcome = one.outcome
    words = words_text(outcome_words(one.policy, outcome.outcome), look.language)
    score = "-" if outcome.score is None else number_words(outcome.score)
    return [one.policy.id, one_line(words, look.ascii), score, _why(one, look)]


def _why(one: Decided, look: Look) -> str:
    """What is missing where the outcome is open, else the reasons for no better one."""
    outcome = one.outcome
    joint = message("explain.joint").text(look.language)
    if outcome.status is Status.UNDECIDED:
        labels = [_label(one, name, look) for name in outcome.settle]
        if labels:
            missing = _some(labels, joint, look)
            return message("compare.customer.settle", names=missing).text(look.language)
        causes = [message(f"cause.{cause.value}").text(look.language) for cause in outcome.causes]
        return joint.join(causes)
    semicolon = message("describe.semicolon", left="", right="").text(look.language)
    reasons = [one_line(reason.text.text(look.language), look.ascii) for reason in outcome.reasons]
    return _some(reasons, semicolon, look) or "-"


def _label(one: Decided, name: str, look: Look) -> str:
    return one_line(words_text(label_words(name, one.policy), look.language), look.ascii)


def _some(listed: list[str], joint: str, look: Look) -> str:
    kept = listed if look.verbose else listed[:SHOWN]
    said = joint.join(kept)
    if len(listed) == len(kept):
        return said
    more = message("compare.contradictions.more", count=len(listed) - len(kept))
    return f"{said}{joint}{more.text(look.language)}"
