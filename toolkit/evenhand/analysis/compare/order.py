"""Order: whoever gets this tier here, do they also get that tier there?

One question to the exact engine a pair of policies: which outcomes can one customer get from both?
All implications between their tiers follow from the answer. Whoever is out of scope, or whose case
is left to a person, has not got a tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, product
from typing import TypeAlias

from evenhand.analysis.compare.ranking import differently_defined, rank_of
from evenhand.analysis.compare.showing import customer_data
from evenhand.engines.exact.question import Question, Unanswered, Witness, outcome_of
from evenhand.engines.proofs import Answer, ask
from evenhand.messages import Message, in_both, message
from evenhand.model.policy import Policy

Node: TypeAlias = tuple[str, str]
"""A policy and one of its tiers."""


class Relation(Enum):
    """How two tiers compare: by who gets them, or better ones of the same policy."""

    IMPLIES = "implies"
    IMPLIED = "implied"
    EQUIVALENT = "equivalent"
    INCOMPARABLE = "incomparable"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two tiers of different policies.

    ``implies``: whoever gets ``one`` gets ``two``. ``only_one`` is a customer who gets ``one`` and
    not ``two``, ``only_two`` the other way round. ``empty``: nobody gets one of them for certain.
    """

    one: Node
    two: Node
    relation: Relation
    only_one: Witness | None = None
    only_two: Witness | None = None
    reason: Message | None = None

    @property
    def neither(self) -> bool:
        """Whether nobody gets either of the two."""
        return self.relation is Relation.EMPTY and self.only_one is None and self.only_two is None

    def data(self) -> dict[str, object]:
        return {
            "one": _node_data(self.one),
            "two": _node_data(self.two),
            "relation": self.relation.value,
            "only_one": None if self.only_one is None else customer_data(self.only_one.customer),
            "only_two": None if self.only_two is None else customer_data(self.only_two.customer),
            "reason": in_both(self.reason),
        }


@dataclass(frozen=True, slots=True)
class Order:
    """The order of all tiers, over complete customers or over all.

    ``empty`` are tiers that nobody is certain to get. ``lines`` are the implications that do not
    follow from others, between groups of equivalent tiers; tiers of one policy are among them.
    """

    complete: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    empty: frozenset[Node]
    groups: tuple[tuple[Node, ...], ...] = ()
    lines: tuple[tuple[tuple[Node, ...], tuple[Node, ...]], ...] = ()

    def count(self, relation: Relation) -> int:
        """How many pairs stand so."""
        return sum(edge.relation is relation for edge in self.edges)

    def edge(self, one: Node, two: Node) -> Edge | None:
        """The pair in either direction; None for tiers of one policy."""
        for edge in self.edges:
            if {edge.one, edge.two} == {one, two}:
                return edge
        return None

    def data(self) -> Mapping[str, object]:
        return {
            "tiers": [{**_node_data(node), "empty": node in self.empty} for node in self.nodes],
            "pairs": [edge.data() for edge in self.edges],
            "equivalent": [[_node_data(n) for n in group] for group in self.groups if group[1:]],
            "lines": [
                {
                    "stricter": [_node_data(node) for node in strict],
                    "laxer": [_node_data(node) for node in lax],
                }
                for strict, lax in self.lines
            ],
        }


def _node_data(node: Node) -> dict[str, object]:
    return {"policy": node[0], "tier": node[1]}


def orders_of(policies: Sequence[Policy]) -> tuple[Order, Order]:
    """The order over customers of whom everything is known, and over all customers.

    What tells two tiers apart over the first does so over all, and is not asked again; nor are
    pairs with a policy of which nobody at all is certain to get a tier.
    """
    first = _order(policies, True, {})
    hopeless = {name for name in hopeless_in(first) if not _is_granted(policies, name)}
    kept = {
        (edge.one, edge.two): edge
        for edge in first.edges
        if edge.relation is Relation.INCOMPARABLE or hopeless & {edge.one[0], edge.two[0]}
    }
    return first, _order(policies, False, kept)


def _is_granted(policies: Sequence[Policy], name: str) -> bool:
    """Whether anybody, of whom something may be missing, is certain to get a tier; True if unknown.

    One question about the policy alone.
    """
    policy = next(one for one in policies if one.id == name)
    answer = ask(Question((outcome_of(policy),)))
    tiers = {tier.id for tier in policy.tiers}
    return not answer.known or any(label in tiers for (label,) in answer.reached)


def _order(
    policies: Sequence[Policy], complete: bool, kept: Mapping[tuple[Node, Node], Edge]
) -> Order:
    edges: list[Edge] = []
    for one, two in combinations(policies, 2):
        pairs = list(_pairs(one, two))
        if all(pair in kept for pair in pairs):
            edges += [kept[pair] for pair in pairs]
        else:
            edges += _between(one, two, complete)
    nodes = tuple((policy.id, tier.id) for policy in policies for tier in policy.tiers)
    empty = frozenset(node for node in nodes if _nobody(node, edges))
    groups, lines = _reduced(policies, nodes, empty, edges)
    return Order(complete, nodes, tuple(edges), empty, groups, lines)


def hopeless_in(order: Order) -> frozenset[str]:
    """The policies of which nobody is certain to get any tier."""
    hopeful = {policy for policy, tier in order.nodes if (policy, tier) not in order.empty}
    return frozenset(policy for policy, _ in order.nodes if policy not in hopeful)


def _between(one: Policy, two: Policy, complete: bool) -> Iterator[Edge]:
    """All tiers of two policies, by one question about both."""
    differing = differently_defined(one, two)
    if differing:
        reason = message("exact.differs", name=", ".join(differing))
        yield from (Edge(a, b, Relation.UNKNOWN, reason=reason) for a, b in _pairs(one, two))
        return
    answer = ask(Question((outcome_of(one), outcome_of(two)), complete=complete))
    for a, b in _pairs(one, two):
        if answer.reason is not None:
            yield Edge(a, b, Relation.UNKNOWN, reason=answer.reason)
            continue
        try:
            yield _edge(one, two, a[1], b[1], answer)
        except Unanswered as why:
            reason = message(f"exact.{why.reason}", name=why.about)
            yield Edge(a, b, Relation.UNKNOWN, reason=reason)


def _nobody(node: Node, edges: Sequence[Edge]) -> bool:
    """Whether nobody gets a tier, as far as the answers tell."""
    mine = [edge for edge in edges if node in (edge.one, edge.two)]
    told = [edge for edge in mine if edge.relation is not Relation.UNKNOWN]
    return bool(told) and all(_unreached(node, edge) for edge in told)


def _unreached(node: Node, edge: Edge) -> bool:
    other = edge.only_two if edge.one == node else edge.only_one
    own = edge.only_one if edge.one == node else edge.only_two
    return edge.relation is Relation.EMPTY and own is None and (other is not None or edge.neither)


def _pairs(one: Policy, two: Policy) -> Iterator[tuple[Node, Node]]:
    for a, b in product(one.tiers, two.tiers):
        yield (one.id, a.id), (two.id, b.id)


def _gets(policy: Policy, tier: str, outcome: str) -> bool:
    """Whether an outcome is the tier or a better one."""
    return rank_of(policy, outcome) <= rank_of(policy, tier)


def _edge(one: Policy, two: Policy, a: str, b: str, answer: Answer) -> Edge:
    only_one = only_two = None
    both = False
    for labels in sorted(answer.reached):
        gets = _gets(one, a, labels[0]), _gets(two, b, labels[1])
        both = both or gets == (True, True)
        if gets == (True, False) and (only_one is None or _plainer(two, labels[1], only_one[1])):
            only_one = labels
        if gets == (False, True) and (only_two is None or _plainer(one, labels[0], only_two[0])):
            only_two = labels
    relation = _relation(only_one is not None, only_two is not None, both)
    first, second = (
        None if labels is None else answer.witness(labels) for labels in (only_one, only_two)
    )
    return Edge((one.id, a), (two.id, b), relation, first, second)


def _plainer(policy: Policy, outcome: str, than: str) -> bool:
    """Whether a plain no shows more than the outcome so far: a refusal before an open case."""
    usual = policy.otherwise.tier
    return outcome == usual and than != usual


def _relation(only_one: bool, only_two: bool, both: bool) -> Relation:
    if not both and not (only_one and only_two):
        return Relation.EMPTY
    if only_one and only_two:
        return Relation.INCOMPARABLE
    if only_one:
        return Relation.IMPLIED
    return Relation.IMPLIES if only_two else Relation.EQUIVALENT


# -- the graph -------------------------------------------------------------------------------------

Group: TypeAlias = tuple[Node, ...]


def _reduced(
    policies: Sequence[Policy], nodes: Sequence[Node], empty: frozenset[Node], edges: Sequence[Edge]
) -> tuple[tuple[Group, ...], tuple[tuple[Group, Group], ...]]:
    """Groups of equivalent tiers, and the implications between them that follow from no others."""
    above = _implications(policies, empty, edges)
    groups: list[list[Node]] = []
    for node in nodes:
        if node in empty:
            continue
        for group in groups:
            if (group[0], node) in above and (node, group[0]) in above:
                group.append(node)
                break
        else:
            groups.append([node])
    tight = [tuple(group) for group in groups]
    strict = {
        (one, two) for one, two in product(tight, tight) if one != two and (one[0], two[0]) in above
    }
    lines = tuple(
        (one, two)
        for one, two in product(tight, tight)
        if (one, two) in strict
        and not any((one, mid) in strict and (mid, two) in strict for mid in tight)
    )
    return tuple(tight), lines


def _implications(
    policies: Sequence[Policy], empty: frozenset[Node], edges: Sequence[Edge]
) -> set[tuple[Node, Node]]:
    """All pairs of which the first implies the second, closed under following on."""
    found: set[tuple[Node, Node]] = set()
    for policy in policies:
        for better, worse in combinations(policy.tiers, 2):
            found.add(((policy.id, better.id), (policy.id, worse.id)))
    for edge in edges:
        if edge.relation in (Relation.IMPLIES, Relation.EQUIVALENT):
            found.add((edge.one, edge.two))
        if edge.relation in (Relation.IMPLIED, Relation.EQUIVALENT):
            found.add((edge.two, edge.one))
    found = {(one, two) for one, two in found if one not in empty and two not in empty}
    grown = True
    while grown:
        more = {(a, d) for a, b in found for c, d in found if b == c and a != d} - found
        grown = bool(more)
        found |= more
    return found
