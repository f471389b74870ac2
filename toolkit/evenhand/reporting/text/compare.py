"""The text of ``compare``: one customer, who is stricter, contradictions, rates, all criteria."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.compare import Comparison
from evenhand.messages import message
from evenhand.reporting.base import Look
from evenhand.reporting.cells import one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.comparison.contradictions import contradiction_lines
from evenhand.reporting.text.comparison.customers import customer_lines
from evenhand.reporting.text.comparison.matrix import matrix_lines
from evenhand.reporting.text.comparison.order import order_lines
from evenhand.reporting.text.comparison.rates import rate_lines
from evenhand.reporting.text.table import indented
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """What is compared, then a section for each thing that was found out."""
    assert isinstance(result, Comparison)
    sections = [_head(result, look)]
    if result.customers is not None:
        sections.append(customer_lines(result.customers, look))
    sections += [
        order_lines(result.orders, result.policies, look),
        contradiction_lines(result.contradictions, look),
        rate_lines(result.rates, look),
        matrix_lines(result.matrix, look),
    ]
    texts = ("\n".join(lines) for lines in sections)
    return "\n\n".join(text for text in texts if text)


def headlines(result: Comparison) -> Iterator[str]:
    """Each contradiction on one line: ``place: kind policies shown``, by the stricter place."""
    for one in result.contradictions:
        level = "declared" if one.shown is None else one.shown.level
        where = place(one.elements[-1].location)
        yield f"{where}: {one.sort.value} {','.join(one.policies)} {one.fact} {level}"


def _head(result: Comparison, look: Look) -> Iterator[str]:
    for name, title in result.titles.items():
        shown = one_line(title.text(look.language), look.ascii)
        yield from indented(shown, look.width, f"{name}  ", "    ")
    yield message(
        "compare.head",
        policies=len(result.titles),
        criteria=sum(row.group != "structure" for row in result.rows),
        alone=len(result.only_one),
    ).text(look.language)
