"""Extension: a policy that takes over another and says only what differs.

``extends`` names the other policy's file; ``remove``, ``replace`` and ``add`` work on elements by
address (``knockouts/heavy-debt``, ``tiers/gold/paths/by-score``). Top-level blocks that the file
writes itself take the place of the other's. Engines only ever see the effective policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evenhand.finding import Finding, in_order
from evenhand.loading import schema
from evenhand.loading.document import Document
from evenhand.loading.elaborate.context import near_hint
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, Sequence
from evenhand.loading.origin import Origin, OutsideError
from evenhand.loading.problems import Shown, problem
from evenhand.location import Location

Open = Callable[[Origin], Document]


class _Refused(Exception):
    """An extension that cannot be carried out, with the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


def extended(document: Document, open_: Open) -> Document:
    """The effective document of a policy that extends another, checked against the schema.

    Where it cannot be extended, the document has no root, and a finding says why.
    """
    return _extended(document, open_, (document.source.path,))


def _extended(document: Document, open_: Open, chain: tuple[str, ...]) -> Document:
    assert document.root is not None
    block = document.root.get("extends")
    if not isinstance(block, Mapping) or id(block) in document.bad:
        return document
    try:
        base = _base(document, block, open_, chain)
        root = _merged(base.root, document.root, block)
    except _Refused as refused:
        findings = in_order((*document.findings, refused.finding))
        return replace(document, root=None, findings=findings)
    report = schema.check(root, "policy")
    findings = in_order({*document.findings, *base.findings, *report.findings})
    bad = document.bad | base.bad | report.bad
    return replace(document, root=root, bad=bad, findings=findings)


@dataclass(frozen=True, slots=True)
class _Base:
    root: Mapping
    bad: frozenset[int]
    findings: tuple[Finding, ...]


def _base(document: Document, block: Mapping, open_: Open, chain: tuple[str, ...]) -> _Base:
    name = block.get("policy")
    if not isinstance(name, Scalar):
        raise _refused("extends-missing", block.location, name="")
    try:
        origin = document.origin.beside(name.text)
    except OutsideError:
        raise _refused("outside-project", name.location, name=name.text) from None
    if origin is None:
        raise _refused("extends-missing", name.location, name=name.text)
    if origin.shown in chain:
        names = " → ".join((*chain[chain.index(origin.shown) :], origin.shown))
        raise _refused("cycle-in-extends", name.location, names=names)
    found = open_(origin)
    if found.kind == "policy" and found.root is not None and found.root.get("extends") is not None:
        found = _extended(found, open_, (*chain, origin.shown))
    if found.kind != "policy" or found.root is None:
        raise _refused("extends-not-a-policy", name.location, name=name.text)
    return _Base(found.root, found.bad, found.findings)


def _merged(base: Mapping, own: Mapping, block: Mapping) -> Mapping:
    written = {entry.key.text: entry for entry in own.entries if entry.key.text != "extends"}
    entries = [
        written.pop(entry.key.text, entry) for entry in base.entries if entry.key.text != "extends"
    ]
    result = Mapping(own.location, (*entries, *written.values()))
    for address in _items(block.get("remove")):
        if isinstance(address, Scalar):
            result = _changed(result, address, address.text.split("/"), None)
    for change in _items(block.get("replace")):
        if isinstance(change, Mapping):
            at, new = change.get("at"), change.get("with")
            if isinstance(at, Scalar) and new is not None:
                result = _changed(result, at, at.text.split("/"), new)
    for change in _items(block.get("add")):
        if isinstance(change, Mapping):
            result = _with_added(result, change)
    return result


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _changed(root: Mapping, place: Scalar, steps: list[str], new: Node | None) -> Mapping:
    changed = _rewrite(root, place, steps, new)
    assert isinstance(changed, Mapping)
    return changed


def _rewrite(node: Node, place: Scalar, steps: list[str], new: Node | None) -> Node:
    """The node with the part at the address replaced, or removed where ``new`` is None."""
    step, rest = steps[0], steps[1:]
    if isinstance(node, Mapping):
        at = next((i for i, e in enumerate(node.entries) if e.key.text == step), None)
        if at is None:
            raise _unknown_part(place, step, node.keys())
        old = node.entries[at]
        value = _rewrite(old.value, place, rest, new) if rest else new
        kept = () if value is None else (Entry(old.key, value),)
        return Mapping(node.location, (*node.entries[:at], *kept, *node.entries[at + 1 :]))
    if isinstance(node, Sequence):
        at = next((i for i, item in enumerate(node.items) if _id(item) == step), None)
        if at is None:
            raise _unknown_part(place, step, tuple(_id(item) or "" for item in node.items))
        item = _rewrite(node.items[at], place, rest, new) if rest else new
        left = () if item is None else (item,)
        return Sequence(node.location, (*node.items[:at], *left, *node.items[at + 1 :]))
    raise _unknown_part(place, step, ())


def _with_added(root: Mapping, change: Mapping) -> Mapping:
    to, item, before = change.get("to"), change.get("item"), change.get("before")
    if not isinstance(to, Scalar) or item is None:
        return root
    here: Node | None = root
    for step in to.text.split("/"):
        here = _child(here, step)
    if not isinstance(here, Sequence):
        raise _unknown_part(to, to.text, root.keys())
    at = len(here.items)
    if isinstance(before, Scalar):
        found = next((i for i, one in enumerate(here.items) if _id(one) == before.text), None)
        if found is None:
            raise _unknown_part(before, before.text, tuple(_id(one) or "" for one in here.items))
        at = found
    longer = Sequence(here.location, (*here.items[:at], item, *here.items[at:]))
    return _changed(root, to, to.text.split("/"), longer)


def _child(node: Node | None, step: str) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(step)
    if isinstance(node, Sequence):
        return next((item for item in node.items if _id(item) == step), None)
    return None


def _id(node: Node) -> str | None:
    name = node.get("id") if isinstance(node, Mapping) else None
    return name.text if isinstance(name, Scalar) else None


def _unknown_part(place: Scalar, step: str, known: tuple[str, ...]) -> _Refused:
    hint = near_hint(step, [name for name in known if name])
    return _Refused(
        problem("extends-unknown-part", place.location, hint=hint, address=place.text, name=step)
    )


def _refused(rule: str, location: Location, **values: Shown) -> _Refused:
    return _Refused(problem(rule, location, hint=None, related=(), **values))
