"""Bins that overlap or leave values without points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject
from evenhand.analysis.audit.places import label, places
from evenhand.finding import Related
from evenhand.loading.elaborate.strictness import faults
from evenhand.messages import message
from evenhand.model.scorecard import Bin, Bins
from evenhand.model.values import value_text
from evenhand.model.wording import bounds_words


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Neighbouring bins that overlap, or between which a value of the attribute falls through.

    Where ``otherwise`` gives points, no value falls through.
    """
    del parameters
    policy = subject.policy
    for place in places(policy):
        one = place.characteristic
        if one is None or not isinstance(one.form, Bins):
            continue
        for kind, lower, upper in faults(policy.dictionary, one.form):
            if kind == "gap" and one.otherwise is not None:
                continue
            yield Hit(
                place.element,
                upper.location,
                (_written(lower), _written(upper)),
                {
                    "attribute": label(policy, one.form.attribute),
                    "place": place.title,
                    "lower": bounds_words(lower.bounds, one.form.attribute, policy),
                    "upper": bounds_words(upper.bounds, one.form.attribute, policy),
                },
                kind,
                (Related(lower.location, message("audit.bin-before")),),
            )


def _written(row: Bin) -> str:
    bounds = (f"{one.operator.value} {value_text(one.value.value)}" for one in row.bounds)
    return ", ".join(sorted(bounds))


CHECK: Final = Check(
    "bins-cover",
    find,
    {
        "overlap": frozenset({"attribute", "place", "lower", "upper"}),
        "gap": frozenset({"attribute", "place", "lower", "upper"}),
    },
)
