"""The order of strictness: implications, customers who show the contrary, and what is unknown."""

from __future__ import annotations

from itertools import product

from tests.build import named, tier

from evenhand import api
from evenhand.analysis.compare.order import Edge, Relation, hopeless_in, orders_of
from evenhand.engines.reference import decide
from evenhand.model.customer import Customer

LAX = named("lax", tier("{amount: {at_least: 100}}"))
STRICT = named("strict", tier("{amount: {at_least: 300}}"))
SAME = named("same", tier("{not: {amount: {below: 100}}}"))
OTHER = named("other", tier("{count: {at_least: 2}}"))
NEVER = named("never", tier("{amount: {at_least: unstated}}"))


def edge(one: api.Policy, two: api.Policy, *, complete: bool = True) -> Edge:
    orders = orders_of([one.model, two.model])
    (found,) = orders[0 if complete else 1].edges
    return found


def test_a_higher_figure_is_stricter() -> None:
    found = edge(STRICT, LAX)
    assert found.relation is Relation.IMPLIES
    assert found.only_one is None
    assert found.only_two is not None
    assert edge(LAX, STRICT).relation is Relation.IMPLIED


def test_the_same_in_other_words_is_equivalent() -> None:
    for complete in (True, False):
        found = edge(LAX, SAME, complete=complete)
        assert found.relation is Relation.EQUIVALENT
        assert (found.only_one, found.only_two) == (None, None)


def test_incomparable_with_a_customer_each_way() -> None:
    found = edge(LAX, OTHER)
    assert found.relation is Relation.INCOMPARABLE
    assert found.only_one is not None and found.only_two is not None
    assert outcomes(found.only_one.customer, LAX, OTHER) == ("gold", "plain")
    assert outcomes(found.only_two.customer, LAX, OTHER) == ("plain", "gold")


def outcomes(customer: Customer, *policies: api.Policy) -> tuple[str, ...]:
    return tuple(decide(policy.model, customer).outcome.outcome for policy in policies)


def test_a_tier_that_nobody_is_certain_to_get() -> None:
    found = edge(NEVER, LAX)
    assert found.relation is Relation.EMPTY
    orders = orders_of([NEVER.model, LAX.model])
    assert [sorted(order.empty) for order in orders] == [[("never", "gold")]] * 2
    assert hopeless_in(orders[0]) == {"never"}


def test_missing_values_can_break_an_implication() -> None:
    """Of incomplete customers one policy may know enough and the other not."""
    both = named("both", tier("{amount: {at_least: 300}, count: {at_most: 100}}"))
    assert edge(both, STRICT).relation is Relation.EQUIVALENT
    found = edge(both, STRICT, complete=False)
    assert found.relation is Relation.IMPLIES
    assert found.only_two is not None
    assert "count" not in found.only_two.customer.values


def test_lines_leave_out_what_follows() -> None:
    middle = named("middle", tier("{amount: {at_least: 200}}"))
    order, _ = orders_of([LAX.model, middle.model, STRICT.model, SAME.model])
    assert [group for group in order.groups if group[1:]] == [(("lax", "gold"), ("same", "gold"))]
    named_lines = [(strict[0][0], lax[0][0]) for strict, lax in order.lines]
    assert sorted(named_lines) == [("middle", "lax"), ("strict", "middle")]


TWO_TIERS = """\
tiers:
  - {id: gold, title: {en: Gold, zh: 金}, when: {amount: {at_least: 500}}}
  - {id: silver, title: {en: Silver, zh: 银}, when: {amount: {at_least: 200}}}
"""


def test_every_tier_against_every_tier() -> None:
    two = named("two", TWO_TIERS)
    order, _ = orders_of([two.model, STRICT.model])
    relations = {(e.one[1], e.two[1]): e.relation for e in order.edges}
    assert relations == {
        ("gold", "gold"): Relation.IMPLIES,
        ("silver", "gold"): Relation.IMPLIED,
    }
    assert [(a[0], b[0]) for a, b in order.lines] == [
        (("two", "gold"), ("strict", "gold")),
        (("strict", "gold"), ("two", "silver")),
    ]


def test_whoever_is_out_of_scope_has_no_tier() -> None:
    scoped = named("scoped", "applies_to: {count: {at_least: 1}}\n" + tier("{all: []}"))
    free = named("free", tier("{count: {at_least: 1}}"))
    assert edge(scoped, free).relation is Relation.EQUIVALENT


def test_attributes_defined_differently_are_unknown() -> None:
    def own(name: str, most: int) -> api.Policy:
        words = f"  own: {{label: {{en: A, zh: 甲}}, type: integer, range: {{at_least: 0, at_most: {most}}}}}\n"  # noqa: E501
        return named(name, words + tier("{own: {at_least: 1}}"))

    found = edge(own("one", 9), own("two", 99))
    assert found.relation is Relation.UNKNOWN
    assert found.reason is not None
    assert "own" in found.reason.text("en")


def test_agrees_with_every_customer_of_a_small_domain() -> None:
    words = "  a: {label: {en: A, zh: 甲}, type: integer, range: {at_least: 0, at_most: 4}}\n"
    tests = (
        "{a: {at_least: 2}}",
        "{a: {above: 2}}",
        "{a: {at_most: 3}}",
        "{any: [{a: 1}, {a: {at_least: 3}}]}",
        "{at_least: 2, of: [{a: {at_least: 1}}, {a: {at_most: 3}}, {a: 2}]}",
    )
    policies = [named(f"p{n}", words + tier(test)) for n, test in enumerate(tests)]
    order, _ = orders_of([policy.model for policy in policies])
    for one, two in product(policies, policies):
        found = order.edge((one.id, "gold"), (two.id, "gold"))
        if found is None or found.one[0] != one.id:
            continue
        pairs = {
            (one.decide({"a": a}).outcome == "gold", two.decide({"a": a}).outcome == "gold")
            for a in range(5)
        }
        assert (found.only_one is not None) == ((True, False) in pairs)
        assert (found.only_two is not None) == ((False, True) in pairs)
