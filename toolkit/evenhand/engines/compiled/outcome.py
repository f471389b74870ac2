"""What the compiled engine says about one customer: an outcome without its account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evenhand.model.outcome import Reading, Reason, Status


@dataclass(frozen=True, slots=True)
class BareOutcome:
    """What a policy decides about one customer, without an account of it.

    Each field is that of the ``Outcome`` which the reference engine gives. ``outcome`` is a tier's
    id, ``rejected``, ``refer`` or ``out_of_scope``; ``possible`` lists every outcome that the known
    values leave open; ``floor`` and ``ceiling`` are the worst and the best of them where they can
    be ranked. ``scores`` are by scorecard, None where unknown; ``reasons`` say why no better
    outcome, and ``paths`` are those of the outcome tier that hold. Why something is open, what
    would settle it, benefits and fees are for the reference engine to tell.
    """

    outcome: str
    status: Status
    possible: tuple[str, ...]
    floor: str | None
    ceiling: str | None
    reading: Reading
    scores: Mapping[str, Fraction | None]
    reasons: tuple[Reason, ...]
    paths: tuple[str, ...]

    @property
    def score(self) -> Fraction | None:
        """The score of the only scorecard; None if unknown, or if there is not exactly one."""
        return next(iter(self.scores.values())) if len(self.scores) == 1 else None
