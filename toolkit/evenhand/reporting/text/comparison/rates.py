"""Exchange rates in text: what points cost, and what a step of another criterion is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from evenhand.analysis.compare.rates import (
    Exchange,
    Price,
    Rates,
    Scale,
    in_money_first,
    price_words,
)
from evenhand.messages import message
from evenhand.model.wording import label_words, number_words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.text.comparison.shown import say, words_line
from evenhand.reporting.text.table import heading, indented, table

MOST: Final = 12
"""How many steps of other criteria are shown without ``-v``."""


def rate_lines(rates: Sequence[Rates], look: Look) -> Iterator[str]:
    """Every scorecard that has rates, and the names of those whose points are not stated."""
    if not rates:
        return
    yield heading(say(look, "compare.rates"), look)
    told = [one for one in rates if one.scales]
    for one in told:
        yield from _card(one, look)
    silent = dict.fromkeys(one.policy.id for one in rates if not one.scales)
    if silent:
        names = say(look, "explain.joint").join(silent)
        yield from indented(say(look, "compare.rates.none", names=names), look.width, "  ")


def _card(rates: Rates, look: Look) -> Iterator[str]:
    title = rates.card.about.title
    name = rates.policy.id if title is None else f"{rates.policy.id}  {words_line(title, look)}"
    yield f"  {name}"
    scales = in_money_first(rates.policy, rates.scales)
    for scale in scales:
        yield from _prices(rates, scale, look)
    if rates.limited:
        yield from indented(say(look, "compare.rates.limited"), look.width, "    ")
    lead = scales[0]
    steps = [one for one in rates.exchanges if one.scale is lead]
    if not steps:
        return
    kept = steps if look.verbose else steps[:MOST]
    yield from indented(
        say(look, "compare.rates.worth", label=label_words(lead.attribute, rates.policy)),
        look.width,
        "    ",
    )
    yield from _steps(rates, kept, look)
    if len(steps) > len(kept):
        yield f"      {say(look, 'compare.contradictions.more', count=len(steps) - len(kept))}"


def _prices(rates: Rates, scale: Scale, look: Look) -> Iterator[str]:
    """What points cost in one criterion, from stretch to stretch."""
    label = words_line(label_words(scale.attribute, rates.policy), look)
    prices = [_price(rates, scale, one, look) for one in scale.prices]
    semicolon = message("describe.semicolon", left="", right="").text(look.language)
    said = say(look, "describe.compare", label=label, test=semicolon.join(prices))
    yield from indented(said, look.width - 2, "    ", "      ")


def _price(rates: Rates, scale: Scale, price: Price, look: Look) -> str:
    if not price.repeated:
        return words_line(price_words(rates.policy, scale.attribute, price), look)
    each = value_words(price.amount, scale.attribute, rates.policy)
    start = value_words(price.start, scale.attribute, rates.policy)
    points = number_words(price.gain)
    if price.until is None:
        return say(look, "compare.rates.each", each=each, start=start, points=points)
    until = value_words(price.until, scale.attribute, rates.policy)
    return say(look, "compare.rates.each-until", each=each, start=start, points=points, until=until)


def _steps(rates: Rates, steps: Sequence[Exchange], look: Look) -> Iterator[str]:
    head = [say(look, f"compare.rates.{name}") for name in ("step", "points", "amount", "between")]
    rows = [head]
    for _, group in groupby(steps, key=lambda one: one.item.element):
        rows.extend(_row(rates, one, look) for one in group)
    for line in table(rows, look.width - 6, right=frozenset({1, 2})):
        yield f"      {line}"


def _row(rates: Rates, one: Exchange, look: Look) -> list[str]:
    step = say(look, "compare.rates.from-to", title=one.item.title, start=one.start, end=one.end)
    points = f"+{number_words(one.gain)}"
    if one.price is None:
        return [step, points, "-", say(look, "compare.rates.never")]
    name = one.scale.attribute
    amount = words_line(value_words(one.price.amount, name, rates.policy), look)
    return [step, points, amount, words_line(price_words(rates.policy, name, one.price), look)]
