"""Dead parts: without them, nobody's outcome would be another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import Final, assert_never

from evenhand.analysis.prove.asking import Among, Asked, Asker
from evenhand.analysis.prove.part_words import characteristic_at, condition_at, part_words
from evenhand.analysis.prove.places import rows_in
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.without import without
from evenhand.engines.exact.question import MET, OPEN
from evenhand.messages import Message, message
from evenhand.model.conditions import (
    All,
    AnyOf,
    Compare,
    Condition,
    Not,
    OpenCondition,
    Operator,
    ScoreIs,
)
from evenhand.model.decision_list import entry_condition
from evenhand.model.figures import Constant, OpenFigure
from evenhand.model.law import EVERY_PLACE, NoDead
from evenhand.model.law_words import claim_words
from evenhand.model.mentions import scores_in
from evenhand.model.outcome import Reading
from evenhand.model.parts import PLACES, Part, Sort, deciding_conditions, parts
from evenhand.model.policy import Policy
from evenhand.model.scorecard import (
    Bins,
    Cases,
    OpenPoints,
    PointsTable,
)


class Why(Enum):
    """Why a part is dead: nobody meets it; whoever meets it is taken by another before; or
    customers meet it and their outcomes do not hang on it; or no condition reads the score."""

    NEVER_MET = "never-met"
    SHADOWED = "shadowed"
    NOT_DECISIVE = "not-decisive"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class Dead:
    """A part, whether it is dead (None: not known), and why."""

    part: Part
    dead: bool | None
    why: Why | None = None
    reason: Message | None = None


def dead_proofs(places: Sequence[str], asker: Asker, among: Among) -> Iterator[Proof]:
    """One proof for each dead part among those that are meant, else one for all of them."""
    claim = NoDead(tuple(places))
    policy = asker.policy
    whole = Proof(policy, None, claim, claim_words(claim, policy), Verdict.HOLDS)
    listed = list(dead_parts(asker, among, places))
    wrong = [one for one in listed if one.dead is not False]
    if not wrong:
        yield replace(whole, because=message("prove.all-live", count=len(listed)))
    for one in wrong:
        title = part_words(policy, one.part)
        known = one.dead is not None
        yield replace(
            whole,
            words=message("prove.no-dead-part", part=title),
            verdict=Verdict.FAILS if known else Verdict.UNKNOWN,
            because=one.reason if one.why is None else message(f"prove.dead.{one.why.value}"),
            element=one.part.address,
            location=one.part.location,
            subject=title,
        )


def dead_parts(asker: Asker, among: Among, places: Sequence[str]) -> Iterator[Dead]:
    """All parts that are meant, each with whether it is dead; not those inside of dead ones.

    Nor is a scorecard looked into whose score the source leaves open for everybody.
    """
    gone: list[str] = []
    unknown: list[str] = []
    meant = [one for one in parts(asker.policy) if is_meant(one, places)]
    listed = sorted(meant, key=lambda one: _ORDER.index(one.sort))
    seen = _in_one_go(listed, asker, among)
    for part in listed:
        inside = any(part.address.startswith(f"{one}/") for one in (*gone, *unknown))
        if inside or _is_open(part, asker):
            continue
        if part.sort is Sort.SCORECARD and _is_never_known(part.owner, asker, among, seen):
            unknown.append(part.address)
            continue
        found = dead_part(part, asker, among, seen)
        if found.dead:
            gone.append(part.address)
        yield found


def _is_open(part: Part, asker: Asker) -> bool:
    """Whether a part says nothing that could be taken out: points or words that nobody states."""
    policy = asker.policy
    match part.sort:
        case Sort.ROW:
            form = characteristic_at(policy, part.owner).form
            assert isinstance(form, Bins | PointsTable | Cases)
            return _are_open(form, part.at[0], asker.reading)
        case Sort.CONDITION:
            return _says_nothing(condition_at(policy, part), asker.reading)
        case Sort.PATH | Sort.KNOCKOUT:
            return _says_nothing(dict(deciding_conditions(policy))[part.owner], asker.reading)
        case Sort.TIER | Sort.CHARACTERISTIC | Sort.SCORECARD:
            return False
        case _:
            assert_never(part.sort)


def _are_open(form: Bins | PointsTable | Cases, at: int, reading: Reading) -> bool:
    rows = form.bins if isinstance(form, Bins) else form.rows
    points = rows[at].points
    if not isinstance(points, OpenPoints):
        return False
    return points.read_as is None or reading is Reading.OPEN


def _says_nothing(condition: Condition, reading: Reading) -> bool:
    match condition:
        case OpenCondition():
            return True
        case Compare(_, _, OpenFigure(_, taken)) | ScoreIs(_, _, OpenFigure(_, taken)):
            return taken is None or reading is Reading.OPEN
        case _:
            return False


_ORDER = (
    Sort.SCORECARD,
    Sort.TIER,
    Sort.KNOCKOUT,
    Sort.PATH,
    Sort.CHARACTERISTIC,
    Sort.ROW,
    Sort.CONDITION,
)
"""Wholes before their parts."""


def is_meant(part: Part, places: Sequence[str]) -> bool:
    """Whether a law that names some places speaks of a part."""
    return bool({EVERY_PLACE, PLACES[part.sort], part.address} & set(places))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one sweep told: by address whether somebody's outcome hangs on a part, the outcomes that
    occur (None: not told), and the scores that are known of somebody."""

    live: Mapping[str, bool] = field(default_factory=dict)
    outcomes: frozenset[str] | None = None
    scores: frozenset[str] = frozenset()


NOTHING_SEEN: Final = Seen()
FEW: Final = 3
"""Up to so many parts are asked about one by one."""


def _in_one_go(listed: Sequence[Part], asker: Asker, among: Among) -> Seen:
    """What one sweep tells of some parts; the rest has to be asked one by one."""
    cut = [one for one in listed if one.sort is not Sort.TIER]
    if len(cut) <= FEW:
        return NOTHING_SEEN
    swept = asker.swept([without(asker.policy, one) for one in cut], among)
    if swept is None:
        return NOTHING_SEEN
    told = zip(cut, swept.differ, strict=True)
    live = {part.address: differs for part, differs in told if differs is not None}
    return Seen(live, swept.labels, swept.scores)


def dead_part(part: Part, asker: Asker, among: Among, seen: Seen = NOTHING_SEEN) -> Dead:
    """Whether a part is dead, and why; what is not ``seen`` is asked."""
    if part.sort is Sort.SCORECARD and not is_read(asker.policy, part.owner):
        return Dead(part, True, Why.NOT_READ)
    live = _is_seen_live(part, seen)
    if live is None:
        return _asked_part(part, asker, among)
    return Dead(part, False) if live else Dead(part, True, _why(part, asker, among))


def _is_seen_live(part: Part, seen: Seen) -> bool | None:
    if part.sort is not Sort.TIER:
        return seen.live.get(part.address)
    return None if seen.outcomes is None else part.address.partition("/")[2] in seen.outcomes


def _asked_part(part: Part, asker: Asker, among: Among) -> Dead:
    """The same by a question about this part alone."""
    if part.sort is Sort.TIER:
        asked = asker.outcomes(among)
        name = part.address.partition("/")[2]
        live = any(labels[0] == name for labels in asked.reached())
    else:
        asked = asker.beside(without(asker.policy, part), among)
        live = any(labels[0] != labels[1] for labels in asked.reached())
    if live:
        return Dead(part, False)
    if not asked.known:
        return Dead(part, None, reason=asked.answer.reason)
    return Dead(part, True, _why(part, asker, among))


def _is_never_known(card: str, asker: Asker, among: Among, seen: Seen) -> bool:
    """Whether nobody's score on a card is known."""
    if card in seen.scores or not is_read(asker.policy, card):
        return False
    here = asker.policy.location
    asked = asker.truths(ScoreIs(card, Operator.AT_LEAST, Constant(Fraction(0), here), here), among)
    return asked.known and asked.reached() <= {(OPEN,)}


def is_read(policy: Policy, card: str) -> bool:
    """Whether a condition that outcomes hang on reads the score of a card, or of a section."""
    known = next(one for one in policy.scorecards if one.id == card)
    names = {card, *(section.id for section in known.sections)}
    conditions = (condition for _, condition in deciding_conditions(policy))
    return any(names & set(scores_in(one)) for one in conditions)


def _why(part: Part, asker: Asker, among: Among) -> Why:
    own = matched(asker.policy, part)
    if own is None:
        return Why.NOT_DECISIVE
    if _is_never(asker.truths(own, among)):
        return Why.NEVER_MET
    before = _before(asker.policy, part)
    if before is not None:
        alone = All((own, Not(before, own.location)), own.location)
        if _is_never(asker.truths(alone, among)):
            return Why.SHADOWED
    return Why.NOT_DECISIVE


def _is_never(asked: Asked) -> bool:
    return asked.known and (MET,) not in asked.reached()


def matched(policy: Policy, part: Part) -> Condition | None:
    """The condition under which a customer falls under a part; None where there is no such."""
    match part.sort:
        case Sort.ROW:
            return rows_in(policy, characteristic_at(policy, part.owner))[part.at[0]].when
        case Sort.TIER:
            name = part.address.partition("/")[2]
            return entry_condition(policy, policy.tier(name))
        case Sort.KNOCKOUT | Sort.PATH:
            return dict(deciding_conditions(policy))[part.owner]
        case Sort.CHARACTERISTIC | Sort.CONDITION | Sort.SCORECARD:
            return None


def _before(policy: Policy, part: Part) -> Condition | None:
    """What takes customers before the part does: earlier rows, better tiers, other knockouts."""
    here = part.location
    match part.sort:
        case Sort.ROW:
            rows = rows_in(policy, characteristic_at(policy, part.owner))
            return AnyOf(tuple(row.when for row in rows[: part.at[0]]), here)
        case Sort.TIER:
            name = part.address.partition("/")[2]
            better = policy.tiers[: [tier.id for tier in policy.tiers].index(name)]
            taken = [entry_condition(policy, tier) for tier in better]
            return AnyOf((*_rejections(policy, None), *taken), here)
        case Sort.KNOCKOUT:
            return AnyOf(_rejections(policy, part.address.partition("/")[2]), here)
        case Sort.PATH:
            tier, _, name = part.address.removeprefix("tiers/").partition("/paths/")
            others = [path.when for path in policy.tier(tier).paths if path.id != name]
            return AnyOf(tuple(others), here)
        case Sort.CHARACTERISTIC | Sort.CONDITION | Sort.SCORECARD:
            return None


def _rejections(policy: Policy, but: str | None) -> tuple[Condition, ...]:
    """The conditions of the knockouts, without one of them."""
    return tuple(one.when for one in policy.knockouts if one.id != but)
