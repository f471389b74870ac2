"""DMN 1.5: decision tables and FEEL expressions that decide as the policy does.

Truths are true, false and null; what each stands on is a decision of its own, so that the graph
shows the way from the customer's data to the outcome. Membership over time, fees and benefits are
not part of it.
"""

from __future__ import annotations

from evenhand.exporting.base import Settings
from evenhand.exporting.dmn.conditions import judged
from evenhand.exporting.dmn.deciding import add_decision
from evenhand.exporting.dmn.making import Model
from evenhand.exporting.dmn.nodes import Decision, Graph, Knowledge
from evenhand.exporting.dmn.quantities import add_answer, add_derived, add_input
from evenhand.exporting.dmn.scores import score
from evenhand.exporting.dmn.xml import written
from evenhand.loading.elaborate.examples import discretions_of
from evenhand.model.describe import words_text
from evenhand.model.mentions import direct_mentions, used_attributes, used_derived
from evenhand.model.policy import Policy
from evenhand.model.vocabulary import direct_inputs
from evenhand.model.wording import role_words

ANSWER = Knowledge(
    "answer",
    "Yes, no or unknown / 是、否或未知",
    (("truth", "boolean"),),
    'if truth = null then "unknown" else if truth then "yes" else "no"',
    "string",
)
AT_LEAST_OF = Knowledge(
    "at_least_of",
    "At least so many hold / 至少若干成立",
    (("needed", "number"), ("truths", "tTruths")),
    "if count(truths[item = true]) >= needed then true "
    "else if count(truths[item != false]) < needed then false else null",
    "boolean",
)


def render(policy: Policy, settings: Settings) -> str:
    """The policy as DMN 1.5 XML. Raises CannotSay for what decimals of 34 digits cannot hold."""
    model = modelled(policy, settings)
    return written(policy, settings, model.graph)


def modelled(policy: Policy, settings: Settings) -> Model:
    """The decision model of a policy."""
    model = Model(policy, settings.reading)
    for one in (ANSWER, AT_LEAST_OF):
        model.graph.functions[one.name] = one
    _add_inputs(model)
    _Ready(model).all()
    scores = []
    for card in policy.scorecards:
        number = score(model, card.id)
        scores.append(number.feel.text)
    wanted = add_decision(model)
    model.graph = _needed(model.graph, (*wanted, *scores))
    return model


def _add_inputs(model: Model) -> None:
    dictionary = model.policy.dictionary
    for name in used_attributes(model.policy):
        add_input(model, dictionary.attributes[name])
    for name, discretion in discretions_of(model.policy).items():
        who = role_words(discretion.who)
        add_answer(model, name, f"{name}: {words_text(who, 'en')} / {words_text(who, 'zh')}")


class _Ready:
    """Makes whether attributes apply, and computed attributes, each after what it stands on."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.done: set[str] = set()

    def all(self) -> None:
        policy = self.model.policy
        for name in (*used_attributes(policy), *used_derived(policy)):
            self.make(name)

    def make(self, name: str) -> None:
        if name in self.done:
            return
        self.done.add(name)
        dictionary = self.model.policy.dictionary
        if name in dictionary.derived:
            for part in direct_inputs(dictionary.derived[name].formula):
                self.make(part)
            add_derived(self.model, dictionary.derived[name])
            return
        attribute = dictionary.attributes[name]
        if attribute.applies_when is not None:
            for other in direct_mentions(attribute.applies_when):
                self.make(other)
            self.model.at(f"attributes/{name}", attribute.location)
            logic = judged(self.model, attribute.applies_when)
            self.model.applies[name] = self.model.decide(
                f"applies_{name}", attribute.label, "boolean", logic
            )


def _needed(graph: Graph, wanted: tuple[str, ...]) -> Graph:
    """The part of a graph that some decisions stand on."""
    kept: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            found: Decision | None = graph.decisions.get(name)
            waiting.extend(() if found is None else found.uses)
    return Graph(
        {name: one for name, one in graph.inputs.items() if name in kept},
        {name: one for name, one in graph.functions.items() if name in kept},
        {name: one for name, one in graph.decisions.items() if name in kept},
        graph.taken,
    )
