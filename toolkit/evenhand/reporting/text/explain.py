"""The text of ``explain``: the outcome, what decided, why nothing better, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.explain import Explanation
from evenhand.analysis.letter_parts import is_points
from evenhand.analysis.steps import Ground, Step
from evenhand.messages import Bilingual, Message, message
from evenhand.model.customer import parse_number
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REFERRED, REJECTED, Status
from evenhand.model.truth import F, T, U
from evenhand.model.wording import label_words, number_words, role_words
from evenhand.reporting.base import Look
from evenhand.reporting.cells import escaped, one_line
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.atoms import TAKEN, atom_lines
from evenhand.reporting.text.letter import letter_text
from evenhand.reporting.text.parts import about_lines, outcome_line, say
from evenhand.reporting.text.scores import card_lines
from evenhand.reporting.text.table import heading, indented, placed
from evenhand.reporting.text.why import contrast_lines, settling_lines, sufficient_lines
from evenhand.result import Result

NO_TIER: Final = (OUT_OF_SCOPE, REJECTED, REFERRED)


def body(result: Result, look: Look) -> str:
    """The whole explanation; sections without content are left out."""
    assert isinstance(result, Explanation)
    if result.letter is not None:
        return letter_text(result.letter, look)
    sections = [
        _head(result, look),
        _decided(result, look),
        _open(result, look),
        _better(result, look),
        _contrast(result, look),
        _sufficient(result, look),
        *(card_lines(result, card, look) for card in result.decision.cards.values()),
        _leaned(result, look),
        _reasons(result, look),
        _benefits(result, look),
    ]
    text = "\n\n".join("\n".join(lines) for lines in sections if lines)
    return escaped(text) if look.ascii else text


def headline(result: Explanation) -> str:
    """The decision on one line: ``place: policy outcome status``, and what is possible."""
    outcome = result.outcome
    words = [result.policy.id, outcome.outcome, outcome.status.value]
    if outcome.status is not Status.DECIDED:
        words.append(",".join(outcome.possible))
    return f"{place(outcome.decided_by)}: {' '.join(words)}"


def _title(look: Look, key: str) -> str:
    return heading(say(look, key), look)


def _outcome(result: Explanation, name: str, look: Look) -> str:
    return outcome_line(result.policy, name, look)


def _head(result: Explanation, look: Look) -> list[str]:
    outcome = result.outcome
    lines = about_lines(result, result.policy, outcome.reading, result.profile, look)
    lines.append("")
    decided = outcome.status is Status.DECIDED
    key = "explain.outcome" if decided else "explain.outcome-open"
    headline = say(look, key, outcome=_outcome(result, outcome.outcome, look))
    lines.append(heading(headline, look))
    if not decided:
        possible = [_outcome(result, name, look) for name in outcome.possible]
        joint = say(look, "explain.joint")
        lines += indented(
            say(look, "explain.possible", outcomes=joint.join(possible)), look.width, ""
        )
        if outcome.floor is not None:
            floor = _outcome(result, outcome.floor, look)
            lines.append(say(look, "explain.floor", outcome=floor))
    return lines


def _decided(result: Explanation, look: Look) -> list[str]:
    """The element that decided, with its place and the conditions that it rests on."""
    if result.outcome.status is not Status.DECIDED:
        return []
    last = next(step for step in reversed(result.steps) if step.truth is not F)
    lines = [_title(look, "explain.decided-by")]
    grounds = [one for one in last.grounds if one.element.kind != "knockout" or one.truth is T]
    if not grounds:
        where = place(result.outcome.decided_by)
        nothing = "explain.nothing-else" if len(result.steps) > 1 else "explain.always"
        return [*lines, *placed(say(look, nothing), where, look.width, "  ")]
    deciding = result.outcome.decided_by
    grounds.sort(key=lambda one: one.element.location != deciding)
    for ground in grounds:
        lines += _ground(result, ground, look)
    return lines


def _open(result: Explanation, look: Look) -> list[str]:
    """What is open, and what would settle it."""
    outcome = result.outcome
    if outcome.status is Status.DECIDED:
        return []
    lines = [_title(look, "explain.open")]
    for step in result.steps:
        if step.truth is U:
            lines += _step(result, step, look)
    if outcome.causes:
        joint = say(look, "explain.joint")
        causes = joint.join(say(look, f"cause.{one.value}") for one in outcome.causes)
        lines += indented(say(look, "explain.causes", causes=causes), look.width, "  ")
    if outcome.settle:
        lines.append(f"  {say(look, 'explain.settle')}")
        for name in outcome.settle:
            label = label_words(name, result.policy)
            lines.append(f"    {say(look, 'explain.named', title=label, id=name)}")
    if result.settling is not None:
        lines += settling_lines(result.policy, result.settling, look)
    return lines


def _better(result: Explanation, look: Look) -> list[str]:
    """Why each better tier was not reached."""
    failed = [s for s in result.steps if s.truth is F and s.outcome not in NO_TIER]
    if not failed or result.outcome.outcome == REJECTED:
        return []
    lines = [_title(look, "explain.better")]
    for step in failed:
        lines += _step(result, step, look)
    return lines


def _contrast(result: Explanation, look: Look) -> list[str]:
    """Why not the outcome that was asked about."""
    if result.contrast is None:
        return []
    name = _outcome(result, result.contrast.wanted, look)
    return contrast_lines(result.policy, result.contrast, name, look)


def _sufficient(result: Explanation, look: Look) -> list[str]:
    """Which values alone fix the outcome."""
    if result.sufficient is None:
        return []
    return sufficient_lines(result.policy, result.sufficient, look)


def _step(result: Explanation, step: Step, look: Look) -> Iterator[str]:
    yield f"  {_outcome(result, step.outcome, look)}"
    for ground in step.grounds:
        yield from _ground(result, ground, look, "    ")


def _ground(result: Explanation, ground: Ground, look: Look, indent: str = "  ") -> Iterator[str]:
    """An element with its place, and below it the conditions that decided it."""
    element = ground.element
    name = element.address.rpartition("/")[2]
    title: str | Bilingual = element.title or name
    state = message(f"explain.{ground.truth.value}.{element.kind}", title=title)
    words = one_line(state.text(look.language))
    yield from placed(words, place(element.location), look.width, indent)
    for atom in ground.atoms:
        yield from atom_lines(result.policy, atom, look, f"{indent}  ")


def _leaned(result: Explanation, look: Look) -> list[str]:
    if not result.outcome.leaned:
        return []
    lines = [_title(look, "explain.leaned")]
    for one in result.outcome.leaned:
        words = say(
            look, "explain.leaning", wording=role_words(one.wording), taken=_taken(one.taken_as)
        )
        lines += placed(words, place(one.location), look.width, "  ")
    return lines


def _taken(taken_as: str) -> Message:
    """What open wording was taken for: met, not met, or a figure."""
    if taken_as in TAKEN:
        return message(TAKEN[taken_as])
    number = parse_number(taken_as)
    return message("taken.figure", figure=taken_as if number is None else number_words(number))


def _reasons(result: Explanation, look: Look) -> list[str]:
    if not result.reasons:
        return []
    lines = [_title(look, "explain.reasons")]
    for one in result.reasons:
        text = f"{one.code}  {one_line(one.text.text(look.language))}"
        if one.short is not None:
            text += say(look, "explain.short", points=number_words(one.short))
        elif is_points(result.policy, one):
            text += say(look, "explain.short-unknown")
        lines += indented(text, look.width, "  ", "    ")
    return lines


def _benefits(result: Explanation, look: Look) -> list[str]:
    outcome = result.outcome
    if outcome.outcome == REFER or not (outcome.benefits or outcome.fee_owed):
        return []
    lines = [_title(look, "explain.benefits")] if outcome.benefits else []
    for grant in outcome.benefits:
        title = result.policy.benefits[grant.benefit].about.title or grant.benefit
        lines += indented(
            say(look, f"explain.granted-{grant.granted.value}", title=title), look.width, "  "
        )
        if grant.value is not None:
            lines[-1] += say(look, "explain.benefit-value", value=number_words(grant.value))
    if outcome.fee_owed is not None:
        lines.append(say(look, f"explain.fee-{outcome.fee_owed.value}"))
    return lines
