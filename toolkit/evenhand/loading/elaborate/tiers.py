"""From nodes to tiers, paths, fees and membership."""

from __future__ import annotations

from dataclasses import replace

from evenhand.loading.elaborate.conditions import condition, optional_condition, stands_for
from evenhand.loading.elaborate.context import Context, declaration, near_hint
from evenhand.loading.elaborate.points import points
from evenhand.loading.nodes import Mapping, Node
from evenhand.model.policy import Down, Fee, Membership, Otherwise, Path, Tier

DECLARED = ("term", "quota")


def tier(context: Context, node: Node) -> Tier:
    """One tier with its entry condition and what it brings."""
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(name):
        when = context.attempt(lambda: optional_condition(context, found.get("when")))
        with context.inside("paths"):
            paths = context.whole(context.items(found.get("paths")), lambda p: _path(context, p))
        with context.inside("stay"):
            stay = context.attempt(lambda: optional_condition(context, found.get("stay")))
        return Tier(
            id=name,
            title=context.bilingual(found.get("title")),
            when=when,
            paths=paths,
            stay=stay,
            fee=_fee(context, found.get("fee")),
            benefits=benefit_names(context, found.get("benefits")),
            stands_for=stands_for(context, found.get("stands_for")),
            down=_down(context, found.get("down"), context.assessment_months),
            declared={
                key: declaration(value) for key in DECLARED if (value := found.get(key)) is not None
            },
            about=context.about(found),
            location=found.location,
        )


def _path(context: Context, node: Node) -> Path:
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(name):
        return Path(
            id=name,
            when=condition(context, context.sound(found.get("when"))),
            stands_for=stands_for(context, found.get("stands_for")),
            about=context.about(found),
            location=found.location,
        )


def _fee(context: Context, node: Node | None) -> Fee | None:
    if node is None:
        return None
    found = context.mapping(node)
    with context.inside("fee"):
        return Fee(
            amount=points(context, context.sound(found.get("amount"))),
            per=context.text(found.get("per")),
            waived_when=optional_condition(context, found.get("waived_when")),
            location=found.location,
            about=context.about(found),
        )


def benefit_names(context: Context, node: Node | None) -> tuple[str, ...]:
    """The benefits that a tier lists; each must be declared."""

    def one(item: Node) -> str:
        name = context.scalar(item)
        if name.text not in context.benefits:
            hint = near_hint(name.text, context.benefits)
            raise context.fail("unknown-benefit", name, hint=hint, name=name.text)
        return name.text

    return context.each(context.items(node), one)


def otherwise(context: Context, node: Node) -> Otherwise:
    """The tier of everybody whom no other takes."""
    found = context.mapping(node)
    title = found.get("title")
    return Otherwise(
        tier=context.text(found.get("tier")),
        title=None if title is None else context.bilingual(title),
        benefits=benefit_names(context, found.get("benefits")),
        location=found.location,
        about=replace(context.about(found), title=None),
    )


def assessment_months(context: Context, node: Node | None) -> int | None:
    """The interval of a ``membership:`` block in months, read before the tiers are built."""
    block = node.get("assessed") if isinstance(node, Mapping) else None
    every = block.get("every") if isinstance(block, Mapping) else None
    if not isinstance(every, Mapping):
        return None
    months = every.get("months")
    years = every.get("years")
    if months is not None:
        return context.attempt(lambda: context.whole_number(months))
    return context.attempt(lambda: 12 * context.whole_number(years)) if years is not None else None


def _down(context: Context, node: Node | None, every: int | None) -> Down | None:
    if node is None:
        return None
    found = context.mapping(node)
    return Down(
        after=_grace(context, found, every),
        to_earned=context.optional_text(found.get("to")) != "one_step",
        location=found.location,
        about=context.about(found),
    )


def _grace(context: Context, node: Mapping, every: int | None) -> int:
    """The grace as a number of assessments; months must be a whole number of intervals."""
    after = node.get("after")
    if after is None:
        return 1
    found = context.mapping(after)
    if found.get("assessments") is not None:
        return context.whole_number(found.get("assessments"))
    months = context.whole_number(found.get("months"))
    if every is None or every <= 0 or months % every:
        raise context.fail("grace-does-not-divide", found, months=months)
    return months // every


def membership(context: Context, node: Node) -> Membership:
    """How tiers are kept over time."""
    found = context.mapping(node)
    with context.inside("membership"):
        down = _down(context, context.sound(found.get("down")), context.assessment_months)
        assert down is not None
        return Membership(
            up_at_once=context.optional_text(found.get("up")) != "next",
            down=down,
            declared={
                entry.key.text: declaration(entry.value)
                for entry in found.entries
                if entry.key.text not in ("up",)
            },
            location=found.location,
        )
