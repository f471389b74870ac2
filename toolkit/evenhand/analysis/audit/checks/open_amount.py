"""An amount that a policy does not fix: a threshold or points, unstated, disputed, or a range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, Parameters, Subject, Words
from evenhand.analysis.audit.places import label, places
from evenhand.location import Location
from evenhand.messages import Bilingual, message
from evenhand.model.conditions import Compare, OpenCondition, ScoreIs, every_part
from evenhand.model.element import Text
from evenhand.model.figures import By, Disputed, Figure, OpenFigure, Range
from evenhand.model.mentions import policy_conditions
from evenhand.model.policy import Benefit, ByTier, Policy
from evenhand.model.scorecard import OpenPoints, Points, Unread, row_points


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that is not fixed.

    ``what`` is ``threshold``, ``points``, ``value`` (of a benefit) or ``condition`` (open wording
    that may hold a blank), ``how`` is ``unstated``, ``disputed``, ``range`` or ``worded``.
    """

    what: str
    how: str
    element: str
    location: Location
    of: Words
    name: str
    wording: Text | None = None


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Amounts of the kinds ``of`` that are open in one of the ways ``how``.

    With ``words`` only those whose wording holds one of the words.
    """
    words = parameters.texts("words")
    for one in amounts(subject.policy):
        if one.what not in parameters.texts("of") or one.how not in parameters.texts("how"):
            continue
        if words and not any(word in _all_text(one.wording) for word in words):
            continue
        yield Hit(
            one.element,
            one.location,
            (one.what, one.how, one.name, _all_text(one.wording)),
            {"what": one.of, "wording": "…" if one.wording is None else one.wording},
            one.what,
        )


def amounts(policy: Policy) -> Iterator[Amount]:
    """Everything in a policy that should be one number and is not."""
    for element, condition in policy_conditions(policy):
        for part in every_part(condition):
            match part:
                case Compare(attribute, _, figure):
                    called = message("audit.attribute", label=label(policy, attribute))
                    yield from _figure(element, attribute, called, figure)
                case ScoreIs(of, _, figure):
                    yield from _figure(element, of, message("audit.the-score"), figure)
                case OpenCondition(wording):
                    yield Amount(
                        "condition", "worded", element, part.location, wording, "", wording
                    )
                case _:
                    pass
    for place in places(policy):
        if place.characteristic is not None:
            form = place.characteristic.form
            rows = () if isinstance(form, Unread) else row_points(form)
            rest = place.characteristic.otherwise
            for points in (*rows, *(() if rest is None else (rest,))):
                yield from _points("points", place.element, place.title, points)
    for benefit in policy.benefits.values():
        yield from _benefit(benefit)


def _figure(element: str, name: str, of: Words, figure: Figure) -> Iterator[Amount]:
    match figure:
        case OpenFigure(wording):
            yield Amount("threshold", "unstated", element, figure.location, of, name, wording)
        case Disputed():
            yield Amount("threshold", "disputed", element, figure.location, of, name)
        case Range():
            yield Amount("threshold", "range", element, figure.location, of, name)
        case By(_, values, otherwise):
            for _, inner in values:
                yield from _figure(element, name, of, inner)
            if otherwise is not None:
                yield from _figure(element, name, of, otherwise)
        case _:
            return


def _points(what: str, element: str, of: Words, points: Points) -> Iterator[Amount]:
    if isinstance(points, OpenPoints):
        how = "range" if points.is_range else points.reason
        name = ",".join(str(one) for one in points.values)
        yield Amount(what, how, element, points.location, of, name, points.wording)


def _benefit(benefit: Benefit) -> Iterator[Amount]:
    element = f"benefits/{benefit.id}"
    title: str | Bilingual = benefit.about.title or benefit.id
    match benefit.value:
        case None:
            return
        case ByTier(values):
            for _, points in values:
                yield from _points("value", element, title, points)
        case OpenPoints():
            yield from _points("value", element, title, benefit.value)
        case _:
            return


def _all_text(wording: Text | None) -> str:
    if wording is None:
        return ""
    return wording if isinstance(wording, str) else f"{wording.en} {wording.zh}"


CHECK: Final = Check(
    "open-amount",
    find,
    {
        "threshold": frozenset({"what", "wording"}),
        "points": frozenset({"what", "wording"}),
        "value": frozenset({"what", "wording"}),
        "condition": frozenset({"what", "wording"}),
    },
    frozenset({"of", "how", "words"}),
    chosen_by="of",
)
