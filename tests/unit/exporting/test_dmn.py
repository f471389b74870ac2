"""DMN: what the exported model decides, run by a small reader of FEEL, and its form."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.build import policy
from tests.unit.exporting.dmn_run import NS, Runner

from evenhand import api
from evenhand.analysis.edges import edge_customers
from evenhand.api import Policy
from evenhand.engines.reference import decide
from evenhand.exporting.base import CannotSay, Settings
from evenhand.exporting.dmn import modelled, render
from evenhand.exporting.dmn.making import Model
from evenhand.exporting.dmn.xml import DC, DI, DMNDI
from evenhand.model.customer import Customer
from evenhand.model.outcome import Outcome, Reading
from evenhand.model.policy import Policy as PolicyModel
from evenhand.model.values import Value
from evenhand.strategies import boundary_customers, policies

SHIPPED = list(api.load_library("policies").values())
READINGS = tuple(Reading)
NAME = re.compile(r"[A-Za-z_][\w.-]*")


def as_feel(value: Value) -> Any:
    """A value as FEEL has it; all numbers that a customer can have are decimals."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return sorted(value) if isinstance(value, frozenset) else value


def inputs_of(model: Model, customer: Customer) -> dict[str, Any]:
    """A customer's values by the names of the model's inputs."""
    kept = model.graph.inputs
    named = {name: feel.text for name, feel in model.given.items() if feel.text in kept}
    answers = {name: feel.text for name, feel in model.answers.items() if feel.text in kept}
    found = {named[n]: as_feel(v) for n, v in customer.values.items() if n in named}
    return found | {answers[n]: v for n, v in customer.discretion.items() if n in answers}


def compared(policy: PolicyModel, model: Model, found: dict[str, Any], wanted: Outcome) -> None:
    """All that the model says against what the reference engine says."""
    assert found["outcome"] == {"outcome": wanted.outcome, "status": wanted.status.value}
    assert found.get("paths", []) == list(wanted.paths)
    assert found["data_errors"] == 0
    for card, score in wanted.scores.items():
        number = model.scores[card]
        told = found[number.feel.text]
        assert (None if told is None else Fraction(told) / number.scale) == score
    if policy.knockouts and wanted.reasons and wanted.reasons[0].short is None:
        codes = {one.reason.code for one in policy.knockouts}
        listed = [one.code for one in wanted.reasons if one.code in codes]
        assert found["knockout_codes"][: policy.shown_reasons()][: len(listed)] == listed


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.value)
def test_a_shipped_policy_decides_the_same_as_dmn(one: Policy, reading: Reading) -> None:
    chosen = Settings(reading=reading)
    model, runner = modelled(one.model, chosen), Runner(render(one.model, chosen))
    worked = [example.customer for example in one.examples]
    for customer in [*worked, *edge_customers(one.model, 30, 11, reading)]:
        found = runner.run(inputs_of(model, customer))
        compared(one.model, model, found, decide(one.model, customer, reading).outcome)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_generated_policy_decides_the_same_as_dmn(data: st.DataObject) -> None:
    made = data.draw(policies())
    reading = data.draw(st.sampled_from(READINGS))
    try:
        text = render(made, Settings(reading=reading))
    except CannotSay:
        assume(False)
    model, runner = modelled(made, Settings(reading=reading)), Runner(text)
    for customer in data.draw(st.lists(boundary_customers(made), min_size=1, max_size=4)):
        wanted = decide(made, customer, reading).outcome
        compared(made, model, runner.run(inputs_of(model, customer)), wanted)


# -- form ------------------------------------------------------------------------------------------

ORDER = {
    "definitions": (
        "description",
        "itemDefinition",
        "inputData",
        "businessKnowledgeModel",
        "decision",
        f"{{{DMNDI}}}DMNDI",
    ),
    "itemDefinition": ("description", "typeRef", "itemComponent"),
    "inputData": ("description", "variable"),
    "businessKnowledgeModel": ("description", "variable", "encapsulatedLogic"),
    "encapsulatedLogic": ("formalParameter", "literalExpression"),
    "decision": (
        "description",
        "variable",
        "informationRequirement",
        "knowledgeRequirement",
        "literalExpression",
        "decisionTable",
    ),
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "decisionTable": ("input", "output", "rule"),
    "input": ("inputExpression", "inputValues"),
    "rule": ("description", "inputEntry", "outputEntry"),
}
"""The order of what stands inside what, as the standard's schema has it."""


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_the_xml_has_the_form_of_the_standard(one: Policy) -> None:
    text = render(one.model, Settings())
    root = ET.fromstring(text)  # noqa: S314 - our own text
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(NAME.fullmatch(str(name)) for name in ids)
    for node in root.iter():
        tag = node.tag.removeprefix(NS)
        assert node.tag.startswith((NS, f"{{{DMNDI}}}", f"{{{DC}}}", f"{{{DI}}}"))
        order = ORDER.get(tag)
        if order is not None:
            places = [order.index(child.tag.removeprefix(NS)) for child in node]
            assert places == sorted(places), tag
        if node.get("href") is not None:
            assert str(node.get("href")).removeprefix("#") in ids
        if tag == "rule":
            table = next(t for t in root.iter(f"{NS}decisionTable") if node in list(t))
            for part, entry in (("input", "inputEntry"), ("output", "outputEntry")):
                assert len(table.findall(NS + part)) == len(node.findall(NS + entry))


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.id)
def test_everything_has_a_place_of_its_own_in_the_diagram(one: Policy) -> None:
    root = ET.fromstring(render(one.model, Settings()))  # noqa: S314 - our own text
    drawn = [node.get("dmnElementRef") for node in root.iter() if node.get("dmnElementRef")]
    tags = ["inputData", "decision", "businessKnowledgeModel"]
    tags += ["informationRequirement", "knowledgeRequirement"]
    assert sorted(map(str, drawn)) == sorted(
        str(node.get("id")) for tag in tags for node in root.iter(NS + tag)
    )
    corners = [(box.get("x"), box.get("y")) for box in root.iter(f"{{{DC}}}Bounds")]
    assert len(corners) == len(set(corners))
    for edge in root.iter(f"{{{DMNDI}}}DMNEdge"):
        start, end = (int(str(point.get("y"))) for point in edge)
        assert start > end, "a decision stands above what it needs"


def test_equal_policies_give_equal_bytes_without_places() -> None:
    first, second = (render(api.load("@three-laws").model, Settings()) for _ in "ab")
    assert first == second
    assert ".yaml" not in first
    assert "version 1.0.0, reading declared" in first


def test_the_graph_shows_what_stands_on_what() -> None:
    model = modelled(api.load("@ccb-credit-card-100").model, Settings())
    decisions = model.graph.decisions
    assert {"outcome", "score", "points_income", "section_economy"} <= set(decisions)
    assert "points_income" in decisions["section_economy_before_limits"].uses
    assert "section_economy" in decisions["score"].uses
    assert decisions["points_income"].element == "scorecard/economy/income"


# -- what FEEL makes of it -------------------------------------------------------------------------


def outcome_of(body: str, values: dict[str, Any], derived: str = "") -> dict[str, Any]:
    made = policy(body, derived=derived)
    model, runner = modelled(made.model, Settings()), Runner(render(made.model, Settings()))
    return runner.run({model.given[name].text: value for name, value in values.items()})


GOLD = """
tiers:
  - {{id: gold, title: {{en: Gold, zh: 金}}, when: {condition}}}
otherwise: {{tier: plain}}
"""


@pytest.mark.parametrize(
    ("condition", "values", "outcome"),
    [
        ("{amount: {at_least: 100/3}}", {"amount": Decimal("33.33")}, "plain"),
        ("{amount: {at_least: 100/3}}", {"amount": Decimal("33.34")}, "gold"),
        ("{rank: {at_least: mid}}", {"rank": "high"}, "gold"),
        ("{rank: {is_not: mid}}", {}, "refer"),
        ("{not: {colour: red}}", {}, "refer"),
        ("{not: {colour: red}}", {"colour": "mauve"}, "gold"),
        ("{colour: other}", {"colour": "mauve"}, "gold"),
        ("{licences: {includes_any: [law, tax]}}", {"licences": ["tax"]}, "gold"),
        ("{licences: {includes_any: [law, tax]}}", {"licences": []}, "plain"),
        ("{licences: {includes_any: [law, tax]}}", {}, "refer"),
        ("{card_cap: {below: 5}}", {"has_card": False, "card_cap": Decimal(1)}, "plain"),
        ("{not: {card_cap: {below: 5}}}", {"has_card": False}, "gold"),
        ("{card_cap: {known: false}}", {}, "gold"),
        (
            "{amount: {at_least: {by: has_card, values: {'true': 5}, otherwise: 9}}}",
            {"amount": Decimal(7), "has_card": True},
            "gold",
        ),
        (
            "{amount: {at_least: {by: has_card, values: {'true': 5}, otherwise: 9}}}",
            {"amount": Decimal(7)},
            "refer",
        ),
        ("{at_least: 1, of: [{has_card: true}, {quality: good}]}", {"quality": "good"}, "gold"),
        ("{at_least: 2, of: [{has_card: true}, {quality: good}]}", {"quality": "good"}, "refer"),
        ("{at_least: 2, of: [{has_card: true}, {quality: good}]}", {"quality": "poor"}, "plain"),
    ],
)
def test_traps_of_feel(condition: str, values: dict[str, Any], outcome: str) -> None:
    assert outcome_of(GOLD.format(condition=condition), values)["outcome"]["outcome"] == outcome


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"amount": Decimal("99.99"), "rank": "low"}, 0),
        ({"amount": Decimal("99.999")}, 1),
        ({"amount": Decimal(1_000_001)}, 1),
        ({"rank": "LOW"}, 1),
        ({"rank": "low ", "amount": Decimal("0.001")}, 2),
        ({"licences": ["law", "medicine"]}, 1),
        ({"count": Decimal("1.5")}, 1),
    ],
)
def test_a_value_outside_its_domain_is_referred(values: dict[str, Any], errors: int) -> None:
    condition = "{any: [{amount: {at_least: 0}}, {rank: low}, {licences: {includes: law}}, "
    found = outcome_of(GOLD.format(condition=condition + "{count: {at_least: 1}}]}"), values)
    assert found["data_errors"] == errors
    status = found["outcome"]["status"]
    assert (status == "data_error") is (errors > 0)
    assert found["outcome"]["outcome"] == ("refer" if errors else "gold")


@pytest.mark.parametrize(
    ("derived", "condition", "element", "words"),
    [
        (
            "share: {label: {en: S, zh: 比}, ratio: {of: amount, to: other_amount}}",
            "{share: {at_least: {times: 1, of: share}}}",
            "tiers/gold",
            "ratio",
        ),
        (
            "huge: {label: {en: H, zh: 大}, sum: [{attribute: amount, times: "
            "1000000000000000000000000000001/7}]}",
            "{huge: {at_least: 1}}",
            "derived/huge",
            "34 digits",
        ),
    ],
)
def test_what_decimals_cannot_say_is_refused_by_name(
    derived: str, condition: str, element: str, words: str
) -> None:
    made = policy(GOLD.format(condition=condition), derived=derived)
    with pytest.raises(CannotSay) as refused:
        render(made.model, Settings())
    (finding,) = refused.value.findings
    assert finding.element == element
    assert finding.location is not None
    assert finding.location.path == "small.yaml"
    assert words in finding.message.text("en")


def test_a_name_that_feel_reads_otherwise_is_another_one() -> None:
    text = render(policy(GOLD.format(condition="{count: {at_least: 1}}")).model, Settings())
    assert 'name="count_2"' in text
    assert 'name="count"' not in text


def test_a_sum_of_thirds_is_kept_as_a_multiple() -> None:
    derived = (
        "thirds: {label: {en: T, zh: 三}, sum: [{attribute: amount, times: 1/3}, "
        "{attribute: other_amount, times: 1/2, at_most: 10, missing: 2}]}"
    )
    body = GOLD.format(condition="{thirds: {at_least: 11}}")
    values = {"amount": Decimal(30), "other_amount": None}
    assert outcome_of(body, values, derived)["thirds_times_3"] == 33
    assert outcome_of(body, values, derived)["outcome"]["outcome"] == "gold"
    less = values | {"amount": Decimal("29.99")}
    assert outcome_of(body, less, derived)["outcome"]["outcome"] == "plain"
