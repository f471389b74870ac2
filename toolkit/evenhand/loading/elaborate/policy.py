"""From a document to a policy: all names resolved, all figures exact, all places kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from evenhand.finding import Finding, Related
from evenhand.loading.elaborate.benefits import benefit
from evenhand.loading.elaborate.conditions import (
    condition,
    optional_condition,
    stands_for,
)
from evenhand.loading.elaborate.context import Context, Skip, declaration, near_hint
from evenhand.loading.elaborate.dependencies import check_dependencies
from evenhand.loading.elaborate.dictionary import Words, entries, extend
from evenhand.loading.elaborate.examples import example
from evenhand.loading.elaborate.header import header
from evenhand.loading.elaborate.laws import law
from evenhand.loading.elaborate.points import SINGLE, names_of_scores, scorecard
from evenhand.loading.elaborate.strictness import check_bins
from evenhand.loading.elaborate.tiers import assessment_months, membership, otherwise, tier
from evenhand.loading.nodes import Entry, Mapping, Node, Scalar, Sequence
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import Condition
from evenhand.model.policy import (
    Cap,
    Definition,
    Effect,
    Knockout,
    Policy,
    ReasonCode,
    Refer,
    Reject,
)
from evenhand.model.scorecard import Scorecard

Made = TypeVar("Made")

DECLARED = (
    "extends_to",
    "overrides",
    "marketing",
    "process",
    "commitments",
    "data_used",
    "advice",
)
"""Blocks that are audited but never evaluated."""


@dataclass(frozen=True, slots=True)
class Elaborated:
    """A policy, or None where it could not be built, with everything found on the way."""

    policy: Policy | None
    findings: tuple[Finding, ...]


def elaborate_policy(
    root: Mapping, vocabularies: tuple[str, ...], words: Words, bad: frozenset[int]
) -> Elaborated:
    """The policy that a schema-checked document declares.

    ``bad`` are the nodes that the schema has complained about. A policy is only built when
    neither the schema nor elaboration found an error.
    """
    owner = _policy_id(root)
    own, own_findings = extend(words, owner or "policy", root, bad)
    context = Context(owner, own.dictionary, bad, unbuilt=own.unbuilt, partial=own.partial)
    context.findings.extend(own_findings)
    _collect_names(context, root)
    policy = context.attempt(lambda: _policy(context, root, vocabularies, own))
    if policy is None and not (bad or words.unbuilt or words.partial or context.findings):
        raise AssertionError(f"{owner}: a part was skipped without a finding")
    if policy is not None:
        check_dependencies(context, policy)
        check_bins(context, policy)
    return Elaborated(policy, tuple(context.findings))


def _policy_id(root: Mapping) -> str | None:
    block = root.get("policy")
    name = block.get("id") if isinstance(block, Mapping) else None
    return name.text if isinstance(name, Scalar) else None


def _collect_names(context: Context, root: Mapping) -> None:
    """Names that elements refer to, collected before any of them is built."""
    context.definitions = frozenset(one.key.text for one in entries(root.get("definitions")))
    context.tiers = frozenset(_ids(root.get("tiers")))
    rest = root.get("otherwise")
    name = rest.get("tier") if isinstance(rest, Mapping) else None
    context.otherwise = name.text if isinstance(name, Scalar) else None
    cards, names = names_of_scores(root.get("scorecards"), root.get("scorecard"))
    context.card_names, context.score_names = cards, names
    block = root.get("policy")
    sources = block.get("sources") if isinstance(block, Mapping) else None
    context.sources = frozenset(one.key.text for one in entries(sources))
    context.assessment_months = assessment_months(context, root.get("membership"))
    context.benefits = frozenset(one.key.text for one in entries(root.get("benefits")))


def _ids(node: Node | None) -> Iterable[str]:
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, Scalar):
            yield name.text


def _policy(context: Context, root: Mapping, vocabularies: tuple[str, ...], words: Words) -> Policy:
    """Build every part, so that all mistakes are found; then put the policy together."""
    head = context.attempt(lambda: header(context, context.sound(root.get("policy"))))
    scope = _under(context, "applies_to", root)
    definitions = context.whole_entries(root.get("definitions"), lambda e: _definition(context, e))
    knockouts = _listed(context, root, "knockouts", _knockout)
    cards = _scorecards(context, root)
    tiers = _listed(context, root, "tiers", tier)
    rest = context.attempt(lambda: otherwise(context, context.sound(root.get("otherwise"))))
    kept = root.get("membership")
    members = None if kept is None else context.attempt(lambda: membership(context, kept))
    benefits = context.whole_entries(root.get("benefits"), lambda e: benefit(context, e))
    _check_unique(context, root)
    if head is None or rest is None or context.skipped:
        raise Skip
    policy = Policy(
        header=head,
        vocabularies=vocabularies,
        dictionary=words.dictionary,
        own_attributes=tuple(
            one.key.text for key in ("attributes", "derived") for one in entries(root.get(key))
        ),
        applies_to=scope,
        definitions={one.id: one for one in definitions},
        knockouts=knockouts,
        scorecards=cards,
        tiers=tiers,
        otherwise=rest,
        undecided_floor=context.optional_text(root.get("undecided")) == "floor",
        membership=members,
        benefits={one.id: one for one in benefits},
        declared={
            key: declaration(value) for key in DECLARED if (value := root.get(key)) is not None
        },
        examples=(),
        strict=context.flag(root.get("strict"), False),
        location=root.location,
    )
    return _with_what_speaks_of_it(context, policy, root)


def _with_what_speaks_of_it(context: Context, policy: Policy, root: Mapping) -> Policy:
    """The policy with its laws and examples, which need the rest of it to be whole."""
    laws = context.whole(context.items(root.get("laws")), lambda node: law(context, policy, node))
    examples = context.whole(
        context.items(root.get("examples")), lambda node: example(context, policy, node)
    )
    if context.skipped:
        raise Skip
    return replace(policy, laws=laws, examples=examples)


def _under(context: Context, key: str, root: Mapping) -> Condition | None:
    with context.inside(key):
        return context.attempt(lambda: optional_condition(context, root.get(key)))


def _listed(
    context: Context, root: Mapping, key: str, build: Callable[[Context, Node], Made]
) -> tuple[Made, ...]:
    nodes = context.attempt(lambda: context.items(root.get(key))) or ()
    with context.inside(key):
        return context.whole(nodes, lambda node: build(context, node))


def _definition(context: Context, entry: Entry) -> Definition:
    found = context.mapping(entry.value)
    with context.inside(f"definitions/{entry.key.text}"):
        return Definition(
            id=entry.key.text,
            means=condition(context, context.sound(found.get("means"))),
            stands_for=stands_for(context, found.get("stands_for")),
            about=context.about(found),
            location=entry.key.location,
        )


def _knockout(context: Context, node: Node) -> Knockout:
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(name):
        reason = context.mapping(found.get("reason"))
        return Knockout(
            id=name,
            when=condition(context, context.sound(found.get("when"))),
            effect=_effect(context, context.sound(found.get("effect"))),
            reason=ReasonCode(context.text(reason.get("code")), context.bilingual(reason)),
            stands_for=stands_for(context, found.get("stands_for")),
            about=context.about(found),
            location=found.location,
        )


def _effect(context: Context, node: Node) -> Effect:
    if isinstance(node, Mapping):
        limit = context.scalar(node.get("cap"))
        if limit.text not in context.tiers and limit.text != context.otherwise:
            known = [*context.tiers, *([context.otherwise] if context.otherwise else [])]
            hint = near_hint(limit.text, known)
            raise context.fail("unknown-tier", limit, hint=hint, name=limit.text)
        return Cap(limit.text)
    return Reject() if context.text(node) == "reject" else Refer()


def _scorecards(context: Context, root: Mapping) -> tuple[Scorecard, ...]:
    single = root.get("scorecard")
    if single is not None:
        card = context.attempt(lambda: scorecard(context, single, SINGLE))
        return () if card is None else (card,)
    with context.inside("scorecards"):
        nodes = context.attempt(lambda: context.items(root.get("scorecards"))) or ()
        return context.whole(nodes, lambda node: scorecard(context, node, None))


def _check_unique(context: Context, root: Mapping) -> None:
    """Ids that name an element must name one only."""
    for key in ("knockouts", "tiers", "scorecards", "laws"):
        _unique(context, _id_nodes(root.get(key)))
    tiers = root.get("tiers")
    rest = root.get("otherwise")
    last = rest.get("tier") if isinstance(rest, Mapping) else None
    if isinstance(last, Scalar):
        _unique(context, [*_id_nodes(tiers), last])
    for item in tiers.items if isinstance(tiers, Sequence) else ():
        if isinstance(item, Mapping):
            _unique(context, _id_nodes(item.get("paths")))
    _unique(context, list(_score_ids(root)))


def _score_ids(root: Mapping) -> Iterable[Scalar]:
    """Ids of sections and of characteristics, each unique among all scorecards."""
    cards = root.get("scorecards")
    single = root.get("scorecard")
    for card in (*(cards.items if isinstance(cards, Sequence) else ()), single):
        if not isinstance(card, Mapping):
            continue
        sections = card.get("sections")
        yield from _id_nodes(sections)
        for section in sections.items if isinstance(sections, Sequence) else (card,):
            if isinstance(section, Mapping):
                yield from _id_nodes(section.get("characteristics"))


def _id_nodes(node: Node | None) -> list[Scalar]:
    found = []
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, Scalar):
            found.append(name)
    return found


def _unique(context: Context, names: Iterable[Scalar]) -> None:
    first: dict[str, Location] = {}
    reported = {f.location for f in context.findings}
    for name in names:
        before = first.setdefault(name.text, name.location)
        if before is not name.location and name.location not in reported:
            related = (Related(before, message("load.first-given")),)
            context.report("duplicate-id", name, related=related, name=name.text)
            context.skipped = True
