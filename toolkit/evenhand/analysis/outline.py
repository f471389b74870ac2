"""A policy in outline: its outcomes, its score, and how decisions are made and contested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from evenhand.analysis.declared import setting_words
from evenhand.analysis.uses import effect_words
from evenhand.messages import message
from evenhand.model.element import Declaration
from evenhand.model.policy import Policy
from evenhand.model.wording import Words, listed, number_words

_SETTINGS: Final = (
    ("decision", "process.decision"),
    ("reasons", "process.reasons"),
    ("human-review", "process.human_review"),
    ("appeal", "process.appeal"),
    ("notice", "process.notice"),
    ("publication", "process.publication"),
    ("hardship", "process.hardship"),
    ("monitoring", "process.monitoring"),
    ("review", "process.review"),
    ("retention", "process.retention"),
    ("overrides", "overrides"),
)
"""Declared settings that are shown, and where they stand."""

_REMARKS: Final = frozenset({"source", "because", "note"})


def outline(policy: Policy) -> Mapping[str, Words | None]:
    """What is worth comparing, by name; None where the policy says nothing of it."""
    found: dict[str, Words | None] = {
        "standing": _standing(policy),
        "tiers": listed([tier.title for tier in policy.tiers], "describe.comma"),
        "otherwise": policy.otherwise.title or policy.otherwise.tier,
        "undecided": message("compare.floor" if policy.undecided_floor else "compare.refer"),
        "knockouts": _knockouts(policy),
        "score": _score(policy),
        "benefits": _benefits(policy),
        "membership": _membership(policy),
    }
    for name, path in _SETTINGS:
        setting = policy.setting(path)
        found[name] = None if setting is None else setting_words(_bare(setting))
    return found


def _bare(setting: Declaration) -> Declaration:
    """A setting without its sources and remarks."""
    match setting.value:
        case Mapping() as block:
            kept = {key: _bare(one) for key, one in block.items() if key not in _REMARKS}
            return replace(setting, value=kept)
        case tuple() as items:
            return replace(setting, value=tuple(_bare(one) for one in items))
        case _:
            return setting


def _standing(policy: Policy) -> Words:
    return message(f"compare.standing.{policy.header.standing}")


def _knockouts(policy: Policy) -> Words | None:
    if not policy.knockouts:
        return None
    counts: dict[Words, int] = {}
    for knockout in policy.knockouts:
        words = effect_words(knockout.effect)
        counts[words] = counts.get(words, 0) + 1
    rows = [message("compare.count", count=n, words=words) for words, n in counts.items()]
    return listed(rows, "describe.comma")


def _score(policy: Policy) -> Words | None:
    if not policy.scorecards:
        return None
    rows: list[Words] = []
    for card in policy.scorecards:
        count = len(card.characteristics())
        if card.maximum is None:
            rows.append(message("compare.items", count=count))
        else:
            most = number_words(card.maximum)
            rows.append(message("compare.items-of", count=count, maximum=most))
    return listed(rows, "describe.semicolon")


def _benefits(policy: Policy) -> Words | None:
    titles = [one.about.title or one.id for one in policy.benefits.values()]
    return listed(titles, "describe.comma") if titles else None


def _membership(policy: Policy) -> Words | None:
    if policy.membership is None:
        return None
    assessed = policy.membership.declared.get("assessed")
    every = None if assessed is None else assessed.at("every")
    if every is None:
        return message("compare.down-after", after=policy.membership.down.after)
    return message(
        "compare.assessed", every=setting_words(every), after=policy.membership.down.after
    )
