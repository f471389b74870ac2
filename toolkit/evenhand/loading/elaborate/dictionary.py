"""The dictionary of a policy: vocabularies and own attributes, one file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from evenhand.finding import Finding, Related
from evenhand.loading.elaborate.attributes import (
    applies_when,
    bare_attribute,
    derived,
    typical_value,
)
from evenhand.loading.elaborate.conditions import condition
from evenhand.loading.elaborate.context import Context
from evenhand.loading.elaborate.cycles import first_cycle
from evenhand.loading.nodes import Entry, Node
from evenhand.loading.nodes import Mapping as MappingNode
from evenhand.location import Location
from evenhand.messages import message
from evenhand.model.conditions import Condition
from evenhand.model.mentions import attributes_in
from evenhand.model.vocabulary import (
    Attribute,
    Constraint,
    Derived,
    Dictionary,
    Quotient,
    direct_inputs,
)

Made = TypeVar("Made")
EMPTY: Final = Dictionary({}, {})


@dataclass(frozen=True, slots=True)
class Words:
    """A dictionary under construction, with the names that could not be built.

    ``partial``: a vocabulary is missing from it that was asked for.
    """

    dictionary: Dictionary = EMPTY
    unbuilt: frozenset[str] = frozenset()
    partial: bool = False


def extend(
    words: Words, owner: str, root: MappingNode, bad: frozenset[int]
) -> tuple[Words, tuple[Finding, ...]]:
    """The words with those of one more file (or of a policy's own block) added.

    A name that an earlier file defines may not be defined again.
    """
    context = Context(owner, words.dictionary, bad, unbuilt=words.unbuilt, partial=words.partial)
    context.sources = _sources(root)
    context.sources = _source_names(root)
    attributes = entries(root.get("attributes"))
    formulas = entries(root.get("derived"))
    fresh = [one for one in (*attributes, *formulas) if _is_fresh(context, one, words)]
    built = _built(context, [one for one in attributes if one in fresh], bare_attribute)
    names = {one.key.text for one in formulas if one in fresh}
    context.pending = frozenset(names)
    context.dictionary = _with(words.dictionary, owner, built, {})
    context.unbuilt |= _lost(attributes, built)
    computed = _built(context, [one for one in formulas if one in fresh], derived)
    context.pending = frozenset()
    context.unbuilt |= _lost(formulas, computed)
    context.dictionary = _with(words.dictionary, owner, built, computed)
    computed = _sound_formulas(context, computed)
    context.dictionary = _with(words.dictionary, owner, built, computed)
    finished = {
        one.key.text: finish
        for one in attributes
        if one.key.text in built
        and (finish := _finished(context, built[one.key.text], one)) is not None
    }
    context.dictionary = _with(words.dictionary, owner, {**built, **finished}, computed)
    _check_applicability(context, finished)
    constraints = context.whole(
        context.attempt(lambda: context.items(root.get("constraints"))) or (),
        lambda node: _constraint(context, node),
    )
    whole = replace(context.dictionary, constraints=(*words.dictionary.constraints, *constraints))
    return Words(whole, context.unbuilt, words.partial), tuple(context.findings)


def _source_names(root: MappingNode) -> frozenset[str]:
    """The sources that the head of a policy or of a vocabulary declares."""
    heads = (root.get("policy"), root.get("vocabulary"))
    listed = (head.get("sources") for head in heads if isinstance(head, MappingNode))
    return frozenset(one.key.text for node in listed for one in entries(node))


def entries(node: Node | None) -> tuple[Entry, ...]:
    """The entries of a mapping; nothing where it is absent or no mapping."""
    return node.entries if isinstance(node, MappingNode) else ()


def _sources(root: MappingNode) -> frozenset[str]:
    """The sources that the file declares in its header."""
    header = root.get("policy") or root.get("vocabulary")
    listed = header.get("sources") if isinstance(header, MappingNode) else None
    return frozenset(entry.key.text for entry in entries(listed))


def _is_fresh(context: Context, entry: Entry, words: Words) -> bool:
    name = entry.key.text
    before: Location | None = None
    if name in words.dictionary.attributes:
        before = words.dictionary.attributes[name].location
    elif name in words.dictionary.derived:
        before = words.dictionary.derived[name].location
    if before is None:
        return True
    context.report(
        "defined-twice",
        entry.key,
        related=(Related(before, message("load.first-given")),),
        name=name,
    )
    return False


def _built(
    context: Context, entries_: Iterable[Entry], build: Callable[[Context, Entry], Made]
) -> dict[str, Made]:
    made: dict[str, Made] = {}
    for entry in entries_:
        one = context.attempt(lambda entry=entry: build(context, entry))  # type: ignore[misc]
        if one is not None:
            made[entry.key.text] = one
    return made


def _lost(listed: Iterable[Entry], built: Mapping[str, object]) -> frozenset[str]:
    return frozenset(one.key.text for one in listed) - frozenset(built)


def _with(
    base: Dictionary,
    owner: str,
    attributes: Mapping[str, Attribute],
    computed: Mapping[str, Derived],
) -> Dictionary:
    own = dict.fromkeys([*attributes, *computed], owner)
    return Dictionary(
        {**base.attributes, **attributes},
        {**base.derived, **computed},
        base.constraints,
        {**base.origin, **own},
    )


def _sound_formulas(context: Context, computed: Mapping[str, Derived]) -> dict[str, Derived]:
    """The derived attributes without those in a cycle and those that add up a quotient."""
    sound = _standing(context, computed)
    graph = {name: direct_inputs(one.formula) for name, one in sound.items()}
    cycle = first_cycle(graph)
    while cycle is not None:
        place = computed[cycle[0]].location
        context.report("cycle-in-derived", place, names=" → ".join((*cycle, cycle[0])))
        for name in cycle:
            sound.pop(name, None)
            graph.pop(name, None)
        context.unbuilt |= frozenset(cycle)
        cycle = first_cycle(graph)
    for name, one in list(sound.items()):
        quotients = [
            part
            for part in direct_inputs(one.formula)
            if part in context.dictionary.derived
            and isinstance(context.dictionary.derived[part].formula, Quotient)
        ]
        if quotients:
            context.report("quotient-in-formula", one.location, name=quotients[0])
            del sound[name]
            context.unbuilt |= {name}
    return _standing(context, sound)


def _standing(context: Context, computed: Mapping[str, Derived]) -> dict[str, Derived]:
    """The derived attributes without those that stand on one that could not be built."""
    standing = dict(computed)
    lost: set[str] = set()
    while True:
        names = {
            name
            for name, one in standing.items()
            if not lost.union(context.unbuilt).isdisjoint(direct_inputs(one.formula))
        }
        if not names:
            context.unbuilt |= lost
            return standing
        lost |= names
        standing = {name: one for name, one in standing.items() if name not in names}


def _finished(context: Context, attribute: Attribute, entry: Entry) -> Attribute | None:
    """An attribute with what refers to other attributes."""
    node = entry.value
    assert isinstance(node, MappingNode)
    with context.inside(f"attributes/{attribute.id}"):
        return context.attempt(
            lambda: replace(
                attribute,
                applies_when=applies_when(context, node),
                typical=typical_value(context, attribute, node),
            )
        )


def _check_applicability(context: Context, attributes: Mapping[str, Attribute]) -> None:
    graph = {
        name: tuple(attributes_in(one.applies_when, context.dictionary))
        for name, one in context.dictionary.attributes.items()
        if one.applies_when is not None
    }
    cycle = first_cycle(graph)
    if cycle is not None:
        named = next((name for name in cycle if name in attributes), cycle[0])
        place = context.dictionary.attributes[named].location
        context.report("cycle-in-applies-when", place, names=" → ".join((*cycle, cycle[0])))
        context.unbuilt |= frozenset(cycle)


def _constraint(context: Context, node: Node) -> Constraint:
    found = context.mapping(node)
    name = context.text(found.get("id"))
    with context.inside(f"constraints/{name}"):
        holds: Condition = condition(context, context.sound(found.get("holds")))
        return Constraint(name, holds, found.location)
