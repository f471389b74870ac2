"""Mapping files: where the attributes of policies stand in a bank's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import Document, open_document
from evenhand.loading.elaborate.context import Context, near_hint
from evenhand.loading.library import Loader, context_for
from evenhand.loading.nodes import Entry, Node, Scalar
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.origin import Origin
from evenhand.loading.problems import problem
from evenhand.model.customer import DISCRETION_PREFIX
from evenhand.model.policy import Policy
from evenhand.model.table_mapping import (
    SEPARATOR,
    UNITS,
    WITHOUT,
    Completed,
    Field,
    TableMapping,
)
from evenhand.model.vocabulary import Attribute, Kind


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """What a mapping file says, and everything that is wrong with it."""

    document: Document
    findings: tuple[Finding, ...]
    mapping: TableMapping

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def load_mapping(loader: Loader, origin: Origin, policies: Sequence[Policy]) -> LoadedMapping:
    """A mapping file, checked against the policies' attributes and the shipped vocabularies.

    One file may serve many policies, so it may say more than these ask for. Never raises for what
    stands in it.
    """
    document = open_document(origin, loader.setup.limits)
    if document.root is None or document.kind != "mapping":
        found = document.findings
        if document.root is not None and document.kind is not None:
            wrong = problem("not-mapping", document.root.location, kind=document.kind)
            found = in_order((*found, wrong))
        return LoadedMapping(document, found, WITHOUT)
    context = context_for(policies[0], document.bad)
    known = dict(loader.shipped_words().attributes)
    for policy in policies:
        known.update(policy.dictionary.attributes)
    fields = context.whole_entries(
        document.root.get("columns"), lambda entry: _field(context, known, entry)
    )
    mapping = _whole(context, document.root, {one.name: one for one in fields})
    found = in_order((*document.findings, *context.findings))
    return LoadedMapping(document, found, mapping)


def _whole(context: Context, root: MappingNode, fields: Mapping[str, Field]) -> TableMapping:
    about = root.get("mapping")
    if not isinstance(about, MappingNode) or id(about) in context.bad:
        return TableMapping(fields=fields)
    return TableMapping(
        id=_text(about, "id") or "",
        fields=fields,
        customer=_text(about, "customer"),
        missing=_texts(about, "missing"),
        floats=_text(about, "floats") == "as_printed",
        encoding=_text(about, "encoding"),
        delimiter=_text(about, "delimiter"),
    )


def _field(context: Context, known: Mapping[str, Attribute], entry: Entry) -> Field:
    name, node = entry.key.text, context.sound(entry.value)
    attribute = known.get(name)
    if attribute is None and not name.startswith(DISCRETION_PREFIX):
        hint = near_hint(name, known)
        raise context.fail("unknown-attribute", entry.key, hint=hint, name=name)
    if isinstance(node, Scalar):
        return Field(name, node.text, location=entry.key.location)
    found = context.mapping(node)
    _check(context, attribute, name, found)
    return Field(
        name,
        _text(found, "column"),
        location=entry.key.location,
        constant=_text(found, "constant"),
        times=_times(context, found),
        codes=_codes(context, attribute, found),
        yes=_texts(found, "yes"),
        no=_texts(found, "no"),
        date_format=_text(found, "format"),
        completed=_completed(found),
        missing=_texts(found, "missing"),
        separator=_text(found, "separator") or SEPARATOR,
        members=_members(context, attribute, found),
    )


def _text(node: MappingNode, key: str) -> str | None:
    found = node.get(key)
    return found.text if isinstance(found, Scalar) else None


def _texts(node: MappingNode, key: str) -> tuple[str, ...]:
    found = node.get(key)
    items: tuple[Node, ...] = getattr(found, "items", ())
    return tuple(one.text for one in items if isinstance(one, Scalar))


def _completed(node: MappingNode) -> Completed | None:
    found = _text(node, "completed")
    return None if found is None else Completed(found)


# -- what fits which attribute -----------------------------------------------------------------

_ONE: tuple[str, ...] = ("column", "constant", "members")


def _check(context: Context, attribute: Attribute | None, name: str, node: MappingNode) -> None:
    """One place for the values, and only what the kind of the attribute has a use for."""
    given = [key for key in _ONE if node.get(key) is not None]
    if len(given) != 1:
        raise context.fail("mapping-place", node, name=name)
    fitting = set(_fitting(attribute))
    for entry in node.entries:
        if entry.key.text not in fitting:
            kind = "boolean" if attribute is None else attribute.kind.value
            raise context.fail(
                "mapping-misfit", entry.key, name=name, key=entry.key.text, kind=kind
            )
    if attribute is not None and attribute.kind is Kind.DATE and node.get("completed") is not None:
        raise context.fail("mapping-misfit", node, name=name, key="completed", kind="date")
    twice = set(_texts(node, "yes")) & set(_texts(node, "no"))
    if twice:
        raise context.fail("mapping-twice", node, name=name, text=sorted(twice)[0])


def _fitting(attribute: Attribute | None) -> Iterator[str]:
    yield from ("column", "constant", "missing", "note")
    if attribute is None or attribute.kind is Kind.BOOLEAN:
        yield from ("yes", "no")
    elif attribute.kind is Kind.SET:
        yield from ("codes", "separator", "members", "yes", "no")
    elif attribute.kind.has_codes:
        yield "codes"
    elif attribute.kind is Kind.DATE:
        yield "format"
    else:
        yield from ("unit", "times", "completed", "format")


def _times(context: Context, node: MappingNode) -> Fraction:
    unit = _text(node, "unit")
    times = context.optional_number(node.get("times"))
    if times is not None and times <= 0:
        given = node.get("times")
        assert given is not None
        raise context.fail("mapping-times", given)
    return (times or Fraction(1)) * UNITS.get(unit or "", Fraction(1))


def _codes(
    context: Context, attribute: Attribute | None, node: MappingNode
) -> Mapping[str, str] | None:
    found = node.get("codes")
    if found is None or attribute is None:
        return None
    codes = {}
    for entry in context.mapping(found).entries:
        code = context.text(entry.value)
        _known_code(context, attribute, code, entry.value)
        codes[entry.key.text] = code
    return codes


def _members(context: Context, attribute: Attribute | None, node: MappingNode) -> Mapping[str, str]:
    found = node.get("members")
    if found is None or attribute is None:
        return {}
    members = {}
    for entry in context.mapping(found).entries:
        _known_code(context, attribute, entry.key.text, entry.key)
        members[entry.key.text] = context.text(entry.value)
    return members


def _known_code(context: Context, attribute: Attribute, code: str, where: Node) -> None:
    if code not in attribute.codes:
        hint = near_hint(code, attribute.codes)
        raise context.fail("mapping-code", where, hint=hint, name=attribute.id, code=code)
