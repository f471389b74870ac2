"""Rules: what is looked for, why it matters, how grave it is, and what to do about it.

A rule is a file ``audits/rules/<family>/<ID>.yaml``. It names a check, which finds, and has its own
sentences in both languages, so that somebody who does not program can add one.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, cast

from evenhand import resources
from evenhand.analysis.audit.check import Given, Parameters
from evenhand.analysis.audit.soundness import misfits
from evenhand.errors import LoadError, UsageError
from evenhand.finding import Finding, Severity, in_order
from evenhand.loading import schema
from evenhand.loading.nodes import Mapping, plain
from evenhand.loading.reader import read
from evenhand.messages import Bilingual, message
from evenhand.suggest import closest

LEVELS: Final = ("static", "prove")
"""How rules find out: ``static`` reads it off the policy, ``prove`` asks about all customers.

Each level includes those before it.
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """For which policies a rule is meant; empty means all.

    ``standings`` and ``types`` are those of the policy's header.
    """

    standings: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``messages`` are the sentences of its findings by variant, with named placeholders. ``cites``
    are ids of laws and norms, ``limits`` say what the rule does not see.
    """

    id: str
    family: str
    title: Bilingual
    severity: Severity
    level: str
    check: str
    parameters: Parameters
    messages: Mapped[str, Bilingual]
    why: Bilingual
    remedy: Bilingual
    limits: Bilingual
    scope: Scope = Scope()
    cites: tuple[str, ...] = ()


@cache
def rules() -> tuple[Rule, ...]:
    """All rules that evenhand ships, by id; our own tests compare them with their schema.

    Raises LoadError where one of the files cannot be read: the installation is damaged.
    """
    files = resources.walk(resources.audits(), ".yaml")
    found = (
        read_rule(file.read_bytes(), path, checked_before=True)
        for path, file in files
        if path.startswith("audits/rules/")
    )
    return tuple(sorted(found, key=lambda rule: rule.id))


def read_rule(text: str | bytes, path: str, *, checked_before: bool = False) -> Rule:
    """A rule from the text of its file. Raises LoadError, with the findings, where it is wrong.

    ``checked_before``: nobody need compare it with its schema again.
    """
    result = read(text, path)
    findings = list(result.findings)
    if result.root is not None and not checked_before:
        findings += schema.check(result.root, "rule").findings
    if not _any_error(findings) and isinstance(result.root, Mapping):
        findings += misfits(result.root)
    if result.root is None or _any_error(findings):
        raise LoadError(message("load.not-loaded", path=path), in_order(findings))
    data = cast(Any, plain(result.root))["rule"]
    scope = data.get("only_for", {})
    return Rule(
        id=data["id"],
        family=data["family"],
        title=_both(data["title"]),
        severity=Severity(data["severity"]),
        level=data.get("level", LEVELS[0]),
        check=data["check"],
        parameters=Parameters({k: _given(v) for k, v in data.get("with", {}).items()}),
        messages={name: _both(text) for name, text in data["messages"].items()},
        why=_both(data["why"]),
        remedy=_both(data["remedy"]),
        limits=_both(data["limits"]),
        scope=Scope(tuple(scope.get("standings", ())), tuple(scope.get("types", ()))),
        cites=tuple(data.get("cites", ())),
    )


def _any_error(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _both(text: Mapped[str, str]) -> Bilingual:
    return Bilingual(" ".join(text["en"].split()), "".join(text["zh"].split("\n")).strip())


def _given(value: object) -> Given:
    match value:
        case list():
            return tuple(str(item) for item in value)
        case dict():
            return {str(k): tuple(str(item) for item in v) for k, v in value.items()}
        case bool() | str():
            return value
        case _:
            return Fraction(cast(int, value))


def up_to(level: str, every: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules of a level and of those before it."""
    return tuple(rule for rule in every if LEVELS.index(rule.level) <= LEVELS.index(level))


def chosen(
    every: Iterable[Rule], select: Iterable[str] | None = None, ignore: Iterable[str] | None = None
) -> tuple[Rule, ...]:
    """The rules that are named, by id or family, without those that are to be ignored.

    Nothing selected means all. Raises UsageError for a name that is neither an id nor a family.
    """
    listed = tuple(every)
    wanted = _names(select or (), listed)
    unwanted = _names(ignore or (), listed)
    return tuple(
        rule
        for rule in listed
        if (not wanted or wanted & {rule.id, rule.family}) and not unwanted & {rule.id, rule.family}
    )


def _names(names: Iterable[str], every: tuple[Rule, ...]) -> frozenset[str]:
    known = {rule.id for rule in every} | {rule.family for rule in every}
    found = {name.strip().upper(): name for name in names}
    for wanted, name in found.items():
        if wanted in known:
            continue
        near = closest(wanted, known)
        if near is not None:
            raise UsageError(message("usage.no-such-rule-near", name=name, near=near))
        families = ", ".join(sorted({rule.family for rule in every}))
        raise UsageError(message("usage.no-such-rule", name=name, known=families))
    return frozenset(found)
