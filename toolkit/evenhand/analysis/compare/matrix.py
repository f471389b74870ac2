"""The matrix: which criteria each policy uses, how, and how each decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.outline import outline
from evenhand.analysis.plain import place
from evenhand.analysis.uses import Use, uses_of
from evenhand.messages import Bilingual, in_both, message, shown_text
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, label_words

CLASSES: Final = (
    "financial",
    "behaviour",
    "bureau",
    "relationship",
    "status",
    "office",
    "demographic",
    "location",
    "biometric",
    "derived",
    "reference",
    "other",
)
"""The classes of attributes in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a cell says: its words, and where it stands in the policy."""

    words: Words
    role: str
    element: str | None = None
    use: Use | None = None

    def data(self) -> Mapping[str, object]:
        found: dict[str, object] = {"role": self.role, "text": in_both(self.words)}
        if self.use is not None:
            found |= {"element": self.element, "at": place(self.use.location)}
        return found


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion, or one part of how policies decide, for all policies.

    ``cells`` are by policy, empty where the policy does not have it. ``group`` is the attribute's
    class or ``structure``; ``fact`` what the attribute measures, where several measure the same.
    """

    group: str
    name: str
    label: Words
    fact: str | None
    cells: Mapping[str, tuple[Entry, ...]]

    @property
    def same(self) -> bool:
        """Whether all policies say the same."""
        said = [
            sorted(shown_text(one.words, "en") for one in entries)
            for entries in self.cells.values()
        ]
        return all(one == said[0] for one in said)

    @property
    def users(self) -> tuple[str, ...]:
        """The policies that have it."""
        return tuple(name for name, entries in self.cells.items() if entries)

    def data(self) -> Mapping[str, object]:
        return {
            "group": self.group,
            "name": self.name,
            "label": in_both(self.label),
            "fact": self.fact,
            "same": self.same,
            "cells": {
                name: [one.data() for one in entries] for name, entries in self.cells.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """All criteria of some policies, or those that differ where ``only_different`` was asked for.

    ``titles`` are the policies by id.
    """

    titles: Mapping[str, Bilingual]
    rows: tuple[Row, ...]
    only_different: bool = False

    @property
    def only_one(self) -> tuple[Row, ...]:
        """The criteria that a single policy uses."""
        return tuple(r for r in self.rows if r.group != "structure" and len(r.users) == 1)

    def data(self) -> Mapping[str, object]:
        return {
            "policies": [
                {"policy": name, "title": in_both(title)} for name, title in self.titles.items()
            ],
            "only_different": self.only_different,
            "rows": [row.data() for row in self.rows],
            "only_one": [{"attribute": row.name, "policy": row.users[0]} for row in self.only_one],
        }


def matrix_of(policies: Sequence[Policy], *, only_different: bool = False) -> Matrix:
    """The criteria of some policies side by side."""
    rows = [*_criteria(policies), *_structure(policies)]
    if only_different:
        rows = [row for row in rows if not row.same]
    titles = {policy.id: policy.header.title for policy in policies}
    return Matrix(titles, tuple(rows), only_different)


def _criteria(policies: Sequence[Policy]) -> Iterator[Row]:
    uses = {policy.id: uses_of(policy) for policy in policies}
    known: dict[str, Policy] = {}
    for policy in policies:
        for use in uses[policy.id]:
            known.setdefault(use.attribute, policy)
    rows = []
    for name, policy in known.items():
        attribute = policy.dictionary.attributes.get(name)
        group = "derived" if attribute is None else attribute.category or "other"
        cells = {
            one: tuple(Entry(u.words, u.role, u.element, u) for u in listed if u.attribute == name)
            for one, listed in uses.items()
        }
        fact = None if attribute is None else attribute.measure_of
        rows.append(Row(group, name, label_words(name, policy), fact, cells))
    yield from sorted(rows, key=_rank)


def _rank(row: Row) -> tuple[int, str, str]:
    """By class, then what measures the same fact together."""
    known = row.group if row.group in CLASSES else "other"
    return (CLASSES.index(known), row.fact or row.name, row.name)


def _structure(policies: Sequence[Policy]) -> Iterator[Row]:
    outlines = {policy.id: outline(policy) for policy in policies}
    names = dict.fromkeys(name for one in outlines.values() for name in one)
    for name in names:
        cells = {
            policy: (Entry(words, "structure"),) if (words := one.get(name)) is not None else ()
            for policy, one in outlines.items()
        }
        yield Row("structure", name, message(f"compare.structure.{name}"), None, cells)
