"""The order of strictness in text: lines from strict to lax, and a table of all pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from evenhand.analysis.compare.order import Edge, Node, Order, Relation
from evenhand.messages import message
from evenhand.model.boundaries import typical_of
from evenhand.model.customer import DISCRETION_PREFIX, Customer
from evenhand.model.describe import words_text
from evenhand.model.policy import Policy
from evenhand.model.wording import label_words, value_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import cell_width, one_line
from evenhand.reporting.text.comparison.shown import say
from evenhand.reporting.text.table import heading, indented, pad

MARKS: Final = {
    Relation.IMPLIES: "<",
    Relation.IMPLIED: ">",
    Relation.EQUIVALENT: "=",
    Relation.INCOMPARABLE: "x",
    Relation.EMPTY: "0",
    Relation.UNKNOWN: "?",
}
TURNED: Final = {Relation.IMPLIES: Relation.IMPLIED, Relation.IMPLIED: Relation.IMPLIES}
MOST: Final = 16
"""How many tiers still make a readable table."""


def order_lines(orders: Sequence[Order], policies: Sequence[Policy], look: Look) -> Iterator[str]:
    """Both orders: over customers of whom all is known, and over all."""
    if not orders:
        return
    yield heading(say(look, "compare.order"), look)
    yield from indented(say(look, "compare.order.how"), look.width, "  ")
    if len({policy.header.type for policy in policies}) > 1:
        yield from indented(say(look, "compare.order.types"), look.width, "  ")
    shown: list[list[str]] = []
    for order in orders:
        yield ""
        yield f"  {say(look, f'compare.order.{_scope(order)}')}"
        lines = list(_one(order, policies, look))
        if lines in shown:
            yield f"    {say(look, 'compare.order.same')}"
        else:
            yield from lines
        shown.append(lines)


def _scope(order: Order) -> str:
    return "complete" if order.complete else "all"


def _one(order: Order, policies: Sequence[Policy], look: Look) -> Iterator[str]:
    for sentence in order_sentences(order, policies, look):
        yield from indented(sentence, look.width, "    ")
    if len(order.nodes) <= MOST:
        yield from _table(order, policies, look)
    if look.verbose:
        known = {policy.id: policy for policy in policies}
        yield from indented(say(look, "compare.order.unusual"), look.width, "    ")
        for edge in order.edges:
            yield from _witnesses(edge, known, look)


def order_sentences(order: Order, policies: Sequence[Policy], look: Look) -> Iterator[str]:
    """What is equivalent, what follows from what, what nobody gets, and what is not known."""
    known = {policy.id: policy for policy in policies}
    joint = say(look, "explain.joint")
    for group in order.groups:
        if group[1:]:
            names = joint.join(_name(node, known, look) for node in group)
            yield say(look, "compare.order.equal", names=names)
    for strict, lax in order.lines:
        if len({policy for policy, _ in (*strict, *lax)}) == 1:
            continue
        first, second = (_name(group[0], known, look) for group in (strict, lax))
        yield say(look, "compare.order.line", strict=first, lax=second)
    if order.empty:
        names = joint.join(_name(node, known, look) for node in sorted(order.empty))
        yield say(look, "compare.order.empty", names=names)
    yield from _unknown(order, look)


def _name(node: Node, known: dict[str, Policy], look: Look) -> str:
    """A tier: its policy alone where that has a single one."""
    policy = known[node[0]]
    if len(policy.tiers) == 1:
        return policy.id
    title = words_text(policy.tier(node[1]).title, look.language)
    return one_line(f"{policy.id}/{title}", look.ascii)


def _table(order: Order, policies: Sequence[Policy], look: Look) -> Iterator[str]:
    rows = table_rows(order, policies, look)
    width = max(cell_width(row[0]) for row in rows)
    for name, *cells in rows:
        yield f"    {pad(name, width)}{''.join(f'{cell:>4}' for cell in cells)}"
    yield from indented(say(look, "compare.order.legend"), look.width, "    ")


def table_rows(order: Order, policies: Sequence[Policy], look: Look) -> list[list[str]]:
    """A heading, then each tier against each by a mark; rows and columns are numbered alike."""
    known = {policy.id: policy for policy in policies}
    numbers = [str(number) for number in range(1, len(order.nodes) + 1)]
    rows = [["", *numbers]]
    for number, node in zip(numbers, order.nodes, strict=True):
        marks = [_mark(order, node, other) for other in order.nodes]
        rows.append([f"{number:>2}  {_name(node, known, look)}", *marks])
    return rows


def _mark(order: Order, node: Node, other: Node) -> str:
    edge = order.edge(node, other)
    if edge is None:
        return "."
    relation = edge.relation
    if edge.one != node:
        relation = TURNED.get(relation, relation)
    return MARKS[relation]


def _unknown(order: Order, look: Look) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for edge in order.edges:
        if edge.relation is Relation.UNKNOWN and edge.reason is not None:
            pair = f"{edge.one[0]} - {edge.two[0]}"
            reasons.setdefault(edge.reason.text(look.language), []).append(pair)
    for reason, pairs in reasons.items():
        listed = say(look, "explain.joint").join(dict.fromkeys(pairs))
        yield say(look, "compare.order.why-unknown", pairs=listed, reason=reason)


def _witnesses(edge: Edge, known: dict[str, Policy], look: Look) -> Iterator[str]:
    for node, other, witness in (
        (edge.one, edge.two, edge.only_one),
        (edge.two, edge.one, edge.only_two),
    ):
        if witness is not None:
            policies = (known[node[0]], known[other[0]])
            said = say(
                look,
                "compare.order.only",
                one=_name(node, known, look),
                two=_name(other, known, look),
                values=_unusual(witness.customer, policies, look),
            )
            yield from indented(said, look.width, "    - ")


def _unusual(customer: Customer, policies: Sequence[Policy], look: Look) -> str:
    """The values that are not typical, and the answers that people gave."""
    said = []
    for name, value in sorted(customer.values.items()):
        policy = next((one for one in policies if name in one.dictionary), policies[0])
        attribute = policy.dictionary.attributes.get(name)
        if attribute is None or typical_of(attribute) != value:
            shown = value_words(value, name, policy)
            label = label_words(name, policy)
            said.append(say(look, "compare.shown.label", label=label, value=shown))
    for name, answer in sorted(customer.discretion.items()):
        reply = message("describe.yes") if answer else message("describe.no")
        answered = f"{DISCRETION_PREFIX}{name}"
        said.append(say(look, "compare.shown.label", label=answered, value=reply))
    return say(look, "explain.joint").join(said) or say(look, "compare.order.usual")
