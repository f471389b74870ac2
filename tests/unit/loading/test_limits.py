"""The first pass: it counts exactly, stops at once, and says where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.loading.events import Event, EventKind, events
from evenhand.loading.limits import LimitError, Limits, counted


def refused(text: str, limits: Limits) -> tuple[str, int, int]:
    """Name, limit and place of what is refused."""
    with pytest.raises(LimitError) as caught:
        counted(events(text), limits)
    return caught.value.name, caught.value.limit, caught.value.event.start


def test_a_text_within_its_limits_is_passed_on_whole() -> None:
    text = "a: &x [1, {b: 2}]\nc: *x\n"
    assert counted(events(text), Limits()) == (list(events(text)), None)


def test_what_is_beyond_a_limit_is_not_even_parsed() -> None:
    taken = 0

    def watched() -> Iterator[Event]:
        nonlocal taken
        for event in events("[" + "a, " * 1000 + "]"):
            taken += 1
            yield event

    with pytest.raises(LimitError):
        counted(watched(), Limits(max_nodes=10))
    assert taken == len(["stream", "document", "list", *range(10)])


@pytest.mark.parametrize(
    ("text", "limits", "found"),
    [
        ("[a, b, c]", Limits(max_nodes=3), ("too-many-values", 3, 7)),
        ("{a: [b]}", Limits(max_nodes=2), ("too-many-values", 2, 4)),
        ("[a, [b, [c]]]", Limits(max_depth=2), ("too-deep", 2, 8)),
        ("[&x [[a]], [*x]]", Limits(max_depth=3), ("too-deep", 3, 12)),
        ("[&x [[a]], *x, [[[b]]]]", Limits(max_depth=3), ("too-deep", 3, 17)),
        ("[&x a, *x, *x]", Limits(max_aliases=1), ("too-many-aliases", 1, 11)),
        ("[&x [a, b], *x]", Limits(max_nodes=6), ("alias-expansion", 6, 12)),
        ("[&x [a], &y [*x, *x], *y]", Limits(max_nodes=10), ("alias-expansion", 10, 22)),
    ],
)
def test_the_first_value_beyond_a_limit_is_named(
    text: str, limits: Limits, found: tuple[str, int, int]
) -> None:
    assert refused(text, limits) == found


def test_an_alias_within_its_own_anchor_counts_as_one() -> None:
    text = "&x [*x, *x]"
    assert counted(events(text), Limits(max_nodes=3, max_depth=1)).broken is None


def test_an_anchor_is_as_large_as_its_latest_node() -> None:
    text = "[&x [a, b, c], &x d, *x]"
    assert counted(events(text), Limits(max_nodes=7)).broken is None


def test_what_cannot_be_parsed_keeps_what_came_before() -> None:
    found = counted(events("a: [b"), Limits())
    assert found.broken is not None
    assert [event.value for event in found.events if event.kind is EventKind.SCALAR] == ["a", "b"]


def test_nothing_after_the_start_of_a_second_document_is_counted() -> None:
    found = counted(events("a\n---\n[b, c, d]\n"), Limits(max_nodes=1))
    assert found.events[-1].kind is EventKind.DOCUMENT_START
    assert found.broken is None
