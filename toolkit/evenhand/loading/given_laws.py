"""Laws that are given beside a policy, on the command line or by a caller, read as files are."""

from __future__ import annotations

from collections.abc import Mapping

from evenhand.errors import UsageError
from evenhand.finding import Finding, Severity, in_order
from evenhand.loading import schema
from evenhand.loading.elaborate.context import Context, Skip
from evenhand.loading.elaborate.laws import law
from evenhand.loading.reader import read
from evenhand.loading.writing.data import Data, write_yaml
from evenhand.messages import message
from evenhand.model.law import Law
from evenhand.model.policy import Policy


def given_law(policy: Policy, said: str, data: Mapping[str, Data]) -> Law:
    """A law from plain data, such as ``{"indifferent": "occupation"}``.

    ``said`` is how the caller wrote it. Raises UsageError, with what is wrong, where it is no law
    of this policy.
    """
    return read_law(policy, said, write_yaml({"id": "given", **data}))


def read_law(policy: Policy, said: str, text: str) -> Law:
    """A law from the text of a mapping."""
    result = read(text, said)
    findings = list(result.findings)
    if result.root is not None and not _wrong(findings):
        findings += schema.check(result.root, "law").findings
    if result.root is None or _wrong(findings):
        raise _refused(said, findings)
    context = _context(policy)
    try:
        found = law(context, policy, result.root)
    except Skip:
        raise _refused(said, context.findings) from None
    if _wrong(context.findings):
        raise _refused(said, context.findings)
    return Law(None, found.claim, found.customers, found.among, found.about, policy.location)


def _wrong(findings: list[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _refused(said: str, findings: list[Finding]) -> UsageError:
    first = in_order(findings)[0]
    if first.hint is None:
        return UsageError(message("usage.law", law=said, problem=first.message))
    return UsageError(message("usage.law-hint", law=said, problem=first.message, hint=first.hint))


def _context(policy: Policy) -> Context:
    """What names mean in a policy that is already built."""
    context = Context(policy.id, policy.dictionary, frozenset())
    context.definitions = frozenset(policy.definitions)
    context.tiers = frozenset(tier.id for tier in policy.tiers)
    context.otherwise = policy.otherwise.tier
    context.card_names = tuple(card.id for card in policy.scorecards)
    context.score_names = tuple(policy.score_parts())
    context.sources = frozenset(policy.header.sources)
    context.benefits = frozenset(policy.benefits)
    return context
