"""Whether a rule's file fits the check that it names: parameters, sentences, placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Final

from evenhand.analysis.audit.check import Check, Parameters
from evenhand.analysis.audit.checks import CHECKS
from evenhand.finding import Finding, Severity
from evenhand.loading.elaborate.context import near_hint
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence
from evenhand.location import Location
from evenhand.messages import Message, message


def misfits(root: Mapping) -> Iterator[Finding]:
    """What is wrong with a rule's file that its schema cannot tell; the file fits the schema."""
    rule = root.get("rule")
    assert isinstance(rule, Mapping)
    named = rule.get("check")
    assert isinstance(named, Scalar)
    check = CHECKS.get(named.text)
    if check is None:
        hint = near_hint(named.text, CHECKS)
        yield _problem("unknown-check", named.location, hint, name=named.text)
        return
    yield from _parameters(check, rule.get("with"))
    messages = rule.get("messages")
    assert isinstance(messages, Mapping)
    yield from _sentences(check, messages, _chosen(check, rule.get("with")))


def _parameters(check: Check, given: Node | None) -> Iterator[Finding]:
    for entry in given.entries if isinstance(given, Mapping) else ():
        name = entry.key.text
        if name not in check.parameters:
            hint = near_hint(name, check.parameters)
            yield _problem(
                "unknown-parameter", entry.key.location, hint, name=name, check=check.name
            )


def _chosen(check: Check, given: Node | None) -> frozenset[str]:
    """The variants that the rule needs sentences for."""
    listed: Node | None = None
    if check.chosen_by is not None and isinstance(given, Mapping):
        listed = given.get(check.chosen_by)
    items = listed.items if isinstance(listed, Sequence) else ()
    texts = tuple(item.text for item in items if isinstance(item, Scalar))
    return check.wanted(Parameters({} if check.chosen_by is None else {check.chosen_by: texts}))


def _sentences(check: Check, messages: Mapping, wanted: frozenset[str]) -> Iterator[Finding]:
    for name in sorted(wanted - set(messages.keys())):
        yield _problem("missing-sentence", messages.location, None, name=name, check=check.name)
    for entry in messages.entries:
        name = entry.key.text
        if name not in wanted:
            hint = near_hint(name, wanted)
            yield _problem(
                "unknown-sentence", entry.key.location, hint, name=name, check=check.name
            )
            continue
        for language in LANGUAGE_KEYS:
            said = entry.value.get(language) if isinstance(entry.value, Mapping) else None
            assert isinstance(said, Scalar)
            yield from _placeholders(said, check.variants[name])


def _placeholders(said: Scalar, given: frozenset[str]) -> Iterator[Finding]:
    try:
        asked = [name for _, name, _, _ in Formatter().parse(said.text) if name is not None]
    except ValueError:
        yield _problem("loose-brace", said.location, message("load.loose-brace.hint"))
        return
    for name in asked:
        if name not in given:
            hint = message("load.unknown-placeholder.hint", names=", ".join(sorted(given)))
            yield _problem("unknown-placeholder", said.location, hint, name=name)


def _problem(rule: str, location: Location, hint: Message | None, **values: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=message(f"load.{rule}", **values),
        location=location,
        hint=hint,
        cause=tuple(values.values()),
    )


LANGUAGE_KEYS: Final = ("en", "zh")
