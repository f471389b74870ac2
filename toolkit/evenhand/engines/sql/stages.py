"""The steps of a query: each gives names to what the next ones use.

A name that stands on other names is given one step later than the last of them, so that nothing
is written twice and the query reads from the data to the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp


@dataclass(slots=True)
class Stages:
    """Named expressions by step; step 0 are the columns of the table."""

    taken: set[str] = field(default_factory=set)
    steps: dict[str, int] = field(default_factory=dict)
    found: dict[str, exp.Expr] = field(default_factory=dict)

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
            expression.add_comments([comment.replace("*/", "* /")])
        self.found[name] = expression
        uses = {column.name for column in expression.find_all(exp.Column)}
        self.steps[name] = 1 + max((self.steps.get(use, 0) for use in uses), default=0)
        return column(name)

    def query(self, source: str, keep: Sequence[str], shown: Mapping[str, exp.Expr]) -> exp.Select:
        """All steps as common table expressions, and on top what is to be shown, by its names."""
        last = max(self.steps.values(), default=0)
        query = exp.Select()
        below: exp.Table = exp.to_table(source)
        for step in range(1, last + 1):
            names = [name for name, at in self.steps.items() if at == step]
            added = [exp.alias_(self.found[name], name, quoted=True) for name in names]
            inner = exp.select(exp.Star(), *added).from_(below)
            title = f"step_{step}"
            query = query.with_(title, as_=inner, copy=False)
            below = exp.to_table(title)
        outer: list[exp.Expr] = [column(name) for name in keep]
        outer += [exp.alias_(found, name, quoted=True) for name, found in shown.items()]
        return query.select(*outer, copy=False).from_(below, copy=False)


def column(name: str) -> exp.Column:
    """A column by its name."""
    return exp.column(name, quoted=True)
