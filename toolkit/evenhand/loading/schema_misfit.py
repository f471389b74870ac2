"""What does not fit between a file and its schema, and the problems that people read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evenhand.loading.nodes import Mapping, Node, Scalar
from evenhand.loading.problems import shortened
from evenhand.loading.schema_words import Path, Schema, described, subject
from evenhand.location import Location
from evenhand.messages import Bilingual, Message, message


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit: the schema's keyword, what it wanted, and what stands there.

    ``schema`` is the part that the keyword stands in, ``about`` the part that says what the value
    is for. ``path`` leads to the value, ``nodes`` are the nodes on the way (the last one is the
    value), ``within`` is the way inside the schema.
    """

    keyword: str
    wanted: Any
    value: Any
    schema: Schema
    about: Schema
    within: Path
    path: Path
    nodes: tuple[Node, ...]

    @property
    def node(self) -> Node:
        return self.nodes[-1]

    @property
    def text(self) -> str:
        """The value as it is written; empty for lists and mappings."""
        return self.node.text if isinstance(self.node, Scalar) else ""

    @property
    def is_quoted(self) -> bool:
        """Whether the value stands in quotes."""
        return isinstance(self.node, Scalar) and self.node.quoted

    def entry(self, key: str) -> tuple[Scalar, Node]:
        """A key of the misfit's mapping, and what it holds."""
        assert isinstance(self.node, Mapping)
        return next((e.key, e.value) for e in self.node.entries if e.key.text == key)

    @property
    def form(self) -> str | None:
        """The name of the form that the schema wants of a value, if it has one."""
        found = self.schema.get("x-form")
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, with the nodes that nothing may be concluded from.

    ``words`` are the keys that the problem is about: missing ones, or the one that was meant.
    """

    rule: str
    message: Message
    location: Location
    path: Path
    bad: tuple[Node, ...]
    hint: Message | None = None
    cause: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def of_value(
    misfit: Misfit,
    rule: str,
    hint: Message | None = None,
    **values: str | int | Message | Bilingual,
) -> Problem:
    """A problem of the value itself; its sentence is ``schema.<rule>`` and names the subject."""
    return Problem(
        rule,
        message(f"schema.{rule}", subject=subject(misfit.path), **values),
        misfit.node.location,
        misfit.path,
        (misfit.node,),
        hint,
        cause=(misfit.text,),
    )


def of_key(
    misfit: Misfit, rule: str, key: str, hint: Message | None, **values: str | Message | Bilingual
) -> Problem:
    """A problem at a key of the misfit's mapping, whose sentence is ``schema.<rule>``."""
    own = misfit.node.key(key) if isinstance(misfit.node, Mapping) else None
    return Problem(
        rule,
        message(f"schema.{rule}", key=shortened(key), **values),
        misfit.node.location if own is None else own.location,
        misfit.path,
        (misfit.node,),
        hint,
        cause=(key,),
    )


def does_not_fit(misfit: Misfit) -> Problem:
    """The problem of a misfit for which there are no better words."""
    return of_value(misfit, "does-not-fit", described(misfit.schema))
