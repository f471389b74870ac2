"""Cycles: names that stand on themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def first_cycle(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...] | None:
    """A cycle of a graph of names (each with the names that it stands on), or None.

    The search follows the order of the mapping, so the answer does not depend on chance.
    """
    done: set[str] = set()
    for start in graph:
        found = _search(graph, start, done)
        if found is not None:
            return found
    return None


def _search(
    graph: Mapping[str, Iterable[str]], start: str, done: set[str]
) -> tuple[str, ...] | None:
    """Depth first, with a stack of its own: chains in a file may be longer than Python's."""
    path: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        name, leaving = stack.pop()
        if leaving:
            path.pop()
            done.add(name)
            continue
        if name in path:
            return tuple(path[path.index(name) :])
        if name in done or name not in graph:
            continue
        path.append(name)
        stack.append((name, True))
        stack.extend((one, False) for one in reversed(list(graph[name])))
    return None
