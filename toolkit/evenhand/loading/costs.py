"""Cost files: what changes cost customers, in the place of what vocabularies declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import Document, open_document
from evenhand.loading.elaborate.context import Context, Skip, declaration, near_hint
from evenhand.loading.library import context_for
from evenhand.loading.limits import DEFAULT_LIMITS, Limits
from evenhand.loading.nodes import Entry, walk
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.loading.origin import Origin
from evenhand.loading.problems import problem
from evenhand.model.action import Action, ActionRefused, action_of
from evenhand.model.policy import Policy


@dataclass(frozen=True, slots=True)
class LoadedCosts:
    """What a cost file says: actions by attribute, and everything that is wrong with it."""

    document: Document
    findings: tuple[Finding, ...]
    actions: Mapping[str, Action]

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def load_costs(origin: Origin, policy: Policy, limits: Limits = DEFAULT_LIMITS) -> LoadedCosts:
    """A cost file, checked against the policy's attributes. Never raises for what stands in it."""
    document = open_document(origin, limits)
    if document.root is None or document.kind != "costs":
        found = document.findings
        if document.root is not None and document.kind is not None:
            wrong = problem("not-costs", document.root.location, kind=document.kind)
            found = in_order((*found, wrong))
        return LoadedCosts(document, found, {})
    context = context_for(policy, document.bad)
    listed = document.root.get("actions")
    entries = listed.entries if isinstance(listed, MappingNode) else ()
    built = [context.attempt(lambda one=one: _entry(context, one)) for one in entries]  # type: ignore[misc]
    actions = dict(one for one in built if one is not None)
    return LoadedCosts(document, in_order((*document.findings, *context.findings)), actions)


def _entry(context: Context, entry: Entry) -> tuple[str, Action]:
    name = entry.key.text
    known = context.dictionary.attributes
    if name not in known:
        raise context.fail("unknown-attribute", entry.key, hint=near_hint(name, known), name=name)
    context.sound(entry.value)
    if any(id(node) in context.bad for node in walk(entry.value)):
        raise Skip
    try:
        action = action_of(known[name], declaration(entry.value))
    except ActionRefused as refused:
        raise context.fail(refused.reason, refused.location, name=name) from None
    assert action is not None
    return name, action
