"""What a decision looked at: the attributes behind the conditions and scores it considered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evenhand.model.conditions import Condition, Meets, ScoreIs, every_part
from evenhand.model.mentions import (
    attributes_in,
    characteristic_conditions,
    characteristic_mentions,
)
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Characteristic, Scorecard


def attributes_behind(policy: Policy, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The input attributes that conditions stand on, in order of first mention.

    Definitions, scores and what decides whether an attribute exists are followed.
    """
    found: dict[str, None] = {}
    for condition in conditions:
        for name in _names(policy, condition):
            _add(policy, name, found)
    return tuple(found)


def _add(policy: Policy, name: str, found: dict[str, None]) -> None:
    if name in found:
        return
    found[name] = None
    for other in attributes_in(policy.dictionary.attributes[name].applies_when, policy.dictionary):
        _add(policy, other, found)


def _names(policy: Policy, condition: Condition) -> Iterator[str]:
    yield from attributes_in(condition, policy.dictionary)
    for part in every_part(condition):
        match part:
            case Meets(definition):
                yield from _names(policy, policy.definitions[definition].means)
            case ScoreIs(of):
                yield from _names_of_score(policy, of)
            case _:
                pass


def _names_of_score(policy: Policy, name: str) -> Iterator[str]:
    part = policy.score_parts()[name]
    listed = part.characteristics() if isinstance(part, Scorecard) else part.characteristics
    for characteristic in listed:
        yield from attributes_of(policy, characteristic)


def attributes_of(policy: Policy, characteristic: Characteristic) -> Iterator[str]:
    """The input attributes that a characteristic gives points for; one may come twice."""
    for mentioned in characteristic_mentions(characteristic):
        yield from policy.dictionary.inputs_of(mentioned)
    for condition in characteristic_conditions(characteristic):
        yield from _names(policy, condition)


def scores_behind(policy: Policy, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The scorecards of which conditions read the score or a section's score, in file order."""
    read = {name for condition in conditions for name in _scores(policy, condition)}
    return tuple(
        card.id
        for card in policy.scorecards
        if card.id in read or any(section.id in read for section in card.sections)
    )


def _scores(policy: Policy, condition: Condition) -> Iterator[str]:
    for part in every_part(condition):
        match part:
            case Meets(definition):
                yield from _scores(policy, policy.definitions[definition].means)
            case ScoreIs(of):
                yield of
            case _:
                pass
