"""The plot: seconds of CPU against rows and against criteria, on logarithmic scales, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import Final

from scoring.table import MILLION, Measured

COLOURS: Final = {
    "evenhand": "#b3261e",
    "duckdb": "#1f5fa8",
    "polars": "#2e7d4f",
    "numba": "#7a4fa3",
    "numpy": "#8a6d1d",
    "pandas": "#6b6b6b",
}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 300, 46, 92, 34, 40
STYLE: Final = "font-family='sans-serif' font-size='11' fill='#333'"
APART: Final = 13.0

Point = tuple[float, float]


def draw(found: Sequence[Measured]) -> str:
    """The two panels side by side."""
    grid = [one for one in found if one.part in ("grid", "memory")]
    by_rows = [one for one in grid if one.criteria == 30]
    by_criteria = [one for one in grid if one.rows == 5 * MILLION]
    left = _panel(by_rows, lambda one: one.rows / MILLION, "million rows, 30 criteria", 0)
    right = _panel(by_criteria, lambda one: one.criteria, "criteria, 5 million rows", WIDTH)
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {2 * WIDTH} {HEIGHT}' "
            f"width='{2 * WIDTH}' height='{HEIGHT}' role='img'>",
            "<title>Seconds of CPU to read customers from Parquet, decide and count</title>",
            f"<rect width='{2 * WIDTH}' height='{HEIGHT}' fill='#fff'/>",
            *left,
            *right,
            "</svg>\n",
        ]
    )


def _panel(
    found: Sequence[Measured], across: Callable[[Measured], float], title: str, shift: int
) -> list[str]:
    places = sorted({across(one) for one in found})
    if len(places) < 2:
        return []
    low = floor(log10(min(one.cpu for one in found)))
    high = ceil(log10(max(one.cpu for one in found)))

    def x(value: float) -> float:
        share = log10(value / places[0]) / log10(places[-1] / places[0])
        return round(shift + LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(seconds: float) -> float:
        share = (log10(seconds) - low) / (high - low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    lines = [f"<text x='{shift + LEFT}' y='18' {STYLE}>seconds of CPU</text>"]
    lines.append(f"<text x='{shift + LEFT}' y='{HEIGHT - 8}' {STYLE}>{title}</text>")
    for power in range(low, high + 1):
        at = y(10.0**power)
        ends = f"x1='{shift + LEFT}' x2='{shift + WIDTH - RIGHT}' y1='{at}' y2='{at}'"
        lines.append(f"<line {ends} stroke='#ddd'/>")
        place = f"x='{shift + LEFT - 6}' y='{at + 4}' text-anchor='end'"
        lines.append(f"<text {place} {STYLE}>{10.0**power:g}</text>")
    for value in places:
        place = f"x='{x(value)}' y='{HEIGHT - BOTTOM + 15}' text-anchor='middle'"
        lines.append(f"<text {place} {STYLE}>{value:g}</text>")
    ends: list[tuple[float, float, str, str]] = []
    for engine, colour in COLOURS.items():
        own = sorted((across(one), one.cpu, one.name) for one in found if one.engine == engine)
        if own:
            points = [(x(value), y(seconds)) for value, seconds, _ in own]
            lines += _line(points, colour, 2.5 if engine == "evenhand" else 1.5)
            ends.append((points[-1][1], points[-1][0], own[-1][2], colour))
    edge = max(x for _, x, _, _ in ends)
    return (
        lines
        + _labels([one for one in ends if one[1] == edge])
        + _legend([one for one in ends if one[1] < edge], edge)
    )


def _line(points: Sequence[Point], colour: str, width: float) -> list[str]:
    shown = " ".join(f"{x},{y}" for x, y in points)
    drawn = f"<polyline points='{shown}' fill='none' stroke='{colour}' stroke-width='{width}'/>"
    return [drawn, *(f"<circle cx='{x}' cy='{y}' r='{width}' fill='{colour}'/>" for x, y in points)]


def _labels(ends: Sequence[tuple[float, float, str, str]]) -> list[str]:
    """The names at the ends of the lines, moved apart where they would cover one another."""
    lines, last = [], -APART
    for y, x, name, colour in sorted(ends):
        last = max(y + 4, last + APART)
        style = STYLE.replace("#333", colour)
        lines.append(f"<text x='{x + 7}' y='{last:.1f}' {style}>{name}</text>")
    return lines


def _legend(ends: Sequence[tuple[float, float, str, str]], edge: float) -> list[str]:
    """The names of the lines that end early, at the bottom on the right, the highest first."""
    lines = []
    for at, (_, _, name, colour) in enumerate(sorted(ends)):
        y = HEIGHT - BOTTOM - APART * (len(ends) - at)
        ends_x = f"x1='{edge - 46}' x2='{edge - 32}' y1='{y - 4}' y2='{y - 4}'"
        lines.append(f"<line {ends_x} stroke='{colour}' stroke-width='1.5'/>")
        style = STYLE.replace("#333", colour)
        lines.append(f"<text x='{edge - 28}' y='{y}' {style}>{name}</text>")
    return lines
