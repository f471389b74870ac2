"""Contradictions: two criteria, of two policies or of one, that cannot both be meant.

Found from the declarations alone. Where a customer shows one, that customer was decided by the
reference engine at both policies; where none was found, the contradiction is only declared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Final

from evenhand.analysis.compare.circles import circles_of
from evenhand.analysis.compare.contradiction import Contradiction, Search, Sort, made
from evenhand.analysis.compare.criteria import Criterion, Role
from evenhand.analysis.compare.directions import direction_of
from evenhand.analysis.compare.first_things import first_things
from evenhand.analysis.compare.meeting import Meeting
from evenhand.analysis.compare.ranking import differently_defined
from evenhand.analysis.compare.setting_aside import set_aside
from evenhand.analysis.compare.showing import (
    CIRCLE,
    CONDITIONS,
    TREATMENT,
    Shown,
    changes_between,
    show,
    show_conditions,
)
from evenhand.analysis.compare.status_lists import status_lists
from evenhand.analysis.compare.tendencies import parts_of_amounts
from evenhand.messages import message
from evenhand.model.conditions import Compare, Includes, OneOf
from evenhand.model.mentions import used_attributes
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import Words


def contradictions_of(
    policies: Sequence[Policy], hopeless: frozenset[str] = frozenset()
) -> tuple[Contradiction, ...]:
    """All contradictions between policies and inside each, those that a customer shows first.

    ``hopeless`` names policies of which it is proved that nobody is certain to get any tier.
    """
    search = Search(policies, hopeless)
    found: list[Contradiction] = []
    for one, two in combinations(policies, 2):
        found.extend(_between(search, one, two))
    for policy in policies:
        found.extend(_within(search, policy))
    found.extend(circles_of(search))
    return _in_order(tuple(_single(found)))


_LEVELS: Final = (TREATMENT, CIRCLE, CONDITIONS, None)


def _in_order(found: Sequence[Contradiction]) -> tuple[Contradiction, ...]:
    """By kind, then the facts with most contradictions of policies that are more than examples.

    Within a fact, what a customer shows comes first, policies that are only examples last.
    """
    weights = Counter((one.sort, one.fact) for one in found if not _is_invented(one))

    def rank(one: Contradiction) -> tuple[object, ...]:
        level = None if one.shown is None else one.shown.level
        last = _is_invented(one) and one.sort is Sort.PRECEDENCE
        places = tuple((e.policy.id, e.location.line, e.location.column) for e in one.elements)
        kind = list(Sort).index(one.sort)
        fact = (-weights[one.sort, one.fact], one.fact)
        return (kind, last, *fact, _LEVELS.index(level), _is_invented(one), places)

    return tuple(sorted(found, key=rank))


def _is_invented(one: Contradiction) -> bool:
    """Whether one of the policies is only an example."""
    return any(e.policy.header.standing == "hypothetical" for e in one.elements)


def _single(found: Sequence[Contradiction]) -> Iterator[Contradiction]:
    """Each pair of places once a kind, the best shown."""
    best: dict[tuple[object, ...], Contradiction] = {}
    for one in found:
        places = frozenset((e.policy.id, e.element, e.attribute) for e in one.elements)
        key = (one.sort, one.fact, places)
        level = None if one.shown is None else one.shown.level
        old = best.get(key)
        if old is None or _LEVELS.index(level) < _LEVELS.index(
            None if old.shown is None else old.shown.level
        ):
            best[key] = one
    yield from best.values()


# -- between two policies --------------------------------------------------------------------------


def _between(search: Search, one: Policy, two: Policy) -> Iterator[Contradiction]:
    if differently_defined(one, two):
        return
    for a, b in product(search.criteria[one.id], search.criteria[two.id]):
        if a.fact == b.fact:
            yield from _on_one_fact(search, a, b)
    yield from _tending_apart(search, one, two)
    for a, b in product(first_things(one), first_things(two)):
        if a.fact != b.fact:
            yield made(Sort.PRECEDENCE, None, a, b)
    for first, second in ((one, two), (two, one)):
        yield from _precedence(search, first, second)
        criteria = search.criteria[first.id], search.criteria[second.id]
        for way, tier, shown in status_lists(search.meeting(first, second), *criteria):
            yield made(Sort.THRESHOLD, shown, way, tier)


def _tending_apart(search: Search, one: Policy, two: Policy) -> Iterator[Contradiction]:
    """More is better here and less there, where a test settles nothing or an amount is a part."""
    bound = parts_of_amounts(one, two)
    sides = [
        (*search.tendencies[policy.id], *_points(search.criteria[policy.id]))
        for policy in (one, two)
    ]
    done: set[tuple[str, str]] = set()
    for a, b in product(*sides):
        pair = (a.attribute, b.attribute)
        tied = a.fact == b.fact or pair in bound or pair[::-1] in bound
        if tied and pair not in done and _opposed(search, a, b):
            done.add(pair)
            yield made(Sort.DIRECTION, None, *_more_first(a, b))


def _more_first(a: Criterion, b: Criterion) -> tuple[Criterion, Criterion]:
    """The one by which more is better before the one by which less is."""
    return (a, b) if direction_of(a) > 0 else (b, a)


def _points(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    return tuple(one for one in criteria if one.role is Role.POINTS)


def _on_one_fact(search: Search, a: Criterion, b: Criterion) -> Iterator[Contradiction]:
    """What two criteria on the same fact have against each other."""
    if Role.POINTS in (a.role, b.role):
        for points, gate in ((a, b), (b, a)):
            if points.role is Role.POINTS and _is_gate(gate):
                yield from _gate(search, points, gate)
        if _opposed(search, a, b):
            yield made(Sort.DIRECTION, None, *_more_first(a, b))
        return
    if not _comparable(a, b):
        return
    opposed = _opposed(search, a, b)
    for loose, strict in ((a, b), (b, a)):
        meeting = search.meeting(loose.policy, strict.policy)
        if next(changes_between(meeting, loose, strict), None) is None:
            continue
        shown = _shown(meeting, loose, strict)
        if opposed:
            yield made(Sort.DIRECTION, shown, loose, strict)
        elif shown is not None:
            yield made(_sort_of(loose, strict), shown, loose, strict)


def _opposed(search: Search, a: Criterion, b: Criterion) -> bool:
    """Whether more is better by the one and less by the other, and each policy means just that."""
    apart = direction_of(a) * direction_of(b) < 0
    return apart and search.sign(a.policy, a.fact) * search.sign(b.policy, b.fact) < 0


def _shown(meeting: Meeting, loose: Criterion, strict: Criterion) -> Shown | None:
    treated = None
    if loose.voided is None and strict.voided is None:
        treated = show(meeting, loose, strict)
    return treated or show_conditions(meeting, loose, strict)


def _sort_of(loose: Criterion, strict: Criterion) -> Sort:
    """One way in here against a must there, or two figures for one role."""
    must = _is_gate(strict) and strict.voided is None
    return Sort.SUFFICIENT if loose.role is Role.WAY and must else Sort.THRESHOLD


def _comparable(a: Criterion, b: Criterion) -> bool:
    """Whether the two measure the fact on the same scale, by tests of the same form."""
    scales = []
    for one in (a, b):
        dictionary = one.policy.dictionary
        known = dictionary.attributes.get(one.attribute)
        kind = dictionary.kind(one.attribute)
        scales.append((kind, None if known is None else (known.unit, known.codes)))
    if scales[0] != scales[1] and not _same_numbers(scales[0][0], scales[1][0]):
        return False
    return _form(a) == _form(b) or Kind.SET not in (scales[0][0], scales[1][0])


def _same_numbers(one: Kind, two: Kind) -> bool:
    return one is two and one.is_numeric


def _form(one: Criterion) -> type:
    match one.test:
        case Compare():
            return Compare
        case Includes():
            return Includes
        case _:
            return OneOf


def _is_gate(one: Criterion) -> bool:
    """Whether a criterion refuses: a knockout or what a tier needs, not the scope of the policy."""
    return one.role in (Role.BAR, Role.NEEDED) and one.element != "applies_to"


def _gate(search: Search, points: Criterion, gate: Criterion) -> Iterator[Contradiction]:
    """What only counts for points at the one policy shuts out at the other."""
    if points.policy.id == gate.policy.id:
        yield made(Sort.GATE, None, points, gate)
        return
    meeting = search.meeting(points.policy, gate.policy)
    shown = show(meeting, points, gate)
    own = search.criteria[points.policy.id]
    gated = any(one.fact == points.fact and one.role is not Role.POINTS for one in own)
    if shown is not None or (gate.role is Role.BAR and not gated):
        reason = None if shown is not None else search.reason(points.policy)
        yield made(Sort.GATE, shown, points, gate, reason=reason)


def _precedence(search: Search, free: Policy, barring: Policy) -> Iterator[Contradiction]:
    """A path into a tier despite what bars at the other policy before anything else counts.

    Only where the first policy asks for nothing of that class.
    """
    tier = next((tier for tier in free.tiers if tier.paths), None)
    if tier is None:
        return
    asked = {_class(free, name) for name in used_attributes(free)} - {None}
    meeting = search.meeting(free, barring)
    done: set[str] = set()
    for bar in search.criteria[barring.id]:
        known = _class(barring, bar.attribute)
        if bar.role is not Role.BAR or bar.element in done or known in asked:
            continue
        if bar.fact in search.facts[free.id]:
            continue
        way = Criterion(
            free,
            Role.WAY,
            f"tiers/{tier.id}",
            tier.location,
            _unasked(tier.title),
            bar.attribute,
            tier=tier.id,
        )
        shown = show(meeting, way, bar)
        if shown is not None:
            done.add(bar.element)
            yield made(Sort.PRECEDENCE, shown, way, bar)


def _unasked(title: Words) -> Words:
    return message("compare.unasked", tier=title)


def _class(policy: Policy, name: str) -> str | None:
    attribute = policy.dictionary.attributes.get(name)
    if attribute is None:
        inputs = policy.dictionary.inputs_of(name)
        attribute = policy.dictionary.attributes.get(inputs[0])
    return None if attribute is None else attribute.category


# -- inside one policy -----------------------------------------------------------------------------


def _within(search: Search, policy: Policy) -> Iterator[Contradiction]:
    criteria = search.criteria[policy.id]
    for a, b in combinations(criteria, 2):
        if a.fact != b.fact:
            continue
        for points, gate in ((a, b), (b, a)):
            if points.role is Role.POINTS and _is_gate(gate):
                yield made(Sort.GATE, None, points, gate)
        if direction_of(a) * direction_of(b) < 0 and Role.POINTS in (a.role, b.role):
            yield made(Sort.DIRECTION, None, *_more_first(a, b))
    yield from _set_aside(search, policy)


def _set_aside(search: Search, policy: Policy) -> Iterator[Contradiction]:
    """A test that all must meet, with wording beside it that lets a path suffice without it."""
    for way, test, shown in set_aside(search.meeting(policy, policy), search.criteria[policy.id]):
        yield made(Sort.SUFFICIENT, shown, way, test)
