"""Extension: a policy that takes over another and says only what differs.

``extends`` names the other policy's file, or a shipped policy by ``@id``; ``remove``, ``replace``
and ``add`` work on elements by address (``knockouts/heavy-debt``, ``tiers/gold/paths/by-score``).
Top-level blocks that the file writes itself take the place of the other's. The other's sources
are taken over beside its own; worked customers are not, since they were worked for the other
policy. Engines only ever see the effective policy.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from evenhand.finding import Finding, in_order
from evenhand.loading import schema
from evenhand.loading.document import Document
from evenhand.loading.elaborate.context import near_hint
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, Sequence
from evenhand.loading.origin import Origin, OutsideError
from evenhand.loading.problems import Shown, problem
from evenhand.loading.shipped import shipped_by_id
from evenhand.location import Location

Open = Callable[[Origin], Document]

NOT_TAKEN_OVER: Final = frozenset({"extends", "examples"})


@dataclass(frozen=True, slots=True)
class Extended:
    """The effective document, with the documents that it was taken from, nearest first.

    Where it cannot be extended, the document has no root, and a finding says why.
    """

    document: Document
    bases: tuple[Document, ...] = ()


class _Refused(Exception):
    """An extension that cannot be carried out, with the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__()
        self.findings = findings


def extended(document: Document, open_: Open) -> Extended:
    """The effective document of a policy that extends another, checked against the schema."""
    try:
        return _extended(document, open_, (document.source.path,))
    except _Refused as refused:
        findings = in_order({*document.findings, *refused.findings})
        return Extended(replace(document, root=None, findings=findings))


def _extended(document: Document, open_: Open, chain: tuple[str, ...]) -> Extended:
    assert document.root is not None
    block = document.root.get("extends")
    if block is None:
        return Extended(document)
    name = block.get("policy") if isinstance(block, Mapping) else None
    wrong = _holds_bad(block, document.bad)
    if wrong or not isinstance(block, Mapping) or not isinstance(name, Scalar):
        raise _Refused(*document.findings)
    base = _base(document, name, open_, chain)
    assert base.document.root is not None
    taken = _beside(base.document.root, name.text)
    root = _merged(taken, document.root, block)
    report = schema.check(root, "policy")
    told = {(one.rule, one.location) for one in (*document.findings, *base.document.findings)}
    fresh = [one for one in report.findings if (one.rule, one.location) not in told]
    findings = in_order({*document.findings, *base.document.findings, *fresh})
    bad = document.bad | base.document.bad | report.bad
    whole = replace(document, root=root, bad=bad, findings=findings)
    return Extended(whole, (base.document, *base.bases))


def _holds_bad(node: Node, bad: frozenset[int]) -> bool:
    """Whether the schema complains about a node or about something in it."""
    return id(node) in bad or any(_holds_bad(one, bad) for one in _parts(node))


def _base(document: Document, name: Scalar, open_: Open, chain: tuple[str, ...]) -> Extended:
    origin = _origin(document, name)
    if origin.shown in chain:
        names = " → ".join((*chain[chain.index(origin.shown) :], origin.shown))
        raise _refused("cycle-in-extends", name.location, names=names)
    found = open_(origin)
    if found.root is None and found.wrong:
        raise _Refused(*found.findings)
    if found.kind != "policy" or found.root is None:
        raise _refused("extends-not-a-policy", name.location, name=name.text)
    return _extended(found, open_, (*chain, origin.shown))


def _origin(document: Document, name: Scalar) -> Origin:
    """Where the other policy stands."""
    try:
        shipped = name.text.startswith("@")
        found = shipped_by_id(name.text[1:]) if shipped else document.origin.beside(name.text)
    except OutsideError:
        raise _refused("outside-project", name.location, name=name.text) from None
    if found is None:
        raise _refused("extends-missing", name.location, name=name.text)
    return found


# -- the nodes of the effective policy -------------------------------------------------------------


def _beside(base: Mapping, path: str) -> Mapping:
    """The base with paths of vocabularies as they are seen from the file that extends it."""
    given = base.get("vocabulary")
    folder = PurePosixPath(path).parent
    if not isinstance(given, Sequence) or path.startswith("@"):
        return base
    names = tuple(
        replace(one, text=os.path.normpath(folder / one.text))
        if isinstance(one, Scalar) and (one.text.endswith((".yaml", ".yml")) or "/" in one.text)
        else one
        for one in given.items
    )
    return _with_entry(base, "vocabulary", Sequence(given.location, names))


def _merged(base: Mapping, own: Mapping, block: Mapping) -> Mapping:
    written = {one.key.text: one for one in own.entries if one.key.text != "extends"}
    head, theirs = own.get("policy"), base.get("policy")
    if isinstance(head, Mapping) and isinstance(theirs, Mapping):
        both = Entry(written["policy"].key, _with_sources(head, theirs))
        written["policy"] = both
    entries = [
        written.pop(one.key.text, one)
        for one in base.entries
        if one.key.text not in NOT_TAKEN_OVER or one.key.text in written
    ]
    result = Mapping(own.location, (*entries, *written.values()))
    for address in _items(block.get("remove")):
        if isinstance(address, Scalar):
            result = _changed(result, address, None)
    for change in _changes(block.get("replace")):
        at, new = change.get("at"), change.get("with")
        if isinstance(at, Scalar) and new is not None:
            result = _changed(result, at, new)
    for change in _changes(block.get("add")):
        result = _with_added(result, change)
    return result


def _with_sources(own: Mapping, theirs: Mapping) -> Mapping:
    """The head of the policy with the other's sources that it does not declare itself."""
    declared, taken = own.get("sources"), theirs.get("sources")
    if not isinstance(taken, Mapping):
        return own
    if not isinstance(declared, Mapping):
        return own if declared is not None else _with_entry(own, "sources", taken, theirs)
    known = declared.keys()
    more = tuple(one for one in taken.entries if one.key.text not in known)
    return _with_entry(own, "sources", Mapping(declared.location, (*declared.entries, *more)))


def _with_entry(node: Mapping, key: str, value: Node, keys: Mapping | None = None) -> Mapping:
    """The mapping with another value for a key; a new key comes from ``keys``."""
    if node.get(key) is None:
        name = None if keys is None else keys.key(key)
        assert name is not None
        return Mapping(node.location, (*node.entries, Entry(name, value)))
    entries = (Entry(e.key, value) if e.key.text == key else e for e in node.entries)
    return Mapping(node.location, tuple(entries))


def _parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly in a node."""
    return tuple(e.value for e in node.entries) if isinstance(node, Mapping) else _items(node)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _changes(node: Node | None) -> tuple[Mapping, ...]:
    return tuple(one for one in _items(node) if isinstance(one, Mapping))


def _changed(root: Mapping, place: Scalar, new: Node | None) -> Mapping:
    """The root with the part at an address replaced, or removed where ``new`` is None."""
    changed = _rewrite(root, place, place.text.split("/"), new)
    assert isinstance(changed, Mapping)
    return changed


def _rewrite(node: Node, place: Scalar, steps: list[str], new: Node | None) -> Node:
    """As ``_changed``; a list or mapping whose last part is removed goes with it."""
    step, rest = steps[0], steps[1:]
    if isinstance(node, Mapping):
        at = next((i for i, e in enumerate(node.entries) if e.key.text == step), None)
        if at is None:
            raise _unknown_part(place, step, node)
        old = node.entries[at]
        value = _rewrite(old.value, place, rest, new) if rest else new
        if value is not None and new is None and rest and not _parts(value):
            value = None
        kept = () if value is None else (Entry(old.key, value),)
        return Mapping(node.location, (*node.entries[:at], *kept, *node.entries[at + 1 :]))
    if isinstance(node, Sequence):
        at = next((i for i, item in enumerate(node.items) if _id(item) == step), None)
        if at is None:
            raise _unknown_part(place, step, node)
        item = _rewrite(node.items[at], place, rest, new) if rest else new
        left = () if item is None else (item,)
        return Sequence(node.location, (*node.items[:at], *left, *node.items[at + 1 :]))
    raise _unknown_part(place, step, node)


def _with_added(root: Mapping, change: Mapping) -> Mapping:
    """The root with an item added to a list, or entries to a mapping."""
    to, item, before = change.get("to"), change.get("item"), change.get("before")
    if not isinstance(to, Scalar) or item is None:
        return root
    here: Node = root
    for step in to.text.split("/"):
        found = _child(here, step)
        if found is None:
            raise _unknown_part(to, step, here)
        here = found
    if isinstance(here, Mapping) and isinstance(item, Mapping) and before is None:
        return _changed(root, to, _with_entries(here, item))
    if not isinstance(here, Sequence):
        raise _refused("extends-not-a-list", to.location, address=to.text)
    at = len(here.items)
    if isinstance(before, Scalar):
        places = [i for i, one in enumerate(here.items) if _id(one) == before.text]
        if not places:
            raise _unknown_part(before, before.text, here)
        at = places[0]
    longer = Sequence(here.location, (*here.items[:at], item, *here.items[at:]))
    return _changed(root, to, longer)


def _with_entries(node: Mapping, more: Mapping) -> Mapping:
    for entry in more.entries:
        if node.get(entry.key.text) is not None:
            raise _refused("extends-there-already", entry.key.location, name=entry.key.text)
    return Mapping(node.location, (*node.entries, *more.entries))


def _child(node: Node, step: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(step)
    return next((item for item in _items(node) if _id(item) == step), None)


def _id(node: Node) -> str | None:
    name = node.get("id") if isinstance(node, Mapping) else None
    return name.text if isinstance(name, Scalar) else None


def _unknown_part(place: Scalar, step: str, node: Node) -> _Refused:
    known = node.keys() if isinstance(node, Mapping) else tuple(map(_id, _items(node)))
    hint = near_hint(step, [name for name in known if name])
    return _Refused(
        problem("extends-unknown-part", place.location, hint=hint, address=place.text, name=step)
    )


def _refused(rule: str, location: Location, **values: Shown) -> _Refused:
    return _Refused(problem(rule, location, hint=None, related=(), **values))
