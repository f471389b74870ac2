"""Many customers: counted by group, with costs that are those of somebody."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evenhand.analysis.recourse.batch import Row, groups_of, labels_of
from evenhand.loading.library import Loader
from evenhand.model.action import Span


def row(name: str, group: str, cost: int | None = None, exists: bool | None = True) -> Row:
    paid = None if cost is None else Fraction(cost)
    return Row(name, group, False, exists, paid, None if cost is None else Span(days=cost), ())


@pytest.mark.parametrize(
    ("costs", "quarters"),
    [
        ([7], [7, 7, 7, 7, 7]),
        ([1, 2], [1, 1, 1, 2, 2]),
        ([4, 1, 3, 2], [1, 1, 2, 3, 4]),
        ([5, 1, 2, 3, 4], [1, 2, 3, 4, 5]),
    ],
)
def test_quarters_are_costs_of_customers(costs: list[int], quarters: list[int]) -> None:
    rows = [row(str(at), "a", cost) for at, cost in enumerate(costs)]
    (everybody,) = groups_of(rows, None)
    assert [int(cost) for cost in everybody.costs] == quarters
    assert [span.days for span in everybody.spans] == quarters


def test_everybody_is_in_one_column_and_one_group() -> None:
    rows = [
        row("1", "male", 5),
        row("2", "female", None, False),
        row("3", "", None, None),
        Row("4", "female", True, True, Fraction(0), Span(), ()),
    ]
    labels = labels_of(Loader().shipped_words(), "sex", rows)
    groups = groups_of(rows, labels)
    assert [one.name for one in groups] == [None, "female", "male", ""]
    counts = [(g.total, g.there, g.way, g.none, g.unknown) for g in groups]
    assert counts == [(4, 1, 1, 1, 1), (2, 1, 0, 1, 0), (1, 0, 1, 0, 0), (1, 0, 0, 0, 1)]
    assert groups[1].costs == ()
    assert all(one.small for one in groups)


def test_groups_of_numbers_stand_in_their_order() -> None:
    rows = [row(name, name, 1) for name in ("100", "9", "25")]
    labels = labels_of(Loader().shipped_words(), "age", rows)
    assert labels is not None
    assert list(labels) == ["9", "25", "100", ""]
    assert list(labels_of(Loader().shipped_words(), "branch", rows) or ()) == ["100", "25", "9", ""]
