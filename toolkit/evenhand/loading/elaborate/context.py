"""What elaboration carries along: the names in force, the findings, and how nodes are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from evenhand.finding import Finding, Related, Severity
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, ScalarKind, Sequence, number
from evenhand.loading.problems import Shown, problem
from evenhand.location import Location
from evenhand.messages import Bilingual, Message, message
from evenhand.model.element import About, Declaration, Declared, SourceRef, Text
from evenhand.model.vocabulary import Dictionary
from evenhand.suggest import closest

Built = TypeVar("Built")


class Skip(Exception):
    """A part cannot be built because of something that has been reported already."""


@dataclass(slots=True)
class Context:
    """One document being elaborated.

    ``bad`` holds the identities of nodes that the schema has already complained about: what
    depends on them is skipped in silence, so nothing follows from nothing. ``pending`` are derived
    attributes of this document that are still to be built, ``unbuilt`` attributes that could not
    be built, here or in a vocabulary. ``partial``: a vocabulary could not be found or read, so a
    name that is not known may well be right.
    """

    owner: str | None
    dictionary: Dictionary
    bad: frozenset[int] = frozenset()
    definitions: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    otherwise: str | None = None
    score_names: tuple[str, ...] = ()
    card_names: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    benefits: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()
    unbuilt: frozenset[str] = frozenset()
    partial: bool = False
    assessment_months: int | None = None
    findings: list[Finding] = field(default_factory=list)
    discretions: dict[tuple[str, str], Location] = field(default_factory=dict)
    element: str = ""
    skipped: bool = False

    def report(
        self,
        rule: str,
        where: Node | Location,
        /,
        *,
        hint: Message | None = None,
        severity: Severity = Severity.ERROR,
        related: tuple[Related, ...] = (),
        **values: Shown,
    ) -> None:
        """Add a finding: sentence ``load.<rule>``, hint ``load.<rule>.hint`` or the given one."""
        location = where if isinstance(where, Location) else where.location
        found = problem(rule, location, hint=hint, related=related, **values)
        self.findings.append(
            replace(found, severity=severity, policy=self.owner, element=self.element or None)
        )

    def fail(self, rule: str, where: Node | Location, /, **details: object) -> Skip:
        """Report an error and return the exception to raise."""
        self.report(rule, where, **details)  # type: ignore[arg-type]
        return Skip()

    def attempt(self, build: Callable[[], Built]) -> Built | None:
        """Build a part, or None if it had to be skipped."""
        try:
            return build()
        except Skip:
            self.skipped = True
            return None

    def each(self, nodes: Iterable[Node], build: Callable[[Node], Built]) -> tuple[Built, ...]:
        """Build every item, reporting all that is wrong; Skip if one of them had to be skipped."""
        built = [self.attempt(lambda node=node: build(node)) for node in nodes]  # type: ignore[misc]
        whole = tuple(item for item in built if item is not None)
        if len(whole) < len(built):
            raise Skip
        return whole

    def whole(self, nodes: Iterable[Node], build: Callable[[Node], Built]) -> tuple[Built, ...]:
        """Build what can be built, leaving out what had to be skipped."""
        built = (self.attempt(lambda node=node: build(node)) for node in nodes)  # type: ignore[misc]
        return tuple(item for item in built if item is not None)

    def whole_entries(
        self, node: Node | None, build: Callable[[Entry], Built]
    ) -> tuple[Built, ...]:
        """Build what can be built of a mapping's entries."""
        found = None if node is None else self.attempt(lambda: self.mapping(node))
        listed = () if found is None else found.entries
        built = [self.attempt(lambda one=one: build(one)) for one in listed]  # type: ignore[misc]
        return tuple(item for item in built if item is not None)

    def inside(self, element: str) -> Inside:
        """A ``with`` block whose findings carry the element's address."""
        return Inside(self, element)

    # -- reading nodes: wrong shapes have been reported by the schema ------------------------------

    def sound(self, node: Node | None) -> Node:
        """The node, unless it is absent or already reported."""
        if node is None or id(node) in self.bad:
            raise Skip
        return node

    def mapping(self, node: Node | None) -> Mapping:
        found = self.sound(node)
        if not isinstance(found, Mapping):
            raise Skip
        return found

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; nothing where the list is absent."""
        if node is None:
            return ()
        found = self.sound(node)
        if not isinstance(found, Sequence):
            raise Skip
        return found.items

    def scalar(self, node: Node | None) -> Scalar:
        found = self.sound(node)
        if not isinstance(found, Scalar):
            raise Skip
        return found

    def text(self, node: Node | None) -> str:
        return self.scalar(node).text

    def optional_text(self, node: Node | None) -> str | None:
        return None if node is None else self.text(node)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def number(self, node: Node | None) -> Fraction:
        found = number(self.scalar(node))
        if found is None:
            raise Skip
        return found

    def optional_number(self, node: Node | None) -> Fraction | None:
        return None if node is None else self.number(node)

    def whole_number(self, node: Node | None) -> int:
        found = self.number(node)
        if found.denominator != 1:
            raise Skip
        return int(found)

    def flag(self, node: Node | None, default: bool) -> bool:
        if node is None:
            return default
        found = self.scalar(node)
        if found.kind is not ScalarKind.BOOLEAN:
            raise Skip
        return found.text.lower() == "true"

    def day(self, node: Node | None) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            raise Skip from None

    def bilingual(self, node: Node | None) -> Bilingual:
        found = self.mapping(node)
        return Bilingual(self.text(found.get("en")), self.text(found.get("zh")))

    def wording(self, node: Node | None) -> Text | None:
        """A text in one language or in both; None where it is absent."""
        if node is None:
            return None
        return self.bilingual(node) if isinstance(node, Mapping) else self.text(node)

    # -- what any element may carry ----------------------------------------------------------------

    def source_refs(self, node: Node | None) -> tuple[SourceRef, ...]:
        """The sources of an element: an id, a detailed reference, or a list of these."""
        if node is None:
            return ()
        nodes = node.items if isinstance(node, Sequence) else (node,)
        return self.each(nodes, self._source_ref)

    def _source_ref(self, node: Node) -> SourceRef:
        if isinstance(node, Mapping):
            name = self.scalar(node.get("id"))
            at = self.optional_text(node.get("at"))
            quote = self.optional_text(node.get("quote"))
            reference = SourceRef(name.text, at, quote, self.texts(node.get("entries")))
        else:
            name = self.scalar(node)
            reference = SourceRef(name.text)
        if name.text not in self.sources:
            self.report(
                "unknown-source", name, hint=near_hint(name.text, self.sources), name=name.text
            )
        return reference

    def about(self, node: Mapping) -> About:
        """Title, sources, reasons and declared remarks of an element."""
        title = node.get("title")
        declared = {
            key: declaration(value)
            for key in ("assumes", "priority", "prefers")
            if (value := node.get(key)) is not None
        }
        return About(
            title=None if title is None else self.bilingual(title),
            source=self.source_refs(node.get("source")),
            because=self.wording(node.get("because")),
            note=self.wording(node.get("note")),
            declared=declared,
        )


@dataclass(slots=True)
class Inside:
    """Sets the element's address while a part is built."""

    context: Context
    element: str
    before: str = ""

    def __enter__(self) -> None:
        self.before = self.context.element
        self.context.element = f"{self.before}/{self.element}" if self.before else self.element

    def __exit__(self, *_: object) -> None:
        self.context.element = self.before


def declaration(node: Node) -> Declaration:
    """A node as a declared setting: kept whole, with places, and never evaluated."""
    value: Declared
    match node:
        case Mapping():
            value = {entry.key.text: declaration(entry.value) for entry in node.entries}
        case Sequence():
            value = tuple(declaration(item) for item in node.items)
        case Scalar():
            value = _declared_scalar(node)
    return Declaration(value, node.location)


def _declared_scalar(node: Scalar) -> str | bool | Fraction | None:
    match node.kind:
        case ScalarKind.NULL:
            return None
        case ScalarKind.BOOLEAN:
            return node.text.lower() == "true"
        case ScalarKind.INTEGER | ScalarKind.DECIMAL:
            return number(node)
        case ScalarKind.TEXT:
            exact = None if node.quoted else number(node)
            return node.text if exact is None else exact


def near_hint(name: str, known: Iterable[str]) -> Message | None:
    """A hint with the nearest known name, else with all known names if they are few."""
    names = sorted(known)
    close = closest(name, names)
    if close is not None:
        return message("load.did-you-mean", name=close)
    if names and len(names) <= 12:
        return message("load.known-names", names=", ".join(names))
    return None
