"""Markdown for ``compare``: a table for each thing that was found out, and one of all criteria."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evenhand.analysis.compare import Comparison
from evenhand.analysis.compare.contradiction import Contradiction
from evenhand.analysis.compare.criteria import Criterion
from evenhand.analysis.compare.order import Order
from evenhand.analysis.compare.rates import Rates, in_money_first, price_words
from evenhand.messages import message
from evenhand.model.wording import label_words, number_words
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import place
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.text.comparison.customers import customer_rows
from evenhand.reporting.text.comparison.matrix import cell_text
from evenhand.reporting.text.comparison.order import order_sentences, table_rows
from evenhand.reporting.text.comparison.shown import shown_text
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """What is compared, then a section for each part of the comparison."""
    assert isinstance(result, Comparison)
    language = look.language
    lines = [f"# evenhand {result.run.command}", ""]
    lines += [f"- {code(name)} {text(title, language)}" for name, title in result.titles.items()]
    lines.append("")
    if result.customers is not None:
        head, *rows = customer_rows(result.customers, look)
        shown = [[text(cell, language) for cell in row] for row in rows]
        lines += [_title("compare.customer", look), "", *table(head, shown)]
    lines += _order(result, look)
    lines += _contradictions(result, look)
    for rates in result.rates:
        lines += _rates(rates, look)
    lines += _matrix(result, look)
    return "\n".join(lines).rstrip() + "\n"


def _title(key: str, look: Look, level: int = 2, **values: int) -> str:
    return f"{'#' * level} {text(message(key, **values), look.language)}"


def _order(result: Comparison, look: Look) -> Iterator[str]:
    language = look.language
    yield _title("compare.order", look)
    yield ""
    yield text(message("compare.order.how"), language)
    yield ""
    told: list[list[str]] = []
    for order in result.orders:
        scope = "complete" if order.complete else "all"
        yield _title(f"compare.order.{scope}", look, 3)
        yield ""
        lines = list(_one_order(order, result, look))
        yield from [text(message("compare.order.same"), language), ""] if lines in told else lines
        told.append(lines)


def _one_order(order: Order, result: Comparison, look: Look) -> Iterator[str]:
    language = look.language
    for sentence in order_sentences(order, result.policies, look):
        yield f"- {text(sentence, language)}"
    yield ""
    head, *rows = table_rows(order, result.policies, look)
    yield from table(head, [[text(row[0].strip(), language), *map(code, row[1:])] for row in rows])
    yield text(message("compare.order.legend"), language)
    yield ""


def _contradictions(result: Comparison, look: Look) -> Iterator[str]:
    shown = sum(one.decidable for one in result.contradictions)
    yield _title("compare.contradictions", look, count=len(result.contradictions), shown=shown)
    yield ""
    if result.contradictions:
        yield text(message("compare.contradictions.how"), look.language)
        yield ""
    heads = ("criterion", "column.lax", "column.strict", "column.customer")
    head = [text(message(f"compare.{name}"), look.language) for name in heads]
    for sort, listed in groupby(result.contradictions, key=lambda one: one.sort):
        yield _title(f"compare.sort.{sort.value}", look, 3)
        yield ""
        yield from table(head, [_row(one, look) for one in listed])


def _row(one: Contradiction, look: Look) -> list[str]:
    first, last = one.elements[0], one.elements[-1]
    names = (first.policy.id, last.policy.id)
    shown = text(shown_text(one, names, look), look.language)
    return [text(one.label, look.language), _element(first, look), _element(last, look), shown]


def _element(one: Criterion, look: Look) -> str:
    words = text(one.words, look.language)
    return f"{code(one.policy.id)} {words} {code(place(one.location, look.ascii))}"


def _rates(rates: Rates, look: Look) -> Iterator[str]:
    """What points cost, and what steps are worth in the first criterion in money."""
    if not rates.scales:
        return
    language = look.language
    yield f"{_title('compare.rates', look)}: {code(rates.policy.id)}"
    yield ""
    names = ("criterion", "rates.points", "rates.between")
    head = [text(message(f"compare.{name}"), language) for name in names]
    rows = [
        [
            text(label_words(scale.attribute, rates.policy), language),
            f"+{number_words(price.gain)}",
            text(price_words(rates.policy, scale.attribute, price), language),
        ]
        for scale in in_money_first(rates.policy, rates.scales)
        for price in scale.prices
    ]
    yield from table(head, rows)


def _matrix(result: Comparison, look: Look) -> Iterator[str]:
    language = look.language
    if not result.rows:
        yield text(message("compare.same"), language)
    for group, rows in groupby(result.rows, key=lambda row: row.group):
        head = [text(message("compare.criterion"), language), *map(code, result.titles)]
        cells = [
            [
                text(row.label, language),
                *(text(cell_text(row.cells[name], look), language) for name in result.titles),
            ]
            for row in rows
        ]
        yield _title(f"compare.class.{group}", look)
        yield ""
        yield from table(head, cells)
    yield text(message("compare.legend"), language)
