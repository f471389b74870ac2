"""Circles: what a policy gives is what it, or another policy, asks for.

The graph has facts, tiers and benefits. A fact leads to the tiers whose criteria read it and to
what it is taken as a sign of; a tier leads to its benefits; a benefit leads to the fact that it
changes. The shortest way round from each benefit is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evenhand.analysis.compare.contradiction import Contradiction, Search, Sort
from evenhand.analysis.compare.criteria import Criterion, Role, fact_of
from evenhand.analysis.compare.plain_conditions import plain
from evenhand.analysis.compare.showing import Shown
from evenhand.analysis.compare.turning import show_benefit, show_tier
from evenhand.messages import message
from evenhand.model.conditions import StandsFor
from evenhand.model.mentions import attributes_in
from evenhand.model.policy import Benefit, Policy
from evenhand.model.wording import Words, label_words


@dataclass(frozen=True, slots=True)
class _Edge:
    """One step of a circle: from a node to a node, as an element of a policy says."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    says: Criterion


def circles_of(search: Search) -> Iterator[Contradiction]:
    """The shortest circle through each benefit that changes a fact about the customer."""
    edges = [edge for policy in search.policies for edge in _edges(search, policy)]
    for policy in search.policies:
        for benefit in policy.benefits.values():
            node = ("benefit", policy.id, benefit.id)
            ring = _ring(edges, node)
            if ring:
                given = next(edge for edge in ring if edge.start == node)
                name = given.says.attribute
                yield Contradiction(
                    Sort.CIRCULAR,
                    given.end[1],
                    label_words(name, policy),
                    tuple(edge.says for edge in ring),
                    _shown(search, ring),
                )


def _shown(search: Search, ring: tuple[_Edge, ...]) -> Shown | None:
    """A customer at the first place of the circle where one can be shown."""
    for edge in ring:
        policy = edge.says.policy
        meeting = search.meeting(policy, policy)
        found = None
        if edge.says.test is not None:
            found = show_tier(meeting, edge.says)
        elif edge.end[0] == "benefit" and edge.start[0] == "fact":
            found = show_benefit(meeting, policy.benefits[edge.end[2]])
        if found is not None:
            return found
    return None


def _ring(edges: list[_Edge], node: tuple[str, ...]) -> tuple[_Edge, ...]:
    """The shortest way from a node back to it, breadth first; empty if there is none."""
    ways: dict[tuple[str, ...], tuple[_Edge, ...]] = {node: ()}
    waiting = [node]
    while waiting:
        here = waiting.pop(0)
        for edge in edges:
            if edge.start != here:
                continue
            way = (*ways[here], edge)
            if edge.end == node:
                return way
            if edge.end not in ways:
                ways[edge.end] = way
                waiting.append(edge.end)
    return ()


def _edges(search: Search, policy: Policy) -> Iterator[_Edge]:
    for criterion in search.criteria[policy.id]:
        fact = ("fact", criterion.fact)
        for tier in policy.tiers:
            if criterion.tier in (None, tier.id) and criterion.role is not Role.POINTS:
                yield _Edge(fact, ("tier", policy.id, tier.id), criterion)
        for sign in _signs(policy, criterion.element):
            words = message("compare.sign", attribute=label_words(sign, policy))
            yield _Edge(fact, ("fact", fact_of(policy, sign)), replace(criterion, words=words))
    for tier in policy.tiers:
        for name in tier.benefits:
            if name in policy.benefits:
                benefit = policy.benefits[name]
                end = ("benefit", policy.id, name)
                given = _says(policy, benefit, "compare.gives", benefit.of or name)
                yield _Edge(("tier", policy.id, tier.id), end, given)
    for benefit in policy.benefits.values():
        yield from _benefit_edges(policy, benefit)


def _signs(policy: Policy, element: str) -> Iterator[str]:
    """The attributes that an element is declared to stand for."""
    named: dict[str, StandsFor | None] = {
        f"knockouts/{one.id}": one.stands_for for one in policy.knockouts
    }
    for tier in policy.tiers:
        named[f"tiers/{tier.id}"] = tier.stands_for
        for path in tier.paths:
            named[f"tiers/{tier.id}/paths/{path.id}"] = path.stands_for
    found = named.get(element)
    if found is not None:
        if found.attribute is not None:
            yield found.attribute
        yield from dict.fromkeys(attributes_in(found.when, policy.dictionary))


def _benefit_edges(policy: Policy, benefit: Benefit) -> Iterator[_Edge]:
    node = ("benefit", policy.id, benefit.id)
    if benefit.of is not None and _changes(policy, benefit.of):
        changed = _says(policy, benefit, "compare.changes", benefit.of)
        yield _Edge(node, ("fact", fact_of(policy, benefit.of)), changed)
    if benefit.requires is not None:
        flat = plain(policy, benefit.requires)
        for name in dict.fromkeys(attributes_in(flat, policy.dictionary)):
            needed = _says(policy, benefit, "compare.needs", name)
            yield _Edge(("fact", fact_of(policy, name)), node, needed)


def _changes(policy: Policy, name: str) -> bool:
    """Whether what a benefit is taken of is a fact about the customer, not one of the day."""
    attribute = policy.dictionary.attributes.get(name)
    return attribute is not None and attribute.category != "reference"


def _says(policy: Policy, benefit: Benefit, key: str, name: str) -> Criterion:
    title: Words = benefit.about.title or benefit.id
    words = message(key, benefit=title, attribute=label_words(name, policy))
    element = f"benefits/{benefit.id}"
    return Criterion(policy, Role.NEEDED, element, benefit.location, words, name)
