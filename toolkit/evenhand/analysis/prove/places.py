"""Gaps and overlaps: values without points, and customers who fall under two things at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evenhand.analysis.prove.asking import Among, Asked, Asker, both
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.verdicts import verdict_on
from evenhand.engines.exact.question import MET
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.location import Location
from evenhand.messages import Message, message
from evenhand.model.conditions import All, AnyOf, Compare, Condition, CountOf, Known, Not, OneOf
from evenhand.model.describe import condition_words
from evenhand.model.law import EVERY_PLACE, NoGap, NoOverlap
from evenhand.model.law_words import claim_words
from evenhand.model.mentions import placed_characteristics
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Bins, Cases, Characteristic, PerUnit, PointsTable, Unread
from evenhand.model.truth import T
from evenhand.model.values import Value
from evenhand.model.vocabulary import Kind
from evenhand.model.wording import Words, bounds_words, code_words


@dataclass(frozen=True, slots=True)
class Row:
    """One of several things that a customer can fall under: when, where, and what it is called."""

    when: Condition
    location: Location
    words: Words


@dataclass(frozen=True, slots=True)
class Rows:
    """Things of one place, such as the bins of a characteristic or the paths of a tier."""

    element: str
    location: Location
    title: Words
    rows: tuple[Row, ...]
    characteristic: Characteristic | None = None


def gap_proofs(places: Sequence[str], asker: Asker, among: Among) -> Iterator[Proof]:
    """For each characteristic that is meant: whether a possible value is left without points."""
    meant = [one for one in tables_of(asker.policy) if _is_meant(one, places, "points")]
    if not meant:
        yield _nothing(NoGap(tuple(places)), asker)
    for one in meant:
        yield gap_proof(one, asker, among)


def _nothing(claim: NoGap | NoOverlap, asker: Asker) -> Proof:
    """What is said where the policy has nothing of what is meant."""
    words = claim_words(claim, asker.policy)
    none = message("prove.nothing-there")
    return Proof(asker.policy, None, claim, words, Verdict.HOLDS, because=none)


def gap_proof(one: Rows, asker: Asker, among: Among) -> Proof:
    """Whether a value of one characteristic is left without points."""
    proof = _proof(NoGap((one.element,)), "prove.no-gap-in", one, asker)
    asked = gap_question(one, asker, among)
    if asked is None:
        return proof
    found = [(MET,)] if (MET,) in asked.reached() else []
    return verdict_on(proof, asked, found)


def gap_question(one: Rows, asker: Asker, among: Among) -> Asked | None:
    """Whether somebody in scope has a value that no row names; None where every value has points.

    Customers to whom the attribute does not apply, or of whom it is not known, are not meant.
    """
    characteristic = one.characteristic
    assert characteristic is not None
    if characteristic.otherwise is not None:
        return None
    named = AnyOf(tuple(row.when for row in one.rows), one.location)
    match characteristic.form:
        case Bins(name) | PointsTable(name):
            known = Known(name, True, one.location)
            missed: Condition = All((known, Not(named, one.location)), one.location)
            missed = both(_applies(asker.policy, name), missed) or missed
        case Cases():
            missed = Not(named, one.location)
        case PerUnit() | Unread():
            return None
    return asker.truths(in_scope(asker.policy, missed), among)


def _applies(policy: Policy, name: str) -> Condition | None:
    """When an attribute exists at all; None where it exists for everybody, or is computed."""
    attribute = policy.dictionary.attributes.get(name)
    return None if attribute is None else attribute.applies_when


def in_scope(policy: Policy, condition: Condition) -> Condition:
    """The condition, for customers whom the policy is about."""
    return both(policy.applies_to, condition) or condition


def overlap_proofs(places: Sequence[str], asker: Asker, among: Among) -> Iterator[Proof]:
    """For each place that is meant: whether somebody falls under two things at once."""
    policy = asker.policy
    meant = [one for one in tables_of(policy) if _is_meant(one, places, "points")]
    for kind, listed in (("paths", paths_of(policy)), ("knockouts", knockouts_of(policy))):
        if {kind, EVERY_PLACE} & set(places):
            meant += [one for one in listed if len(one.rows) > 1]
    if not meant:
        yield _nothing(NoOverlap(tuple(places)), asker)
    for one in meant:
        yield overlap_proof(one, asker, among)


def overlap_proof(one: Rows, asker: Asker, among: Among) -> Proof:
    """Whether somebody falls under two rows of a place."""
    proof = _proof(NoOverlap((one.element,)), "prove.no-overlap-in", one, asker)
    if len(one.rows) < 2 or _is_table_of_codes(one):
        return proof
    twice = CountOf(2, tuple(row.when for row in one.rows), one.location)
    asked = asker.truths(in_scope(asker.policy, twice), among)
    found = [(MET,)] if (MET,) in asked.reached() else []
    proof = verdict_on(proof, asked, found)
    if proof.verdict is Verdict.FAILS:
        first, second = _under(one, proof, asker)[:2]
        said = message("prove.falls-under", first=first.words, second=second.words)
        proof = replace(proof, because=said, location=second.location)
    return proof


def _is_table_of_codes(one: Rows) -> bool:
    """Whether no two rows can name the same value."""
    return one.characteristic is not None and isinstance(one.characteristic.form, PointsTable)


def _under(one: Rows, proof: Proof, asker: Asker) -> list[Row]:
    """The rows that the customer of a witness falls under."""
    assert proof.instance is not None
    case = Case(asker.policy, proof.instance.shown[0].customer, asker.reading)
    return [row for row in one.rows if judge(case, row.when).truth is T]


def _proof(claim: NoGap | NoOverlap, key: str, one: Rows, asker: Asker) -> Proof:
    said: Message = message(key, place=one.title)
    return Proof(
        asker.policy,
        None,
        claim,
        said,
        Verdict.HOLDS,
        element=one.element,
        location=one.location,
        subject=one.title,
    )


def _is_meant(one: Rows, places: Sequence[str], kind: str) -> bool:
    assert one.characteristic is not None
    return bool({kind, EVERY_PLACE, one.characteristic.id} & set(places))


# -- what stands where -----------------------------------------------------------------------------


def tables_of(policy: Policy) -> Iterator[Rows]:
    """The characteristics with their rows, in file order."""
    for placed in placed_characteristics(policy):
        one = placed.characteristic
        title = one.about.title or one.id
        yield Rows(placed.element, one.location, title, rows_in(policy, one), one)


def rows_in(policy: Policy, one: Characteristic) -> tuple[Row, ...]:
    """The rows of a characteristic, each with the condition under which it matches by itself."""
    match one.form:
        case Bins(name, bins):
            return tuple(
                Row(
                    All(
                        tuple(
                            Compare(name, bound.operator, bound.value, row.location)
                            for bound in row.bounds
                        )
                        or (Known(name, True, row.location),),
                        row.location,
                    ),
                    row.location,
                    bounds_words(row.bounds, name, policy),
                )
                for row in bins
            )
        case PointsTable(name, rows):
            return tuple(
                Row(
                    OneOf(name, (_value(policy, name, row.code),), False, row.location),
                    row.location,
                    code_words(row.code, name, policy),
                )
                for row in rows
            )
        case Cases(rows):
            return tuple(
                Row(row.when, row.location, condition_words(row.when, policy)) for row in rows
            )
        case PerUnit() | Unread():
            return ()


def _value(policy: Policy, name: str, code: str) -> Value:
    return code == "true" if policy.dictionary.kind(name) is Kind.BOOLEAN else code


def paths_of(policy: Policy) -> Iterator[Rows]:
    """The tiers with their paths."""
    for tier in policy.tiers:
        listed = tuple(
            Row(path.when, path.location, path.about.title or path.id) for path in tier.paths
        )
        title = message("prove.paths-of", tier=tier.title)
        yield Rows(f"tiers/{tier.id}/paths", tier.location, title, listed)


def knockouts_of(policy: Policy) -> Iterator[Rows]:
    """The knockouts, as one place."""
    listed = tuple(
        Row(one.when, one.location, one.about.title or one.id) for one in policy.knockouts
    )
    yield Rows("knockouts", policy.location, message("law.place.knockouts"), listed)
