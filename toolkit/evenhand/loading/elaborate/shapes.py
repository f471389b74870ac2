"""Shapes of amounts in population files."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from evenhand.loading.elaborate.context import Context
from evenhand.loading.nodes import Mapping, Node
from evenhand.model.population import (
    Active,
    Amount,
    Beta,
    Category,
    Lognormal,
    Part,
    Quantiles,
    Scale,
    Shape,
)


class Naming(Protocol):
    """What gives names of a population their meaning."""

    context: Context

    def category_at(self, node: Node) -> Category: ...
    def by_level(self, node: Node, category: str) -> list[tuple[str, Node]]: ...
    def where(self, node: Node | None) -> dict[str, frozenset[str]]: ...
    def named(self, node: Node, known: Collection[str]) -> str: ...
    def lognormals(self) -> list[str]: ...


def amount(naming: Naming, part: Part, node: Mapping) -> Amount:
    """An amount: its shape, factors, scale and index."""
    context = naming.context
    by, shapes = _shapes(naming, node)
    times = {}
    for entry in () if node.get("times") is None else context.mapping(node.get("times")).entries:
        category = naming.category_at(entry.key)
        values = naming.by_level(entry.value, category.name)
        times[category.name] = {level: _positive(context, inner) for level, inner in values}
    index, own = _index(naming, node)
    if index and times:
        raise context.fail("population-index", context.sound(node.get("times")))
    return Amount(
        part,
        _positive(context, context.sound(node.get("step"))),
        by,
        shapes,
        times,
        _scale(naming, node),
        index,
        own,
    )


def _shapes(naming: Naming, node: Mapping) -> tuple[str | None, dict[str | None, Shape]]:
    context = naming.context
    if node.get("shapes") is None:
        return None, {None: _shape(context, context.mapping(node.get("shape")))}
    category = naming.category_at(context.sound(node.get("by")))
    found = naming.by_level(context.sound(node.get("shapes")), category.name)
    return category.name, {level: _shape(context, context.mapping(one)) for level, one in found}


def _shape(context: Context, node: Mapping) -> Shape:
    if node.get("lognormal") is not None:
        return _lognormal(context, context.mapping(node.get("lognormal")))
    if node.get("beta") is not None:
        inner = context.mapping(node.get("beta"))
        return Beta(_positive(context, inner.get("a")), _positive(context, inner.get("b")))
    if node.get("quantiles") is not None:
        return _quantiles(context, context.mapping(node.get("quantiles")))
    inner = context.mapping(node.get("active"))
    share = context.number(inner.get("share"))
    if not 0 < share < 1:
        raise context.fail("population-share", context.sound(inner.get("share")))
    most = _positive(context, inner.get("others_up_to"))
    return Active(share, most, _lognormal(context, context.mapping(inner.get("lognormal"))))


def _lognormal(context: Context, node: Mapping) -> Lognormal:
    median, sigma = _positive(context, node.get("median")), _positive(context, node.get("sigma"))
    tail = node.get("tail")
    if tail is None:
        return Lognormal(median, sigma)
    inner = context.mapping(tail)
    start, alpha = context.number(inner.get("from")), context.number(inner.get("alpha"))
    if not 0 < start < 1:
        raise context.fail("population-share", context.sound(inner.get("from")))
    if alpha <= 1:
        raise context.fail("population-alpha", context.sound(inner.get("alpha")))
    return Lognormal(median, sigma, start, alpha)


def _quantiles(context: Context, node: Mapping) -> Quantiles:
    shares = context.each(context.items(node.get("shares")), context.number)
    values = context.each(context.items(node.get("values")), context.number)
    rising = all(a < b for a, b in pairwise(shares))
    ordered = all(a <= b for a, b in pairwise(values))
    whole = len(shares) == len(values) and shares[0] == 0 and shares[-1] == 1
    if not (whole and rising and ordered):
        raise context.fail("population-quantiles", node)
    return Quantiles(tuple(zip(shares, values, strict=True)))


def _scale(naming: Naming, node: Mapping) -> Scale | None:
    if node.get("scale_to") is None:
        return None
    context = naming.context
    inner = context.mapping(node.get("scale_to"))
    sources = tuple(one.id for one in context.source_refs(inner.get("source")))
    return Scale(_positive(context, inner.get("mean")), naming.where(inner.get("where")), sources)


def _index(naming: Naming, node: Mapping) -> tuple[dict[str, Fraction], Fraction]:
    if node.get("index") is None:
        return {}, Fraction(1)
    context = naming.context
    inner = context.mapping(node.get("index"))
    known = naming.lognormals()
    weights = {
        naming.named(entry.key, known): context.number(entry.value)
        for entry in context.mapping(inner.get("weights")).entries
    }
    return weights, _positive(context, inner.get("own"))


def shares_of(context: Context, node: Node | None, count: int) -> tuple[Fraction, ...]:
    """A row of shares that add up to exactly 1."""
    found = context.each(context.items(context.sound(node)), context.number)
    assert node is not None
    if len(found) != count:
        raise context.fail("population-row", node, wanted=count, found=len(found))
    if sum(found) != 1 or any(one < 0 for one in found):
        raise context.fail("population-sum", node)
    return found


def _positive(context: Context, node: Node | None) -> Fraction:
    found = context.number(node)
    if found <= 0:
        assert node is not None
        raise context.fail("population-positive", node)
    return found
