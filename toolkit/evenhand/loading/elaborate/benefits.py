"""From nodes to benefits: what a tier gives, its value, and what it is tied to."""

from __future__ import annotations

from evenhand.loading.elaborate.conditions import optional_condition
from evenhand.loading.elaborate.context import Context, declaration, near_hint
from evenhand.loading.elaborate.figures import known_attribute
from evenhand.loading.elaborate.points import bins, cases, optional_points, points
from evenhand.loading.nodes import Entry, Mapping, Node
from evenhand.model.policy import Benefit, BenefitValue, ByTier, Table

DECLARED = ("cost", "until", "gives", "terms")


def benefit(context: Context, entry: Entry) -> Benefit:
    """One benefit."""
    found = context.mapping(entry.value)
    with context.inside(f"benefits/{entry.key.text}"):
        measure = next((key for key in ("times", "value") if found.get(key) is not None), None)
        of = found.get("of")
        if of is not None:
            known_attribute(context, context.scalar(of))
        return Benefit(
            id=entry.key.text,
            kind=context.text(found.get("kind")),
            measure=measure,
            value=None if measure is None else _value(context, context.sound(found.get(measure))),
            of=context.optional_text(of),
            requires=optional_condition(context, found.get("requires")),
            ties=tuple(declaration(tie) for tie in context.items(found.get("ties"))),
            declared={
                key: declaration(value) for key in DECLARED if (value := found.get(key)) is not None
            },
            about=context.about(found),
            location=entry.key.location,
        )


def _value(context: Context, node: Node) -> BenefitValue:
    if not isinstance(node, Mapping):
        return points(context, node)
    rest = node.get("otherwise")
    if node.get("by_tier") is not None:
        return _by_tier(context, context.mapping(node.get("by_tier")))
    if node.get("cases") is not None:
        return Table(cases(context, node.get("cases"), "value"), optional_points(context, rest))
    if node.get("bins") is not None:
        attribute = context.scalar(node.get("attribute"))
        form = bins(context, attribute, node.get("bins"), "value")
        return Table(form, optional_points(context, rest))
    return points(context, node)


def _by_tier(context: Context, node: Mapping) -> ByTier:
    values = []
    for entry in node.entries:
        if entry.key.text not in context.tiers and entry.key.text != context.otherwise:
            known = [*context.tiers, *([context.otherwise] if context.otherwise else [])]
            hint = near_hint(entry.key.text, known)
            raise context.fail("unknown-tier", entry.key, hint=hint, name=entry.key.text)
        values.append((entry.key.text, points(context, entry.value)))
    return ByTier(tuple(values))
