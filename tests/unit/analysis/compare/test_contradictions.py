"""Contradictions of small policies: each kind with its customer, and what is none."""

from __future__ import annotations

from fractions import Fraction

from tests.build import named, tier

from evenhand import api
from evenhand.analysis.compare.contradiction import Contradiction
from evenhand.analysis.compare.contradictions import contradictions_of
from evenhand.analysis.compare.showing import CIRCLE, CONDITIONS, TREATMENT


def found(*policies: api.Policy) -> list[Contradiction]:
    return list(contradictions_of([policy.model for policy in policies]))


def kinds(*policies: api.Policy) -> list[str]:
    return [one.sort.value for one in found(*policies)]


def test_another_figure() -> None:
    lax = named("lax", tier("{amount: {at_least: 100}}"))
    strict = named("strict", tier("{amount: {at_least: 300}}"))
    (one,) = found(strict, lax)
    assert one.sort.value == "threshold"
    assert one.policies == ("lax", "strict")
    assert one.shown is not None
    assert one.shown.level == TREATMENT
    assert one.shown.customer.get("amount") == 200
    assert one.shown.outcomes == ("gold", "plain")
    assert one.shown.outcomes_before == ("gold", "gold")


def test_the_same_figure_is_no_contradiction() -> None:
    one = named("one", tier("{amount: {at_least: 100}}"))
    two = named("two", tier("{amount: {at_least: 100}, has_card: true}"))
    assert kinds(one, two) == []


def test_one_step_beside_a_figure() -> None:
    above = named("over", tier("{count: {above: 2}}"))
    least = named("from", tier("{count: {at_least: 2}}"))
    (one,) = found(above, least)
    assert one.policies == ("from", "over")
    assert one.shown is not None
    assert one.shown.customer.get("count") == 2


def test_all_else_is_as_both_want_it() -> None:
    lax = named("lax", tier("{amount: {at_least: 100}, has_card: true}"))
    strict = named("strict", tier("{amount: {at_least: 300}, count: {at_least: 4}}"))
    (one,) = found(lax, strict)
    assert one.shown is not None
    assert one.shown.moved == ("amount",)
    assert one.shown.customer.get("count") == 4
    assert one.shown.customer.get("has_card") is True


def test_another_list() -> None:
    one = named("one", tier("{colour: [red, blue]}"))
    two = named("two", tier("{colour: red}"))
    (only,) = found(one, two)
    assert only.sort.value == "threshold"
    assert only.shown is not None
    assert only.shown.customer.get("colour") == "blue"


def test_lists_of_several_paths_count_together() -> None:
    paths = "[{id: a, when: {colour: red}}, {id: b, when: {colour: blue}}]"
    one = named("one", tier("{all: []}", paths=paths))
    two = named("two", tier("{all: []}", paths="[{id: a, when: {colour: [red, blue]}}]"))
    assert kinds(one, two) == []


def test_one_way_here_a_must_there() -> None:
    paths = "[{id: by-amount, when: {amount: {at_least: 100}}}, {id: by-rank, when: {rank: high}}]"
    way = named("way", tier("{all: []}", paths=paths))
    must = named("must", tier("{amount: {at_least: 300}}"))
    sorts = {one.sort.value: one for one in found(way, must)}
    one = sorts["sufficient-necessary"]
    assert one.elements[0].element == "tiers/gold/paths/by-amount"
    assert one.shown is not None
    assert one.shown.outcomes == ("gold", "plain")


STATUS = """\
  post: {label: {en: Post, zh: 职务}, type: enum, values: {none: {en: None, zh: 无}, chief: {en: C, zh: 长}}, class: office}
  trade: {label: {en: Trade, zh: 职业}, type: enum, values: {other: {en: O, zh: 他}, law: {en: L, zh: 法}}, class: status}
  school: {label: {en: School, zh: 学校}, type: enum, values: {other: {en: O, zh: 他}, top: {en: T, zh: 名}}, class: status}
"""  # noqa: E501


def test_two_lists_of_status_that_do_not_meet() -> None:
    law, chief, top = (
        "{id: law, when: {trade: law}}",
        "{id: chief, when: {post: chief}}",
        "{id: top, when: {school: top}}",
    )
    one = named("one", STATUS + tier("{all: []}", paths=f"[{law}, {top}]"))
    two = named("two", STATUS + tier("{all: []}", paths=f"[{chief}, {top}]"))
    shown = {(c.policies, c.fact): c.shown for c in found(one, two)}
    assert set(shown) == {(("one", "two"), "trade"), (("two", "one"), "post")}
    lawyer = shown[("one", "two"), "trade"]
    assert lawyer is not None
    assert (lawyer.customer.get("trade"), lawyer.customer.get("school")) == ("law", "other")


BAR = """\
knockouts:
  - id: late
    when: {count: {at_least: 2}}
    effect: reject
    reason: {code: R1, en: Late., zh: 逾期。}
"""
POINTS = """\
scorecard:
  base: 0
  characteristics:
    - {id: late, attribute: count, bins: [{below: 1, points: 10}, {at_least: 1, points: 0}]}
"""


def test_points_here_a_bar_there() -> None:
    points = named("points", POINTS + tier("{score: {at_least: 0}}"))
    bar = named("bar", BAR + tier("{all: []}"))
    (one,) = [c for c in found(points, bar) if c.sort.value == "gate-points"]
    assert one.policies == ("points", "bar")
    assert one.shown is not None
    assert one.shown.customer.get("count") == 2
    assert one.shown.outcomes == ("gold", "rejected")


def test_points_and_a_bar_in_one_policy() -> None:
    both = named("both", BAR + POINTS + tier("{score: {at_least: 0}}"))
    other = named("other", tier("{has_card: true}"))
    (one,) = [c for c in found(both, other) if c.sort.value == "gate-points"]
    assert one.policies == ("both",)
    assert not one.decidable


def test_a_path_despite_a_bar() -> None:
    free = named("free", tier("{all: []}", paths="[{id: by-rank, when: {rank: high}}]"))
    bar = named(
        "bar",
        "knockouts:\n  - {id: short, when: {months_here: {below: 6}}, effect: reject, "
        "reason: {code: R1, en: New., zh: 新。}}\n" + tier("{all: []}"),
    )
    (one,) = [c for c in found(free, bar) if c.sort.value == "precedence"]
    assert one.policies == ("free", "bar")
    assert one.shown is not None
    assert one.shown.outcomes == ("gold", "rejected")
    assert one.shown.moved == ("months_here",)


def test_no_path_despite_a_bar_where_the_same_kind_of_thing_is_asked() -> None:
    asks = named(
        "asks", tier("{overdue_count_24m: 0}", paths="[{id: by-rank, when: {rank: high}}]")
    )
    bar = named(
        "bar",
        "knockouts:\n  - {id: late, when: {overdue_streak_24m: {at_least: 3}}, effect: reject, "
        "reason: {code: R1, en: Late., zh: 逾期。}}\n" + tier("{all: []}"),
    )
    assert "precedence" not in kinds(asks, bar)


def test_more_is_better_here_and_less_there() -> None:
    more = named("more", tier("{amount: {at_least: 300}}"))
    less = named("less", tier("{amount: {at_most: 500}}"))
    shown = [one for one in found(more, less) if one.sort.value == "direction"]
    assert len(shown) == 1
    (one,) = shown
    assert one.shown is not None
    assert set(one.shown.outcomes) == {"gold", "plain"}


def test_direction_of_points_is_only_declared() -> None:
    rising = POINTS.replace("points: 10", "points: 0").replace(
        "at_least: 1, points: 0", "at_least: 1, points: 10"
    )
    up = named("up", rising + tier("{score: {at_least: 0}}"))
    down = named("down", POINTS + tier("{score: {at_least: 0}}"))
    (one,) = found(up, down)
    assert one.sort.value == "direction"
    assert not one.decidable


def test_direction_is_told_by_tests_that_settle_nothing() -> None:
    more = named(
        "more", tier("{any: [{amount: {at_least: unstated}}, {unstated: and so on}], count: 1}")
    )
    less = named("less", tier("{amount: {at_most: 500}}"))
    (one,) = [c for c in found(less, more) if c.sort.value == "direction"]
    assert one.policies == ("more", "less")
    assert not one.decidable


def test_an_amount_tends_as_what_it_is_part_of() -> None:
    loans = named("loans", tier("{loan_balance: {at_least: unstated}}"))
    debts = named("debts", tier("{total_liabilities: {at_most: 1_000}}"))
    (one,) = [c for c in found(loans, debts) if c.sort.value == "direction"]
    assert [e.attribute for e in one.elements] == ["loan_balance", "total_liabilities"]


def test_between_two_figures_is_no_direction() -> None:
    between = named("between", tier("{amount: {at_least: 100, at_most: 500}}"))
    more = named("more", tier("{amount: {at_least: 300}}"))
    assert "direction" not in kinds(between, more)


def test_a_test_that_its_own_wording_sets_aside() -> None:
    when = "{any: [{colour: red}, {unstated: some standing, read_as: met}]}"
    aside = named("aside", tier(when, paths="[{id: rich, when: {amount: {at_least: 100}}}]"))
    other = named("other", tier("{has_card: true}"))
    (one,) = [c for c in found(aside, other) if c.sort.value == "sufficient-necessary"]
    assert one.policies == ("aside",)
    assert one.shown is not None
    assert one.shown.outcomes == ("gold", "plain")
    assert one.shown.customer.get("colour") != "red"


def test_two_facts_by_one_measure_are_tried_together() -> None:
    number = (
        "{label: {en: A, zh: 甲}, type: integer, measure_of: late, range: {at_least: 0, at_most: "
    )
    lax = named("lax", f"  late_24m: {number}9}}}}\n" + tier("{late_24m: {at_most: 5}}"))
    strict = named("strict", f"  late_ever: {number}99}}}}\n" + tier("{late_ever: 0}"))
    (one,) = found(lax, strict)
    assert one.shown is not None
    assert (one.shown.customer.get("late_24m"), one.shown.customer.get("late_ever")) == (1, 1)


def test_where_outcomes_do_not_hang_on_it_the_conditions_are_shown() -> None:
    never = named("never", tier("{count: {at_least: 1}, amount: {at_least: unstated}}"))
    strict = named("strict", tier("{count: {at_least: 3}}"))
    (one,) = found(never, strict)
    assert one.policies == ("never", "strict")
    assert one.shown is not None
    assert one.shown.level == CONDITIONS


CIRCLE_POLICY = """\
benefits:
  more: {title: {en: More, zh: 更多}, kind: credit_limit, of: card_cap, requires: {amount: {above: {times: 1/3, of: card_cap}}}}
"""  # noqa: E501


def test_a_circle_is_shown_exactly_at_its_figure() -> None:
    body = tier("{has_card: true}").replace("when:", "benefits: [more], when:") + CIRCLE_POLICY
    circle = named("circle", body)
    other = named("other", tier("{count: 1}"))
    (one,) = [c for c in found(circle, other) if c.sort.value == "circular"]
    shown = one.shown
    assert shown is not None
    assert shown.level == CIRCLE
    cap, amount = (shown.customer.get(name) for name in ("card_cap", "amount"))
    assert isinstance(cap, Fraction)
    assert amount == cap * Fraction(1, 3)
    assert shown.outcomes == ("not_granted",)


def test_a_circle_over_two_policies() -> None:
    gives = named(
        "gives",
        tier("{amount: {at_least: 1}}").replace("when:", "benefits: [up], when:")
        + "benefits:\n  up: {kind: card_upgrade, of: rank}\n",
    )
    takes = named(
        "takes",
        tier("{rank: high}").replace("when:", "benefits: [money], when:")
        + "benefits:\n  money: {kind: cash, of: amount}\n",
    )
    circles = [one for one in found(gives, takes) if one.sort.value == "circular"]
    assert circles
    assert all(set(one.policies) == {"gives", "takes"} for one in circles)


def test_policies_with_other_domains_are_not_compared() -> None:
    one = named(
        "one",
        "  own: {label: {en: A, zh: 甲}, type: integer, range: {at_least: 0, at_most: 9}}\n"
        + tier("{own: {at_least: 1}}"),
    )
    two = named(
        "two",
        "  own: {label: {en: A, zh: 甲}, type: integer, range: {at_least: 0, at_most: 99}}\n"
        + tier("{own: {at_least: 5}}"),
    )
    assert kinds(one, two) == []
