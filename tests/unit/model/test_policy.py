"""Looking things up in a policy and its dictionary."""

from __future__ import annotations

import pytest
from tests.build import policy

from evenhand.model.element import Declaration
from evenhand.model.vocabulary import Kind

BODY = """
scorecards:
  - {id: first, characteristics: [{id: a, attribute: rank, points: {low: 1}}]}
  - id: second
    sections:
      - {id: part, characteristics: [{id: d, when: {quality: good}, points: 1}]}
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 5}}}
otherwise: {tier: plain}
process:
  decision: automated
  reasons: {shown: 4}
  appeal: {channel: [branch, phone], answer: {days: 15}}
"""
DERIVED = """\
total: {label: {en: Total, zh: 合}, sum: [{attribute: amount}, {attribute: card_cap}]}
most: {label: {en: Most, zh: 大}, max_of: [total, amount]}
share: {label: {en: Share, zh: 比}, ratio: {of: most, to: other_amount}}
"""
WHOLE = policy(BODY, derived=DERIVED).model


def test_tiers_and_scores_by_name() -> None:
    assert WHOLE.tier("gold") is WHOLE.tiers[0]
    with pytest.raises(KeyError):
        WHOLE.tier("plain")
    assert {"first", "second", "part"} <= set(WHOLE.score_parts())
    assert [one.id for one in WHOLE.characteristics()] == ["a", "d"]


def test_settings_by_their_path() -> None:
    answer = WHOLE.setting("process.appeal.answer.days")
    assert answer is not None
    assert answer.value == 15
    channels = WHOLE.setting("process.appeal.channel")
    assert channels is not None
    assert [one.value for one in channels.items()] == ["branch", "phone"]
    assert list(answer.items()) == []
    for nothing in ("process.appeal.nobody", "process.decision.more", "marketing.claims"):
        assert WHOLE.setting(nothing) is None
    whole = WHOLE.setting("process")
    assert isinstance(whole, Declaration)
    assert whole.at("reasons") is not None


def test_how_many_reasons_are_shown() -> None:
    assert WHOLE.shown_reasons() == 4
    assert policy().model.shown_reasons() is None
    assert (
        policy(BODY.replace("{shown: 4}", "{plain_language: true}")).model.shown_reasons() is None
    )


def test_the_dictionary_knows_derived_attributes() -> None:
    words = WHOLE.dictionary
    assert "share" in words
    assert "amount" in words
    assert "nobody_knows" not in words
    assert (words.label("share").en, words.label("amount").zh) == ("Share", "金额")
    with pytest.raises(KeyError):
        words.label("nobody_knows")
    assert [words.kind(one) for one in ("total", "most", "share", "rank")] == [
        Kind.MONEY,
        Kind.MONEY,
        Kind.RATIO,
        Kind.ORDINAL,
    ]
    assert words.inputs_of("share") == ("amount", "card_cap", "other_amount")
    assert words.inputs_of("rank") == ("rank",)


def test_codes_and_their_labels() -> None:
    rank = WHOLE.dictionary.attributes["rank"]
    label = rank.code_label("mid")
    assert label is not None
    assert label.text("zh") == "中"
    assert rank.code_label("boss") is None


def test_kinds() -> None:
    assert [kind for kind in Kind if kind.is_numeric] == [
        Kind.MONEY,
        Kind.NUMBER,
        Kind.INTEGER,
        Kind.RATIO,
    ]
    ordered = {kind for kind in Kind if kind.is_ordered}
    assert ordered - {kind for kind in Kind if kind.is_numeric} == {Kind.ORDINAL, Kind.DATE}
    assert {kind for kind in Kind if kind.has_codes} == {Kind.ENUM, Kind.ORDINAL, Kind.SET}
