"""The letter to a customer: what it says, what it never says, and where it has gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.build import policy

from evenhand import api
from evenhand.analysis.explain import Explanation
from evenhand.analysis.letter import Letter
from evenhand.messages import LANGUAGES, Language
from evenhand.model.customer import Given
from evenhand.model.describe import words_text

DAY = date(2026, 11, 24)

BODY = """
applies_to: {has_card: true}
knockouts:
  - {id: late, title: {en: Late, zh: 逾期}, when: {count: {at_least: 3}}, effect: reject, reason: {code: K1, en: Payments were late., zh: 还款逾期。}}
  - {id: odd, title: {en: Odd, zh: 异}, when: {colour: red}, effect: refer, reason: {code: K2, en: A person looks at it., zh: 转人工。}}
tiers:
  - id: gold
    title: {en: Gold, zh: 金}
    when: {all: [{any: [{amount: {at_least: 1_000}}, {rank: {at_least: high}}]}, {discretion: branch_manager, id: liked, criteria: secret, read_as: not_met, because: {en: So., zh: 是。}}]}
  - id: silver
    title: {en: Silver, zh: 银}
    paths:
      - {id: rich, title: {en: By deposit, zh: 存款}, when: {amount: {at_least: {disputed: [{value: 100}, {value: 200}], read_as: 200}}}}
      - {id: known, title: {en: Well known, zh: 知名}, when: {unstated: well known, read_as: not_met, because: {en: So., zh: 是。}}}
otherwise: {tier: plain, title: {en: Plain, zh: 普通}}
"""  # noqa: E501
SAFE = """
process:
  decision: assisted
  human_review: {for: [rejected, refer], within: {days: 5}}
  appeal: {channel: [branch, phone], answer: {days: 15}, acknowledged: {hours: 24}}
"""
SOME: Mapping[str, Given] = {
    "has_card": True,
    "count": 0,
    "colour": "blue",
    "amount": 50,
    "rank": "low",
    "months_here": 7,
}


def written(body: str = BODY, more: Mapping[str, Given] = SOME, **changes: Given) -> Explanation:
    return api.explain(policy(body), {**SOME, **more, **changes}, as_of=DAY, letter=True)


def letter(body: str = BODY, more: Mapping[str, Given] = SOME, **changes: Given) -> Letter:
    found = written(body, more, **changes).letter
    assert found is not None
    return found


def parts(found: Letter) -> dict[str, list[str]]:
    """Title and what stands below it, in English."""
    return {
        words_text(part.title, "en"): [words_text(one, "en") for one in (*part.says, *part.items)]
        for part in found.parts
    }


def says(found: Letter) -> str:
    return " ".join(words_text(one, "en") for one in found.says)


def remarks(found: Letter) -> set[str]:
    return {one.key.removeprefix("letter.remark-") for one in found.remarks}


def test_what_was_decided_by_which_version_and_as_of_which_day() -> None:
    told = says(letter(BODY + SAFE))
    assert "“Small policy”, version 1.0.0" in told
    assert "2026-11-24" in told
    assert told.endswith("You are placed as: Plain.")


def test_the_nearest_better_tier_and_what_it_asks_for() -> None:
    assert parts(letter())["What “Silver” asks for and was not met"] == [
        "There are several ways; meeting one of them in full is enough.",
        "By deposit – Amount: at least 200 (on record: 50)",
        "Well known – a requirement that is worded “well known”",
    ]


def test_alternatives_stand_in_one_item_and_people_keep_their_reasons() -> None:
    told = parts(letter(amount=500))["What “Gold” asks for and was not met"]
    assert told == [
        "Amount: at least 1,000 (on record: 500) or Rank: at least High (on record: Low)",
        "a decision of our staff, which has not been made",
    ]
    answered = parts(letter(more={"discretion.liked": False}, amount=2_000))
    assert answered["What “Gold” asks for and was not met"] == [
        "a decision of our staff, which did not grant it"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", [{}, {"amount": 500}, {"amount": None}, {"count": 5}])
def test_inner_wording_of_people_is_never_told(
    language: Language, changes: dict[str, Given]
) -> None:
    text = api.render(written(more=changes), lang=language)
    for secret in ("secret", "branch manager", "网点负责人", "read as", "视为", "read_as", "解读"):
        assert secret not in text


def test_a_rejection_names_its_codes_and_nothing_else() -> None:
    found = letter(BODY + SAFE, count=5)
    told = parts(found)
    assert says(found).endswith("We could not place you in any of the tiers of this policy.")
    assert told["Principal reasons, the weightiest first"] == ["K1: Payments were late."]
    assert not any(title.startswith("What “") for title in told)


def test_a_referral_says_that_nothing_is_refused() -> None:
    assert "Nothing has been refused." in says(letter(colour="red"))


def test_out_of_scope_says_whom_the_policy_is_for() -> None:
    found = letter(has_card=False)
    assert "is not about your case" in says(found)
    assert parts(found)["Whom this policy is for"] == ["Card: yes (on record: no)"]
    assert "no-reasons" not in remarks(found)


def test_an_open_case_says_what_would_settle_it() -> None:
    found = letter(amount=None, colour=None)
    told = parts(found)
    assert "cannot be decided yet" in says(found)
    assert told["What would settle the matter"] == [
        "Please give us, as far as you can, what is named here; not all of it may be needed.",
        "Amount",
        "Colour",
    ]
    assert "Principal reasons, the weightiest first" not in told


def test_what_people_and_the_bank_have_to_settle() -> None:
    body = """
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {all: [{quality: good}, {discretion: bank, id: liked}, {unstated: nice}]}}
    otherwise: {tier: plain}
    """  # noqa: E501
    found = letter(body)
    assert parts(found)["What would settle the matter"] == [
        "Quality: a member of our staff has still to assess this; you need not do anything.",
        "A member of our staff has still to decide on a point; you need not do anything.",
        "Our policy leaves a point open, which we have to settle ourselves; you need not do anything.",  # noqa: E501
    ]
    assert "open" in remarks(found)
    assert says(found).endswith("you are placed at least as: plain.")


def test_an_undecided_customer_with_a_floor_is_told_what_she_has() -> None:
    body = BODY.replace("otherwise:", "undecided: floor\notherwise:").replace("applies_to", "#")
    found = letter(body, amount=None)
    assert says(found).endswith("Until that is settled you are placed as: Plain.")


def test_what_was_looked_at_and_what_was_not() -> None:
    told = parts(letter())
    assert told["What was looked at"] == [
        "Please tell us if any of this is not right.",
        "Card: yes",
        "Count: 0",
        "Colour: Blue",
        "Amount: 50",
        "Rank: Low",
    ]
    assert told["What is on record and was not looked at"] == ["Months"]
    # Whoever is rejected was looked at no further.
    assert "Amount: 50" not in parts(letter(count=5))["What was looked at"]
    assert "Amount" in parts(letter(count=5))["What is on record and was not looked at"]


def test_points_and_principal_reasons_of_a_score() -> None:
    body = """
    scorecard:
      characteristics:
        - {id: card, title: {en: Card held, zh: 持卡}, when: {has_card: true}, points: 4}
        - {id: rank, title: {en: Standing, zh: 身份}, attribute: rank, points: {high: 10, low: 3}, otherwise: 0}
    tiers:
      - {id: gold, title: {en: Gold, zh: 金}, when: {score: {at_least: 12}}}
    otherwise: {tier: plain}
    """  # noqa: E501
    told = parts(letter(body))
    assert told["Principal reasons, the weightiest first"] == [
        "rank: Standing. Points below the most that can be reached: 7."
    ]
    assert told["What was looked at"][1:] == [
        "Card: yes",
        "Rank: Low",
        "Points for “Card held”: 4 of at most 4",
        "Points for “Standing”: 3 of at most 10",
        "Score, all in all: 7",
    ]
    assert told["What “Gold” asks for and was not met"] == ["Score: at least 12 (on record: 7)"]


def test_how_to_object_is_what_the_policy_declares() -> None:
    rejected = parts(letter(BODY + SAFE, count=5))["If you want this looked at again"]
    assert rejected == [
        "A member of our staff looks at this outcome within 5 days.",
        "You can object by: branch or phone.",
        "We confirm receipt within 24 hours.",
        "We answer within 15 days.",
    ]
    # Human review is declared for rejections and referrals alone.
    assert parts(letter(BODY + SAFE))["If you want this looked at again"] == rejected[1:]


def test_what_is_not_declared_is_a_gap_and_the_bank_is_told() -> None:
    found = letter()
    (gap,) = parts(found)["If you want this looked at again"]
    assert gap.startswith("[")
    assert {"no-appeal", "no-review"} <= remarks(found)
    assert not {"no-appeal", "no-review"} & remarks(letter(BODY + SAFE))
    unstated = SAFE.replace("answer: {days: 15}", "answer: unstated")
    (*_, last) = parts(letter(BODY + unstated))["If you want this looked at again"]
    assert last.startswith("[How soon")


def test_the_bank_is_told_what_the_outcome_leans_on() -> None:
    assert {"brackets", "leaned", "no-reasons"} <= remarks(letter())
    assert "leaned" not in remarks(letter(count=5))
    opened = api.explain(policy(BODY), SOME, as_of=DAY, letter=True, reading="open").letter
    assert opened is not None
    assert "reading" in remarks(opened)


def test_a_reason_that_rests_on_a_trait_is_pointed_out_to_the_bank() -> None:
    loaded = api.load("@ccb-credit-card-100")
    given: dict[str, Given] = {"marital_status": "single", "has_children": False, "sex": "male"}
    found = api.explain(loaded, {"age": 20, **given}, as_of=DAY, letter=True, reasons=99).letter
    assert found is not None
    labels = [words_text(one, "en") for one in found.remarks if one.key == "letter.remark-trait"]
    assert any("Marital status" in one for one in labels)


def test_both_languages_say_the_same_number_of_things() -> None:
    data = letter(BODY + SAFE).data()
    assert isinstance(data["parts"], list)
    for part in data["parts"]:
        assert set(part["title"]) == {"en", "zh"}
        assert all(one["en"] and one["zh"] for one in (*part["says"], *part["items"]))


def test_markdown_sets_no_marks_of_its_own() -> None:
    text = api.render(written(BODY + SAFE), "markdown")
    assert text.startswith("\\[Name of the customer\\]\\\n")
    assert "# Your case under our policy “Small policy”" in text
    assert "\n## What was looked at\n" in text
