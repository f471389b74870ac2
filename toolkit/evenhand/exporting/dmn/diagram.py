"""Where the nodes of a decision model stand when it is drawn: inputs below, the outcome on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evenhand.exporting.dmn.nodes import Graph

WIDTH: Final = 200
HEIGHT: Final = 60
ACROSS: Final = WIDTH + 40
DOWN: Final = HEIGHT + 90


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node: its left upper corner."""

    x: int
    y: int

    @property
    def top(self) -> tuple[int, int]:
        return self.x + WIDTH // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        return self.x + WIDTH // 2, self.y + HEIGHT


def boxes(graph: Graph) -> dict[str, Box]:
    """A place for every node; whatever a decision stands on is in a row below it."""
    levels = dict.fromkeys([*graph.inputs, *graph.functions], 0)

    def level(name: str) -> int:
        if name not in levels:
            below = [level(one) for one in graph.decisions[name].uses if _is_node(graph, one)]
            levels[name] = 1 + max(below, default=0)
        return levels[name]

    for name in graph.decisions:
        level(name)
    highest = max(levels.values(), default=0)
    filled: dict[int, int] = {}
    found = {}
    for name in (*graph.inputs, *graph.functions, *graph.decisions):
        at = levels[name]
        found[name] = Box(filled.get(at, 0) * ACROSS, (highest - at) * DOWN)
        filled[at] = filled.get(at, 0) + 1
    return found


def _is_node(graph: Graph, name: str) -> bool:
    return name in graph.inputs or name in graph.functions or name in graph.decisions
