"""The steps of a query: each gives names to what the next ones use.

A name that stands on other names is given one step later than the last of them, so that nothing
is written twice and the query reads from the data to the outcome.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

TOPICS: Final = {
    "existing": "values",
    "part": "values",
    "units": "values",
    "meets": "definitions",
    "row": "points",
    "points": "points",
    "sum": "scores",
    "section": "scores",
    "score": "scores",
    "knockout": "knockouts",
    "path": "paths",
    "entry": "outcomes",
    "stop": "decision",
    "decided": "decision",
    "struck": "reasons",
    "short": "reasons",
    "full": "reasons",
    "missed": "reasons",
    "key": "reasons",
    "rank": "reasons",
    "place": "reasons",
}
"""What a step is about, by the first words of the names that it gives, in the order of a title."""


@dataclass(slots=True)
class Stages:
    """Named expressions by step; step 0 are the columns of the table."""

    taken: set[str] = field(default_factory=set)
    steps: dict[str, int] = field(default_factory=dict)
    found: dict[str, exp.Expr] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def name(self, wanted: str) -> str:
        """A name that nothing else has."""
        plain = wanted.replace("-", "_").replace(".", "_").replace("/", "_")[:56]
        name, count = plain, 2
        while name in self.taken:
            name, count = f"{plain}_{count}", count + 1
        self.taken.add(name)
        return name

    def define(self, wanted: str, expression: exp.Expr, comment: str | None = None) -> exp.Column:
        """Give an expression a name, and take it by that name from now on."""
        name = self.name(wanted)
        if comment is not None:
            self.comments[name] = comment
        self.found[name] = expression
        uses = {column.name for column in expression.find_all(exp.Column)}
        self.steps[name] = 1 + max((self.steps.get(use, 0) for use in uses), default=0)
        return column(name)

    def query(
        self,
        source: str,
        keep: Sequence[str],
        shown: Mapping[str, exp.Expr],
        columns: Sequence[str] | None = None,
    ) -> exp.Select:
        """All steps as common table expressions, and on top what is to be shown, by its names.

        ``columns`` are those of the table that the steps read besides ``keep``; None: all it has.
        """
        query = exp.Select()
        below: exp.Table = exp.to_table(source)
        first = [exp.Star()] if columns is None else _columns(dict.fromkeys([*keep, *columns]))
        for step in range(1, max(self.steps.values(), default=0) + 1):
            names = [name for name, at in self.steps.items() if at == step]
            inner = exp.select(*(first if step == 1 else [exp.Star()])).from_(below)
            inner.select(*(self._named(name) for name in names), copy=False)
            title = _title(step, names, source)
            query = query.with_(title, as_=inner, copy=False)
            below = exp.to_table(title)
        outer = _columns(keep)
        outer += [exp.alias_(found, name, quoted=True) for name, found in shown.items()]
        return query.select(*outer, copy=False).from_(below, copy=False)

    def _named(self, name: str) -> exp.Expr:
        named = exp.alias_(self.found[name], name, quoted=True, copy=False)
        if name in self.comments:
            named.add_comments([_harmless(self.comments[name])])
        return named


def column(name: str) -> exp.Column:
    """A column by its name."""
    return exp.column(name, quoted=True)


def _columns(names: Collection[str]) -> list[exp.Expr]:
    return [column(name) for name in names]


def _title(step: int, names: Sequence[str], source: str) -> str:
    """A step's number with what it is about; never the name of the table."""
    found = {TOPICS.get(name.split("__")[0].rstrip("_0123456789"), "values") for name in names}
    about = [topic for topic in dict.fromkeys(TOPICS.values()) if topic in found]
    title = "_".join([f"step_{step}", *about])[:56]
    return f"{title}_" if title == source else title


def _harmless(comment: str) -> str:
    """A comment that neither ends early nor begins another one: some databases nest them."""
    return " ".join(comment.replace("*/", "* /").replace("/*", "/ *").split())
