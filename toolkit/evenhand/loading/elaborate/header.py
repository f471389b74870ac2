"""From nodes to a policy's header: identity, period, standing, sources."""

from __future__ import annotations

from evenhand.loading.elaborate.context import Context, declaration
from evenhand.loading.elaborate.dictionary import entries
from evenhand.loading.nodes import Entry, Mapping, Node
from evenhand.model.policy import Bank, Header, PolicySource

SOURCE_FIELDS = frozenset({"title", "kind", "as_of", "confidence", "complete", "note"})


def header(context: Context, node: Node) -> Header:
    """The ``policy:`` block."""
    found = context.mapping(node)
    approved = found.get("approved")
    effective = found.get("effective")
    period = None if effective is None else context.mapping(effective)
    binding = found.get("binding")
    return Header(
        id=context.text(found.get("id")),
        title=context.bilingual(found.get("title")),
        bank=_bank(context, found.get("bank")),
        type=context.text(found.get("type")),
        jurisdictions=context.texts(found.get("jurisdictions")),
        currency=context.text(found.get("currency")),
        version=context.text(found.get("version")),
        effective_from=None if period is None else _date(context, period.get("from")),
        effective_until=None if period is None else _date(context, period.get("until")),
        standing=context.text(found.get("standing")),
        origin=context.wording(found.get("origin")),
        binding=None if binding is None else context.flag(binding, True),
        owner=context.wording(found.get("owner")),
        approved=None if approved is None else declaration(approved),
        sources={
            one.id: one
            for entry in entries(found.get("sources"))
            if (one := context.attempt(lambda entry=entry: _source(context, entry))) is not None  # type: ignore[misc]
        },
        about=context.about(found),
        location=found.location,
    )


def _bank(context: Context, node: Node | None) -> Bank:
    found = context.mapping(node)
    return Bank(
        context.text(found.get("id")),
        context.optional_text(found.get("kind")),
        context.bilingual(found.get("name")),
    )


def _date(context: Context, node: Node | None) -> str | None:
    """A date as written: a day, a month or a year; None where it is absent or unstated."""
    text = context.optional_text(node)
    return None if text == "unstated" else text


def _source(context: Context, entry: Entry) -> PolicySource:
    found = context.mapping(entry.value)
    title = context.wording(found.get("title"))
    return PolicySource(
        id=entry.key.text,
        title=title if title is not None else "",
        kind=context.text(found.get("kind")),
        as_of=_date(context, found.get("as_of")),
        confidence=context.optional_text(found.get("confidence")),
        complete=context.flag(found.get("complete"), True),
        details=_details(context, found),
        note=context.wording(found.get("note")),
        location=entry.key.location,
    )


def _details(context: Context, node: Mapping) -> dict[str, str]:
    return {
        one.key.text: context.text(one.value)
        for one in node.entries
        if one.key.text not in SOURCE_FIELDS
    }
