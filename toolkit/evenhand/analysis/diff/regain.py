"""Whether whoever loses a tier can reach it again under the new policy, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.analysis.diff.ladders import Move
from evenhand.messages import in_both
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, outcome_words
from evenhand.result import Run

if TYPE_CHECKING:
    from evenhand.analysis.diff.transition import Transition
    from evenhand.analysis.recourse.result import Recourse


@dataclass(frozen=True, slots=True)
class Regained:
    """The cheapest way back to a tier, or the proof that there is none, or neither."""

    title: Words
    found: Recourse

    def data(self) -> Mapping[str, object]:
        from evenhand.analysis.recourse.result import way_data

        found = self.found
        return {
            "to": found.situation.to,
            "exists": found.exists,
            "proved": found.proved,
            "open": in_both(found.open),
            "paths": [way_data(found.policy, way) for way in found.ways],
        }


def regained(new: Policy, one: Transition, run: Run) -> Regained | None:
    """The way back for the customer of a change of outcome.

    None where she loses nothing, where something is missing about her, which telling would settle,
    and where the new policy no longer has the tier.
    """
    lost = one.before.outcome
    tiers = {*(tier.id for tier in new.tiers), new.otherwise.tier}
    if one.move is not Move.LOSS or not one.complete or lost not in tiers:
        return None
    from evenhand.analysis.recourse.situation import Wishes, situation
    from evenhand.analysis.recourse.solver import by_proof
    from evenhand.analysis.recourse.ways import recourse

    where = situation(new, one.customer, lost, Wishes(alternatives=1), Reading.DECLARED)
    found = recourse(where, run, by_proof, explain_none=False)
    return Regained(outcome_words(new, lost), found)
