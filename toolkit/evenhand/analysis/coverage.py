"""Coverage: which parts of a policy its worked customers touch, and which nobody has worked out.

Only examples with an independent expectation count: those of the source and those by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.plain import place
from evenhand.engines.reference import decide
from evenhand.engines.reference.case import Case
from evenhand.engines.reference.conditions import judge
from evenhand.engines.trace import Decision, Judgement
from evenhand.location import Location
from evenhand.model.conditions import Compare, Condition, Meets, ScoreIs, every_part
from evenhand.model.example import Example
from evenhand.model.figures import OpenFigure
from evenhand.model.mentions import element_of, placed_characteristics
from evenhand.model.outcome import REJECTED, Status
from evenhand.model.policy import Policy, Reject
from evenhand.model.scales import at_and_beside, place_of
from evenhand.model.scorecard import Bins, Cases, Characteristic, PointsTable
from evenhand.model.truth import F, T, Truth

SORTS: Final = ("outcomes", "knockouts", "paths", "rows", "edges")
"""What is counted: outcomes reached; knockouts that held and that did not; paths that held; bins,
codes and rows of scorecards that gave points; thresholds of tiers met and missed at the figure."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that an example can touch; ``side`` tells two spots of one element apart."""

    element: str
    side: str
    location: Location


@dataclass(frozen=True, slots=True)
class Coverage:
    """All spots of each sort, and those that no example touches."""

    spots: Mapping[str, tuple[Spot, ...]]
    missed: Mapping[str, tuple[Spot, ...]]

    def counts(self, sort: str) -> tuple[int, int]:
        """How many spots of a sort are touched, and how many there are."""
        total = len(self.spots[sort])
        return total - len(self.missed[sort]), total

    def data(self) -> dict[str, object]:
        """The coverage as plain data."""
        return {
            sort: {
                "covered": self.counts(sort)[0],
                "of": self.counts(sort)[1],
                "missing": [
                    {"element": one.element, "side": one.side, **place(one.location)}
                    for one in self.missed[sort]
                ],
            }
            for sort in SORTS
        }


def coverage(policy: Policy, examples: Iterable[Example]) -> Coverage:
    """What the examples touch of a policy."""
    listed = [(one, decide(policy, one.customer, one.reading)) for one in examples]
    spots: dict[str, tuple[Spot, ...]] = {
        "outcomes": tuple(_outcomes(policy)),
        "knockouts": tuple(_knockouts(policy)),
        "paths": tuple(_paths(policy)),
        "rows": tuple(_rows(policy)),
        "edges": tuple(_edges(policy)),
    }
    touched: set[tuple[str, str]] = set()
    for example, decision in listed:
        touched |= set(_touched(policy, example, decision))
    missed = {
        sort: tuple(one for one in found if (one.element, one.side) not in touched)
        for sort, found in spots.items()
    }
    return Coverage(spots, missed)


# -- what there is -------------------------------------------------------------------------------


def _outcomes(policy: Policy) -> Iterator[Spot]:
    if any(isinstance(one.effect, Reject) for one in policy.knockouts):
        yield Spot(REJECTED, "reached", policy.location)
    for tier in policy.tiers:
        yield Spot(tier.id, "reached", tier.location)
    yield Spot(policy.otherwise.tier, "reached", policy.otherwise.location)


def _knockouts(policy: Policy) -> Iterator[Spot]:
    for one in policy.knockouts:
        yield Spot(f"knockouts/{one.id}", "met", one.location)
        yield Spot(f"knockouts/{one.id}", "not_met", one.location)


def _paths(policy: Policy) -> Iterator[Spot]:
    for tier in policy.tiers:
        for path in tier.paths:
            yield Spot(f"tiers/{tier.id}/{path.id}", "met", path.location)


def _rows(policy: Policy) -> Iterator[Spot]:
    for placed in placed_characteristics(policy):
        for location in _row_places(placed.characteristic):
            yield Spot(placed.element, _row_side(location), location)


def _row_places(one: Characteristic) -> tuple[Location, ...]:
    form = one.form
    rows: tuple[Location, ...] = ()
    if isinstance(form, Bins):
        rows = tuple(row.location for row in form.bins)
    elif isinstance(form, PointsTable | Cases):
        rows = tuple(row.location for row in form.rows)
    return (*rows, one.location) if one.otherwise is not None or not rows else rows


def _row_side(location: Location) -> str:
    return f"line {location.line}:{location.column}"


def _edges(policy: Policy) -> Iterator[Spot]:
    for address, atom in tier_thresholds(policy):
        element = f"{address} {_row_side(atom.location)}"
        yield Spot(element, "met", atom.location)
        yield Spot(element, "not_met", atom.location)


def tier_thresholds(policy: Policy) -> Iterator[tuple[str, Compare | ScoreIs]]:
    """The comparisons in the conditions of tiers, definitions followed, with their elements.

    Those with a figure that nobody states have no threshold.
    """
    for tier in policy.tiers:
        if tier.when is not None:
            yield from _thresholds(policy, f"tiers/{tier.id}", tier.when)
        for path in tier.paths:
            yield from _thresholds(policy, f"tiers/{tier.id}/{path.id}", path.when)


def _thresholds(
    policy: Policy, address: str, condition: Condition
) -> Iterator[tuple[str, Compare | ScoreIs]]:
    for part in every_part(condition):
        if isinstance(part, Compare | ScoreIs):
            if not isinstance(part.figure, OpenFigure) or part.figure.read_as is not None:
                yield address, part
        elif isinstance(part, Meets):
            yield from _thresholds(policy, address, policy.definitions[part.definition].means)


# -- what an example touches ---------------------------------------------------------------------


def _touched(policy: Policy, example: Example, decision: Decision) -> Iterator[tuple[str, str]]:
    case = Case(policy, example.customer, example.reading)
    if decision.outcome.status is Status.DECIDED:
        yield decision.outcome.outcome, "reached"
    for knockout in policy.knockouts:
        yield from _answered(f"knockouts/{knockout.id}", judge(case, knockout.when).truth)
    for tier in policy.tiers:
        for path in tier.paths:
            yield from _answered(f"tiers/{tier.id}/{path.id}", judge(case, path.when).truth)
    for card in decision.cards.values():
        for section in card.sections:
            for score in section.characteristics:
                if score.value is not None or isinstance(score.characteristic.form, Cases):
                    element = element_of(card.card, section.section.id, score.characteristic.id)
                    yield element, _row_side(score.row)
    for address, atom in tier_thresholds(policy):
        judged = judge(case, atom)
        if at_the_edge(policy, atom, judged):
            yield from _answered(f"{address} {_row_side(atom.location)}", judged.truth)


def _answered(element: str, answer: Truth) -> Iterator[tuple[str, str]]:
    if answer is T:
        yield element, "met"
    elif answer is F:
        yield element, "not_met"


def at_the_edge(policy: Policy, atom: Compare | ScoreIs, judged: Judgement) -> bool:
    """Whether a customer stands at a threshold, or one step to either side of it.

    For scores and for values computed from others, which have no step, any value counts.
    """
    attribute = (
        policy.dictionary.attributes.get(atom.attribute) if isinstance(atom, Compare) else None
    )
    if judged.value is None:
        return False
    if attribute is None:
        return True
    here = place_of(attribute, judged.value)
    for bound in judged.against:
        mark = place_of(attribute, bound)
        beside = {place_of(attribute, value) for value in at_and_beside(attribute, mark)}
        if here in beside | {mark}:
            return True
    return False
