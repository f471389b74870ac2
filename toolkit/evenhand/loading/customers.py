"""Files of several customers: YAML of the kind ``customers``, or a table of values with commas."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.decoding import decoded
from evenhand.loading.document import open_document
from evenhand.loading.elaborate.context import Context, near_hint
from evenhand.loading.elaborate.examples import customer
from evenhand.loading.library import Loader, context_for
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.nodes import Node, Scalar, Sequence
from evenhand.loading.origin import DiskFile, Origin
from evenhand.loading.problems import problem
from evenhand.loading.reader import too_large
from evenhand.loading.separated import Cell, OpenQuote, rows
from evenhand.loading.text import Text, text_of
from evenhand.model.customer import (
    DISCRETION_PREFIX,
    Customer,
    Given,
    ValueRefused,
    make_customer,
)
from evenhand.model.policy import Policy
from evenhand.model.values import value_text
from evenhand.model.vocabulary import Kind

ID: Final = "id"
MEMBERS: Final = ";"
"""What stands between the members of a set within one cell."""

SHOWN: Final = 20
"""The most mistakes of a table that are told at once."""


@dataclass(frozen=True, slots=True)
class Person:
    """One customer of a file. ``told`` are all values as text, those beside the policy included."""

    id: str
    customer: Customer
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadedCustomers:
    """The customers of one file, in its order, and everything that is wrong with it."""

    path: str
    sha256: str
    people: tuple[Person, ...]
    findings: tuple[Finding, ...]

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def load_customers(
    loader: Loader, origin: Origin, policy: Policy, extra: Iterable[str] = ()
) -> LoadedCustomers:
    """The customers of a file, checked against the policy's attributes.

    A file that ends with ``.csv`` is a table: attributes as its head, one customer a row, empty
    where a value is not known. Attributes of shipped vocabularies that the policy does not ask for
    are checked and told, and so are columns in ``extra``. Never raises for what stands in it.
    """
    known = _with_shipped_words(loader, policy)
    if PurePosixPath(origin.shown).suffix.lower() == ".csv" and isinstance(origin, DiskFile):
        return _table(loader, origin, policy, known, frozenset(extra))
    document = open_document(origin, loader.setup.limits)
    found = document.findings
    if document.root is None or document.kind != "customers":
        if document.root is not None and document.kind is not None:
            wrong = problem("not-customers", document.root.location, kind=document.kind)
            found = in_order((*found, wrong))
        return LoadedCustomers(document.source.path, document.sha256, (), found)
    context = context_for(known, document.bad)
    listed = document.root.get("customers")
    items = listed.items if isinstance(listed, Sequence) else ()
    numbered = {id(item): number for number, item in enumerate(items, 1)}
    people = context.whole(
        items, lambda node: _person(context, policy, known, node, numbered[id(node)])
    )
    return LoadedCustomers(
        document.source.path, document.sha256, people, in_order((*found, *context.findings))
    )


def _with_shipped_words(loader: Loader, policy: Policy) -> Policy:
    words = loader.shipped_words()
    attributes = {**words.attributes, **policy.dictionary.attributes}
    return replace(policy, dictionary=replace(policy.dictionary, attributes=attributes))


def _person(context: Context, policy: Policy, known: Policy, node: Node, number: int) -> Person:
    found = context.mapping(node)
    name = found.get("id")
    called = name.text if isinstance(name, Scalar) else str(number)
    given = found.get("given")
    made = customer(context, known, context.sound(given))
    assert isinstance(given, MappingNode)
    return _asked(policy, called, made, {})


def _asked(policy: Policy, called: str, made: Customer, told: Mapping[str, str]) -> Person:
    """A person with the values that the policy asks for; the others are only told."""
    texts = {name: value_text(value) for name, value in made.values.items()}
    asked = policy.dictionary.attributes
    values = {name: value for name, value in made.values.items() if name in asked}
    return Person(called, replace(made, values=values), {**texts, **told})


# -- tables ------------------------------------------------------------------------------------


def _table(
    loader: Loader, origin: DiskFile, policy: Policy, known: Policy, extra: frozenset[str]
) -> LoadedCustomers:
    limits = loader.setup.limits
    shown = origin.shown
    try:
        data = origin.path.read_bytes()
    except OSError:
        name = "missing-file" if not origin.path.exists() else "no-access"
        return _refused(shown, "", name)
    digest = hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
    if len(data) > limits.max_bytes:
        return LoadedCustomers(shown, digest, (), too_large(shown, len(data), limits).findings)
    read = decoded(data, shown)
    if read.written is None:
        told = () if read.finding is None else (read.finding,)
        return LoadedCustomers(shown, digest, (), told)
    text = text_of(shown, read.written)
    try:
        listed = list(rows(text))
    except OpenQuote as quote:
        found = problem("open-quote", quote.location)
        return LoadedCustomers(shown, digest, (), (found,))
    reading = _Table(text, policy, known, extra)
    people = reading.people(listed)
    return LoadedCustomers(shown, digest, people, in_order(reading.findings[:SHOWN]))


def _refused(shown: str, digest: str, name: str) -> LoadedCustomers:
    return LoadedCustomers(shown, digest, (), (problem(name, text_of(shown, "").location(0, 0)),))


@dataclass(slots=True)
class _Table:
    """One table being read."""

    text: Text
    policy: Policy
    known: Policy
    extra: frozenset[str]
    findings: list[Finding] = field(default_factory=list)

    def people(self, listed: list[tuple[Cell, ...]]) -> tuple[Person, ...]:
        if len(listed) < 2:
            self.findings.append(problem("table-without-rows", self.text.location(0, 0)))
            return ()
        head, *body = listed
        names = [cell.text for cell in head]
        self._check_head(head)
        if self.findings:
            return ()
        made = (self._person(names, row, number) for number, row in enumerate(body, 1))
        return tuple(one for one in made if one is not None)

    def _check_head(self, head: tuple[Cell, ...]) -> None:
        known = self.known.dictionary
        seen: set[str] = set()
        for cell in head:
            name = cell.text
            if name in seen:
                self.findings.append(problem("column-twice", cell.location, name=name))
            seen.add(name)
            if name in (ID, "held_tier", "assessments_below") or name in self.extra:
                continue
            if name.startswith(DISCRETION_PREFIX) or name in known.attributes:
                continue
            hint = near_hint(name, known.attributes)
            self.findings.append(problem("unknown-column", cell.location, hint=hint, name=name))

    def _person(self, names: list[str], row: tuple[Cell, ...], number: int) -> Person | None:
        if len(row) != len(names):
            self.findings.append(
                problem("row-length", row[0].location, cells=len(row), columns=len(names))
            )
            return None
        given: dict[str, Given] = {}
        told: dict[str, str] = {}
        called = str(number)
        before = len(self.findings)
        for name, cell in zip(names, row, strict=True):
            if name == ID:
                called = cell.text or called
            elif name in self.extra and name not in self.known.dictionary.attributes:
                told[name] = cell.text
            elif cell.text:
                given[name] = self._value(name, cell)
                self._check(name, given[name], cell)
        if len(self.findings) > before:
            return None
        return _asked(self.policy, called, make_customer(self.known.dictionary, given), told)

    def _value(self, name: str, cell: Cell) -> Given:
        attribute = self.known.dictionary.attributes.get(name)
        if attribute is not None and attribute.kind is Kind.SET:
            parts: Iterator[str] = (one.strip() for one in cell.text.split(MEMBERS))
            return [one for one in parts if one]
        return cell.text

    def _check(self, name: str, value: Given, cell: Cell) -> None:
        try:
            make_customer(self.known.dictionary, {name: value})
        except ValueRefused as refused:
            self.findings.append(
                Finding(
                    rule=refused.message.key.replace("value.", "value-"),
                    severity=Severity.ERROR,
                    message=refused.message,
                    location=cell.location,
                    policy=self.policy.id,
                    hint=refused.hint,
                )
            )
