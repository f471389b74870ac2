"""Sums with weights, limits and stand-ins, also nested, as the reference engine adds them up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.unit.engines.exact.tiny import asked, gold, reached, same_for_everybody, truth

from evenhand.engines.exact.question import Question, Unanswered
from evenhand.engines.proofs import ask
from evenhand.location import Source, whole
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import Derived, Quotient, Sum, SumPart

HERE = whole(Source("<made>"))


def summed(*parts: str, name: str = "total") -> str:
    return (
        f"{name}: {{label: {{en: T, zh: 和}}, sum: [{', '.join(f'{{{one}}}' for one in parts)}]}}\n"
    )


def adds_up(derived: str, at_least: str = "2") -> None:
    """A sum (the last of some computed attributes) is compared alike, for everybody."""
    name = derived.strip().splitlines()[-1].partition(":")[0]
    known, side = (
        truth(gold(f"{{{name}: {{{test}}}}}", derived=derived))
        for test in ("known: true", f"at_least: {at_least}")
    )
    same_for_everybody(side)
    for complete in (True, False):
        asked(Question((side, known), complete))


@pytest.mark.parametrize(
    "parts",
    [
        ("attribute: third", "attribute: other"),
        ("attribute: third, times: 2", "attribute: other, times: -1"),
        ("attribute: third, times: 2/3", "attribute: other, times: 1/2"),
        ("attribute: third, at_most: 1", "attribute: other, at_most: 0.5"),
        ("attribute: third, times: -1, at_most: -1", "attribute: other, times: -2, at_most: 1"),
        ("attribute: third, missing: 2", "attribute: other"),
        ("attribute: third, missing: 9, times: 2, at_most: 3", "attribute: other, missing: 1"),
        ("attribute: third", "attribute: third, times: -1"),
        ("attribute: third", "attribute: third, at_most: 1", "attribute: third, times: 3"),
        ("attribute: third, times: 0", "attribute: other"),
        ("attribute: third, at_most: 9", "attribute: other, at_most: -5"),
        ("attribute: third, times: 0, at_most: 1", "attribute: other"),
    ],
)
def test_each_part_is_weighed_then_limited(parts: tuple[str, ...]) -> None:
    adds_up(summed(*parts))


@pytest.mark.parametrize(
    "parts",
    [
        ("attribute: cap", "attribute: other"),
        ("attribute: cap, times: -1", "attribute: third"),
        ("attribute: cap, missing: 2", "attribute: other"),
        ("attribute: cap, missing: 2, times: 2, at_most: 3", "attribute: third, missing: 0"),
        ("attribute: cap, times: -1, at_most: -1", "attribute: third"),
    ],
)
def test_what_does_not_exist_counts_as_nothing(parts: tuple[str, ...]) -> None:
    adds_up(summed(*parts))


INNER = summed("attribute: third", "attribute: other", name="inner")
MOST = "inner: {label: {en: M, zh: 最大}, max_of: [third, other]}\n"
LEAST = "inner: {label: {en: M, zh: 最小}, min_of: [third, cap]}\n"


@pytest.mark.parametrize("inner", [INNER, MOST, LEAST])
@pytest.mark.parametrize(
    "part",
    [
        "attribute: inner",
        "attribute: inner, times: -2",
        "attribute: inner, at_most: 1",
        "attribute: inner, missing: 1",
        "attribute: inner, missing: 3, at_most: 2, times: 2",
    ],
)
def test_parts_that_are_computed_themselves(inner: str, part: str) -> None:
    adds_up(inner + summed("attribute: third, times: 2", part))


def test_the_same_part_twice_is_guessed_twice() -> None:
    adds_up(MOST + summed("attribute: inner, at_most: 1", "attribute: inner, at_most: 0"), "1")


def test_the_greatest_of_sums() -> None:
    derived = INNER + "most: {label: {en: M, zh: 最大}, max_of: [inner, third]}\n"
    adds_up(derived + summed("attribute: most, times: 2", "attribute: other"))


def test_a_limit_inside_a_limit() -> None:
    middle = summed("attribute: inner, at_most: 1", "attribute: third", name="middle")
    adds_up(INNER + middle + summed("attribute: middle, at_most: 2, missing: 1"))


# -- what only constraints speak of, and what cannot be -------------------------------------------


def changed(policy: Policy, name: str, **settings: object) -> Policy:
    known = policy.dictionary
    derived = {**known.derived, name: replace(known.derived[name], **settings)}  # type: ignore[arg-type]
    return replace(policy, dictionary=replace(known, derived=derived))


def test_a_ratio_inside_a_sum_is_not_covered() -> None:
    policy = gold("{total: {at_least: 2}}", derived=summed("attribute: third", "attribute: other"))
    share = Derived(
        "share", policy.dictionary.derived["total"].label, Quotient("third", "other"), location=HERE
    )
    part = SumPart("share", Fraction(1), None, None, HERE)
    made = changed(policy, "total", formula=Sum((part,)))
    derived = {**made.dictionary.derived, "share": share}
    made = replace(made, dictionary=replace(made.dictionary, derived=derived))
    with pytest.raises(Unanswered, match="nested"):
        reached(Question((truth(made),)))
    answer = ask(Question((truth(made),)))
    assert not answer.known and "share" in str(answer.reason)
