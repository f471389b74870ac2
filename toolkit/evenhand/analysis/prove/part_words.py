"""Parts of a policy: where each stands in the model, and what it is called."""

from __future__ import annotations

from evenhand.analysis.prove.places import rows_in
from evenhand.messages import message
from evenhand.model.conditions import Condition, parts_of
from evenhand.model.describe import condition_words
from evenhand.model.mentions import element_of
from evenhand.model.parts import Part, Sort, deciding_conditions
from evenhand.model.policy import Policy
from evenhand.model.scorecard import Characteristic
from evenhand.model.wording import Words


def characteristic_at(policy: Policy, address: str) -> Characteristic:
    """The characteristic with an address."""
    return next(
        one
        for card in policy.scorecards
        for section in card.sections
        for one in section.characteristics
        if element_of(card, section.id, one.id) == address
    )


def part_words(policy: Policy, part: Part) -> Words:
    """What a part is called: its kind and title, or what it says."""
    kind = part.sort.value
    match part.sort:
        case Sort.ROW:
            one = characteristic_at(policy, part.owner)
            title: Words = one.about.title or one.id
            row = rows_in(policy, one)[part.at[0]].words
            return message("prove.part.row", row=row, title=title)
        case Sort.CHARACTERISTIC:
            one = characteristic_at(policy, part.owner)
            title = one.about.title or one.id
        case Sort.SCORECARD:
            card = next(one for one in policy.scorecards if one.id == part.owner)
            title = card.about.title or card.id
        case Sort.KNOCKOUT:
            name = part.address.partition("/")[2]
            known = next(one for one in policy.knockouts if one.id == name)
            title = known.about.title or name
        case Sort.TIER:
            title = policy.tier(part.address.partition("/")[2]).title
        case Sort.PATH:
            tier, _, name = part.address.removeprefix("tiers/").partition("/paths/")
            path = next(one for one in policy.tier(tier).paths if one.id == name)
            title = path.about.title or name
        case Sort.CONDITION:
            title = condition_words(condition_at(policy, part), policy)
            return message("prove.part.condition", condition=title, owner=f"`{part.owner}`")
    return message(f"prove.part.{kind}", title=title)


def condition_at(policy: Policy, part: Part) -> Condition:
    """The condition that a part is."""
    here = dict(deciding_conditions(policy))[part.owner]
    for at in part.at:
        here = parts_of(here)[at]
    return here
