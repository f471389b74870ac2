"""Recourse for many customers: how many have a way, and what it costs, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evenhand.analysis.plain import exact
from evenhand.analysis.recourse.result import Recourse, span_data
from evenhand.messages import in_both, message
from evenhand.model.action import Span
from evenhand.model.customer import value_of
from evenhand.model.policy import Policy
from evenhand.model.scales import place_of
from evenhand.model.values import Missing, Value
from evenhand.model.vocabulary import Attribute, Dictionary, Kind
from evenhand.model.wording import Words, value_words
from evenhand.result import Result

SMALL: Final = 30
"""Groups of fewer people are marked: one person more or less moves their shares by much."""

QUARTERS: Final = 4

NOT_TOLD: Final = ""
"""The group of those of whom the value is not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One customer: ``there`` already, or with a way, without one, or not known (None)."""

    id: str
    group: str | None
    there: bool
    exists: bool | None
    cost: Fraction | None
    span: Span | None
    changes: tuple[str, ...]

    def data(self) -> Mapping[str, object]:
        return {
            "id": self.id,
            "group": self.group,
            "there": self.there,
            "exists": self.exists,
            "cost": exact(self.cost),
            "takes": span_data(self.span),
            "changes": list(self.changes),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """The customers of one group, counted.

    ``costs`` are the least, the lower quarter, the middle, the upper quarter and the most of what
    those with a way need: each is the cost of one of them, none is a mean of two. ``spans`` are
    the same of the time it takes. Both are empty where nobody has a way.
    """

    name: str | None
    label: Words | None
    total: int
    there: int
    way: int
    none: int
    unknown: int
    costs: tuple[Fraction, ...]
    spans: tuple[Span, ...]

    @property
    def small(self) -> bool:
        return self.total < SMALL

    def data(self) -> Mapping[str, object]:
        return {
            "group": self.name,
            "label": in_both(self.label),
            "total": self.total,
            "there": self.there,
            "way": self.way,
            "none": self.none,
            "unknown": self.unknown,
            "costs": [exact(one) for one in self.costs],
            "takes": [span_data(one) for one in self.spans],
            "small": self.small,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Result):
    """Many customers and one tier. ``groups`` begins with all of them together."""

    policy: Policy
    to: str
    by: str | None
    by_label: Words | None
    path: str
    horizon: Span
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]

    def data(self) -> Mapping[str, object]:
        everybody = self.groups[0]
        exists: bool | None = None if everybody.unknown else everybody.none == 0
        return {
            "policy": self.policy.id,
            "to": self.to,
            "exists": False if everybody.none else exists,
            "proved": everybody.unknown == 0,
            "paths": [],
            "currency": self.policy.header.currency,
            "horizon": span_data(self.horizon),
            "batch": {
                "path": self.path,
                "by": self.by,
                "groups": [one.data() for one in self.groups],
                "customers": [one.data() for one in self.rows],
            },
        }


def row_of(name: str, group: str | None, found: Recourse) -> Row:
    """One customer's answer on a line."""
    best = found.ways[0] if found.ways else None
    return Row(
        name,
        group,
        found.there,
        found.exists,
        None if best is None else best.cost,
        None if best is None else best.span,
        () if best is None else tuple(one.attribute for one in best.changes),
    )


def groups_of(rows: Sequence[Row], labels: Mapping[str, Words] | None) -> tuple[Group, ...]:
    """All customers, then each group by the order of its labels; without labels only all."""
    groups = [_group(None, None, rows)]
    if labels is not None:
        found = {row.group for row in rows}
        for name, label in labels.items():
            if name in found:
                groups.append(_group(name, label, [row for row in rows if row.group == name]))
    return tuple(groups)


def labels_of(
    dictionary: Dictionary, by: str | None, rows: Sequence[Row]
) -> Mapping[str, Words] | None:
    """What groups are called, in the order of their values; those not told come last.

    None where customers are not grouped.
    """
    if by is None:
        return None
    attribute = dictionary.attributes.get(by)
    found = sorted({row.group for row in rows if row.group})
    labels: dict[str, Words] = {name: name for name in found}
    if attribute is not None:
        values = {name: value_of(attribute, name) for name in found if not _is_set(attribute)}
        known = {name: one for name, one in values.items() if not isinstance(one, Missing)}
        ordered = sorted(known, key=lambda name: _place(attribute, known[name]))
        labels = {name: value_words(known[name], by, dictionary) for name in ordered} | {
            name: name for name in found if name not in known
        }
    return {**labels, NOT_TOLD: message("recourse.group-not-told")}


def _is_set(attribute: Attribute) -> bool:
    return attribute.kind is Kind.SET


def _place(attribute: Attribute, value: Value) -> Fraction:
    match value:
        case bool():
            return Fraction(value)
        case str():
            return Fraction(attribute.codes.index(value))
        case _:
            return place_of(attribute, value)


def _group(name: str | None, label: Words | None, rows: Sequence[Row]) -> Group:
    ways = [row for row in rows if row.exists and not row.there]
    costs = sorted(row.cost for row in ways if row.cost is not None)
    spans = sorted((row.span for row in ways if row.span is not None), key=_days)
    return Group(
        name,
        label,
        len(rows),
        sum(row.there for row in rows),
        len(ways),
        sum(row.exists is False for row in rows),
        sum(row.exists is None for row in rows),
        tuple(costs[at] for at in _quarters(len(costs))),
        tuple(spans[at] for at in _quarters(len(spans))),
    )


def _days(span: Span) -> int:
    return span.most_days


def _quarters(count: int) -> tuple[int, ...]:
    """The places of the least, the quarters and the most among so many sorted ones.

    A quarter is the first value that at least that share of all do not exceed.
    """
    if not count:
        return ()
    return tuple(max(-(-count * quarter // QUARTERS) - 1, 0) for quarter in range(QUARTERS + 1))
