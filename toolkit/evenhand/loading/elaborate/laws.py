"""From nodes to laws: names resolved against the whole policy, directions found."""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Mapping as Mapped
from typing import Final

from evenhand.loading.elaborate.conditions import condition, optional_condition
from evenhand.loading.elaborate.context import Context, Skip, near_hint
from evenhand.loading.elaborate.examples import outcome_name
from evenhand.loading.elaborate.figures import known_attribute
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence
from evenhand.messages import message
from evenhand.model.law import (
    DEAD_PLACES,
    EVERY_PLACE,
    GAP_PLACES,
    OVERLAP_PLACES,
    Always,
    Claim,
    Customers,
    Indifferent,
    Law,
    Monotone,
    NoDead,
    NoGap,
    NoOverlap,
    OnlyIf,
    PointsAtMost,
    Reachable,
    TiersAtMost,
    Total,
    Unreachable,
)
from evenhand.model.parts import parts
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind


def law(context: Context, policy: Policy, node: Node) -> Law:
    """One law."""
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(f"laws/{name}"):
        key = next(key for key in _CLAIMS if found.get(key) is not None)
        whom = found.get("customers")
        return Law(
            id=name,
            claim=claim(context, policy, key, context.sound(found.get(key))),
            customers=Customers.COMPLETE if whom is None else Customers(context.text(whom)),
            among=optional_condition(context, found.get("among")),
            about=context.about(found),
            location=found.location,
        )


def claim(context: Context, policy: Policy, key: str, node: Node) -> Claim:
    """What a law claims, by its key. Raises Skip, with a finding, where it cannot be claimed."""
    return _CLAIMS[key](context, policy, node)


def _names(context: Context, node: Node | None) -> tuple[Scalar, ...]:
    """One name, or a list of names."""
    found = context.sound(node)
    listed = found.items if isinstance(found, Sequence) else (found,)
    return context.each(listed, context.scalar)


def _attribute(context: Context, name: Scalar) -> str:
    """An attribute of the dictionary, no derived one: a derived one cannot differ by itself."""
    known_attribute(context, name)
    if name.text in context.dictionary.derived:
        inputs = ", ".join(context.dictionary.inputs_of(name.text))
        hint = message("load.law-derived.hint", inputs=inputs)
        raise context.fail("law-derived", name, hint=hint, name=name.text)
    return name.text


def _attributes(context: Context, node: Node | None) -> tuple[str, ...]:
    return context.each(_names(context, node), lambda one: _attribute(context, context.scalar(one)))


def _monotone(context: Context, policy: Policy, node: Node) -> Claim:
    del policy
    inner = node.get("in") if isinstance(node, Mapping) else node
    given = node.get("better") if isinstance(node, Mapping) else None
    better = context.optional_text(given)
    for name in _names(context, inner):
        attribute = context.dictionary.attributes[_attribute(context, name)]
        if not attribute.kind.is_ordered and attribute.kind is not Kind.BOOLEAN:
            kind = message(f"kind.{attribute.kind.value}")
            raise context.fail("law-without-order", name, name=name.text, kind=kind)
        if better is None and attribute.better not in ("higher", "lower"):
            hint = message("load.law-without-direction.hint", name=name.text)
            raise context.fail("law-without-direction", name, hint=hint, name=name.text)
    return Monotone(_attributes(context, inner), better)


def _indifferent(context: Context, policy: Policy, node: Node) -> Claim:
    del policy
    if isinstance(node, Mapping):
        return Indifferent(classes=(context.text(node.get("class")),))
    return Indifferent(_attributes(context, node))


def _outcomes(context: Context, policy: Policy, node: Node) -> tuple[str, ...]:
    return context.each(
        _names(context, node), lambda one: outcome_name(context, policy, context.scalar(one))
    )


def _only_if(context: Context, policy: Policy, node: Node) -> Claim:
    found = context.mapping(node)
    name = context.scalar(found.get("tier"))
    known = [tier.id for tier in policy.tiers]
    if name.text not in known:
        hint = near_hint(name.text, known)
        raise context.fail("unknown-tier", name, hint=hint, name=name.text)
    return OnlyIf(name.text, condition(context, context.sound(found.get("holds"))))


def _places(
    context: Context, node: Node, kinds: Collection[str], known: Collection[str]
) -> tuple[str, ...]:
    for name in _names(context, node):
        if name.text not in (*kinds, EVERY_PLACE) and name.text not in known:
            near = near_hint(name.text, [*kinds, EVERY_PLACE, *known])
            hint = near or message("load.unknown-place.hint", kinds=", ".join(kinds))
            raise context.fail("unknown-place", name, hint=hint, name=name.text)
    return tuple(name.text for name in _names(context, node))


def _characteristics(policy: Policy) -> tuple[str, ...]:
    return tuple(one.id for one in policy.characteristics())


def _no_gap(context: Context, policy: Policy, node: Node) -> Claim:
    return NoGap(_places(context, node, GAP_PLACES, _characteristics(policy)))


def _no_overlap(context: Context, policy: Policy, node: Node) -> Claim:
    return NoOverlap(_places(context, node, OVERLAP_PLACES, _characteristics(policy)))


def _no_dead(context: Context, policy: Policy, node: Node) -> Claim:
    return NoDead(_places(context, node, DEAD_PLACES, [one.address for one in parts(policy)]))


def _points_at_most(context: Context, policy: Policy, node: Node) -> Claim:
    del policy
    found = context.mapping(node)
    name = _attribute(context, context.scalar(found.get("attribute")))
    return PointsAtMost(name, context.number(found.get("points")))


def _tiers_at_most(context: Context, policy: Policy, node: Node) -> Claim:
    del policy
    found = context.mapping(node)
    name = _attribute(context, context.scalar(found.get("attribute")))
    return TiersAtMost(name, context.whole_number(found.get("tiers")))


def _total(context: Context, policy: Policy, node: Node) -> Claim:
    del policy
    if not context.flag(node, True):
        raise Skip
    return Total()


_CLAIMS: Final[Mapped[str, Callable[[Context, Policy, Node], Claim]]] = {
    "monotone": _monotone,
    "indifferent": _indifferent,
    "reachable": lambda c, p, n: Reachable(_outcomes(c, p, n)),
    "unreachable": lambda c, p, n: Unreachable(_outcomes(c, p, n)),
    "always": lambda c, p, n: Always(_outcomes(c, p, n)),
    "only_if": _only_if,
    "total": _total,
    "no_gap": _no_gap,
    "no_overlap": _no_overlap,
    "no_dead": _no_dead,
    "points_at_most": _points_at_most,
    "tiers_at_most": _tiers_at_most,
}
