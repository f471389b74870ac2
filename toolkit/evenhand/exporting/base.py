"""What all targets share: the settings, the registry, the result, and the typed refusal.

A target makes text from a policy alone, so equal policies and settings give equal bytes. What a
target cannot say without changing a policy's meaning it refuses, by the name of the element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final, Protocol, cast

from evenhand.errors import LoadError, UsageError
from evenhand.finding import Finding, Severity
from evenhand.location import Location
from evenhand.messages import Language, Message, message
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.result import Result

TARGETS: Final = ("sql", "dmn", "json", "csv")
"""The forms that a policy can be exported to, each in the module of its name."""

DIALECTS: Final = (
    "duckdb",
    "postgres",
    "spark",
    "snowflake",
    "bigquery",
    "mysql",
    "tsql",
    "oracle",
    "sqlite",
)
"""The dialects of SQL."""

RUN_HERE: Final = ("duckdb", "sqlite")
"""The dialects for which ``--check`` runs the text by itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a policy is exported; most targets need only some of it.

    ``dialect``, ``table``, ``key`` and ``view`` are for SQL: the table to read from and its column
    that names the customer, and the view to make instead of a plain SELECT. ``reading`` tells how
    open wording is taken, ``language`` that of remarks.
    """

    reading: Reading = Reading.DECLARED
    dialect: str = "duckdb"
    table: str = "customers"
    key: str = "customer_id"
    view: str | None = None
    language: Language = "en"


class Target(Protocol):
    """A module of this package that makes text from a policy."""

    def render(self, policy: Policy, settings: Settings) -> str:
        """The policy in the target's form, ending in a newline.

        Raises CannotSay for a policy that the target cannot hold.
        """
        ...


class CannotSay(LoadError):
    """A target has no way to say an element of a policy exactly; its finding names the element."""


@dataclass(frozen=True, slots=True)
class Check:
    """How an export was checked against the reference engine.

    ``ran`` is false where there was nothing to run it on; ``customers`` is then 0 and only
    the printed text was read back. ``differing`` counts customers with another answer;
    ``example`` tells of the first: what differs, and the two answers.
    """

    ran: bool
    customers: int = 0
    differing: int = 0
    example: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Result):
    """A policy in another form, and what a check of that text found."""

    policy: str
    version: str
    to: str
    text: str
    dialect: str | None = None
    check: Check | None = None

    def __str__(self) -> str:
        return self.text

    def data(self) -> Mapping[str, object]:
        checked = None
        if self.check is not None:
            checked = {
                "ran": self.check.ran,
                "customers": self.check.customers,
                "differing": self.check.differing,
                "example": dict(self.check.example),
            }
        return {
            "policy": self.policy,
            "version": self.version,
            "to": self.to,
            "dialect": self.dialect,
            "check": checked,
            "text": self.text,
        }

    def exit_code(self, fail_on: str = "never", *, strict: bool = False) -> int:
        """1 where a check found a difference; 4 in strict mode where nothing could be run."""
        if self.check is not None and self.check.differing:
            return 1
        return Result.exit_code(self, fail_on, strict=strict)


def target(name: str) -> Target:
    """The target of a name. Raises UsageError where there is none."""
    if name not in TARGETS:
        raise UsageError(message("usage.export-target", name=name, known=", ".join(TARGETS)))
    return cast(Target, import_module(f"evenhand.exporting.{name}"))


def known_dialect(name: str) -> str:
    """The name of a dialect. Raises UsageError where there is none."""
    if name not in DIALECTS:
        raise UsageError(message("usage.export-dialect", name=name, known=", ".join(DIALECTS)))
    return name


def cannot_say(policy: Policy, element: str, location: Location, said: Message) -> CannotSay:
    """The refusal of one element: where it stands, and what cannot be said of it."""
    finding = Finding(
        "cannot-export", Severity.ERROR, said, location, policy=policy.id, element=element
    )
    return CannotSay(message("export.refused", policy=policy.id), (finding,))
