"""The text of ``simulate``: for each policy its outcomes, and what was never reached."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.reach import Target, TargetKind
from evenhand.analysis.simulate import OutcomeCount, Simulated, Simulation
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import Customer
from evenhand.model.describe import label_text, value_text
from evenhand.model.policy import Policy
from evenhand.reporting.base import Look
from evenhand.reporting.cells import escaped, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.parts import outcome_line, say
from evenhand.reporting.text.table import indented, table
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """One part a policy, and a line on what the counts are not."""
    assert isinstance(result, Simulation)
    parts = [[say(look, "simulate.policies", count=len(result.policies))]]
    parts += [list(_policy(result, one, look)) for one in result.policies]
    parts.append(indented(say(look, "simulate.no-rates"), look.width, ""))
    text = "\n\n".join("\n".join(lines) for lines in parts)
    return escaped(text) if look.ascii else text


def _policy(result: Simulation, one: Simulated, look: Look) -> Iterator[str]:
    header = one.policy.header
    yield one_line(header.title.text(look.language))
    yield say(
        look,
        "simulate.about",
        policy=header.id,
        version=header.version,
        n=f"{one.n:,}",
        seed=result.run.seed or 0,
        reading=message(f"reading.{(result.run.reading or 'declared').replace('_', '-')}"),
    )
    yield ""
    heading = [say(look, f"simulate.head-{name}") for name in ("outcome", "count", "undecided")]
    rows = [heading, *(_row(one.policy, count, look) for count in one.outcomes)]
    yield from table(rows, look.width, right=frozenset({1, 2}))
    yield ""
    yield say(look, "simulate.examples")
    for count in one.outcomes:
        yield from _example(one.policy, count, look)
    yield ""
    yield from _coverage(one, look)


def _row(policy: Policy, count: OutcomeCount, look: Look) -> list[str]:
    undecided = f"{count.undecided:,}" if count.undecided else "-"
    return [outcome_line(policy, count.outcome, look), f"{count.count:,}", undecided]


def _example(policy: Policy, count: OutcomeCount, look: Look) -> Iterator[str]:
    if count.example is None:
        return
    facts = list(_facts(policy, count.example, look))
    shown = say(look, "simulate.joint").join(facts) or say(look, "simulate.nothing-known")
    line = say(
        look, "simulate.example", outcome=outcome_line(policy, count.outcome, look), facts=shown
    )
    yield from indented(line, look.width, "  ", "    ")


def _facts(policy: Policy, customer: Customer, look: Look) -> Iterator[str]:
    for name, value in sorted(customer.values.items()):
        label = label_text(name, policy, look.language)
        text = value_text(value, name, policy, look.language)
        yield say(look, "simulate.fact", label=label, value=text)
    for name, answer in sorted(customer.discretion.items()):
        key = "simulate.answer-yes" if answer else "simulate.answer-no"
        yield say(look, key, id=name)


def _coverage(one: Simulated, look: Look) -> Iterator[str]:
    """What was reached of what was aimed at, then what never was, with its place."""
    shown = [
        say(
            look,
            f"simulate.reached-{kind.value.replace('_', '-')}",
            reached=number - sum(target.kind is kind for target in one.never),
            all=number,
        )
        for kind, number in one.reachable.items()
        if number
    ]
    yield from indented(
        say(look, "simulate.reached", parts=say(look, "simulate.joint").join(shown)),
        look.width,
        "",
        "  ",
    )
    if one.never:
        yield say(look, "simulate.never")
    for target in one.never:
        yield f"  {_target(one.policy, target, look)}"
        yield f"    {place(target.location)}"


def _target(policy: Policy, target: Target, look: Look) -> str:
    element: str | Message | Bilingual = target.element
    if target.kind is TargetKind.OUTCOME:
        element = outcome_line(policy, target.element, look)
    return say(look, f"simulate.never-{target.kind.value.replace('_', '-')}", element=element)
