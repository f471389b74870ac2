"""The witnesses of laws as text: customers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from evenhand.analysis.prove.witnesses import Instance, Shown
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.describe import words_text
from evenhand.model.outcome import Status
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, label_words, number_words, outcome_words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.text.table import indented, table

INDENT: Final = "    "
MOST_SHARED: Final = 12
"""How many shared values of a witness are listed; the JSON has all."""
MOST_POSSIBLE: Final = 3
"""How many possible outcomes are named."""


def instance_lines(policy: Policy, instance: Instance, look: Look) -> Iterator[str]:
    """The customers side by side: what differs, what each gets; then what they share."""
    shown = instance.shown
    twins = len(shown) > 1 and bool(instance.differs)
    yield f"{INDENT}{say(look, 'prove.twins' if twins else 'prove.somebody')}"
    rows = [[*_head(shown, look)]] if len(shown) > 1 else [["", ""]]
    if twins:
        rows += [
            [_label(policy, name, look), *(_value(policy, one, name, look) for one in shown)]
            for name in instance.differs
        ]
    rows.append([say(look, "prove.outcome"), *(_outcome(one, look) for one in shown)])
    rows += _scores(shown, look)
    width = look.width - 2 * len(INDENT)
    lines = table(rows, width)
    yield from (f"{INDENT * 2}{line}".rstrip() for line in (lines if len(shown) > 1 else lines[2:]))
    yield from _shared(policy, instance, look)


def _head(shown: Sequence[Shown], look: Look) -> Iterator[str]:
    yield ""
    if shown[0].customer is shown[1].customer:
        yield from (one.policy.id for one in shown)
        return
    yield from (say(look, "prove.customer", letter=letter) for letter in "AB")


def _scores(shown: Sequence[Shown], look: Look) -> list[list[str]]:
    """The scores, where one of the customers has one."""
    rows = []
    for name in shown[0].outcome.scores:
        values = [one.outcome.scores.get(name) for one in shown]
        if any(value is not None for value in values):
            words = [
                say(look, "prove.score-unknown") if v is None else number_words(v) for v in values
            ]
            card = say(look, "prove.score", name=name)
            rows.append(
                [card if len(shown[0].outcome.scores) > 1 else say(look, "describe.score"), *words]
            )
    return rows


def _shared(policy: Policy, instance: Instance, look: Look) -> Iterator[str]:
    """The other values that the answer hangs on."""
    if not instance.matters:
        key = "prove.nothing-else" if instance.differs else "prove.no-value"
        yield f"{INDENT}{say(look, key)}"
        return
    first = instance.shown[0]
    facts = [
        say(
            look,
            "prove.fact",
            label=_label(policy, name, look),
            value=_value(policy, first, name, look),
        )
        for name in instance.matters[:MOST_SHARED]
    ]
    key = "prove.shared" if instance.differs else "prove.has"
    said = say(look, key, facts=row_of(facts, look))
    if len(instance.matters) > MOST_SHARED:
        said += say(look, "prove.more", count=len(instance.matters) - MOST_SHARED)
    yield from indented(said, look.width, INDENT)


def _label(policy: Policy, name: str, look: Look) -> str:
    if name.startswith(DISCRETION_PREFIX):
        return say(look, "prove.answer-of", id=name.removeprefix(DISCRETION_PREFIX))
    return one_line(words_text(label_words(name, policy), look.language))


def _value(policy: Policy, one: Shown, name: str, look: Look) -> str:
    words: Words
    if name.startswith(DISCRETION_PREFIX):
        answer = one.customer.discretion[name.removeprefix(DISCRETION_PREFIX)]
        words = message("describe.yes" if answer else "describe.no")
    elif name not in one.customer.values:
        words = message("prove.not-told")
    else:
        words = value_words(one.customer.values[name], name, policy)
    return one_line(words_text(words, look.language))


def _outcome(one: Shown, look: Look) -> str:
    """The outcome; of one that is left open, what it could be."""
    outcome = one.outcome
    words = one_line(words_text(outcome_words(one.policy, outcome.outcome), look.language))
    if outcome.status is Status.DECIDED:
        return words
    if len(outcome.possible) > MOST_POSSIBLE:
        return say(look, "prove.open-among", outcome=words, count=len(outcome.possible))
    possible = [
        one_line(words_text(outcome_words(one.policy, name), look.language))
        for name in outcome.possible
    ]
    return say(look, "prove.open-outcome", outcome=words, possible=row_of(possible, look))


def say(look: Look, key: str, **values: str | int | Message | Bilingual) -> str:
    """A sentence of the catalogue on one line."""
    return one_line(message(key, **values).text(look.language))


def row_of(names: Sequence[str], look: Look) -> str:
    """Names in a row, each once."""
    semicolon = message("describe.semicolon", left="", right="").text(look.language)
    return semicolon.join(dict.fromkeys(names))
