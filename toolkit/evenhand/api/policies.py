"""Policies as callers hold them: loading, deciding, and the files that they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.analysis.validate import is_not_ours
from evenhand.api.sources import origin_of, walk_origins, walk_origins_if_any
from evenhand.errors import InputError, LoadError, UsageError
from evenhand.finding import Finding
from evenhand.loading.library import DEFAULT_SETUP, Loaded, Loader, Setup
from evenhand.loading.origin import GivenText, Origin
from evenhand.messages import message
from evenhand.model.customer import Customer, Given, make_customer
from evenhand.model.example import Example
from evenhand.model.outcome import Outcome, Reading
from evenhand.model.policy import Policy as PolicyModel
from evenhand.result import Input, Run

if TYPE_CHECKING:
    from evenhand.engines.compiled import Compiled
    from evenhand.engines.trace import Decision


@dataclass(frozen=True, slots=True)
class Policy:
    """A loaded policy: the typed model, the files it came from, and its worked customers.

    Two are equal when they mean the same policy, wherever they were read from.
    """

    model: PolicyModel
    inputs: tuple[Input, ...] = field(default=(), compare=False)
    notes: tuple[Finding, ...] = field(default=(), compare=False)
    examples: tuple[Example, ...] = field(default=(), compare=False)

    @property
    def id(self) -> str:
        """The policy's own id, such as ``three-laws``."""
        return self.model.id

    def decide(
        self, customer: Customer | Mapping[str, Given], *, reading: str = "declared"
    ) -> Outcome:
        """What the policy decides about a customer, by the reference engine.

        A customer is a mapping from attributes to values: text, int, Decimal, Fraction, bool, date,
        None or MISSING. Raises ValueRefused for a value outside its domain, TypeError for a binary
        float, and UsageError for a reading that does not exist.
        """
        return self.trace(customer, reading=reading).outcome

    def trace(
        self, customer: Customer | Mapping[str, Given], *, reading: str = "declared"
    ) -> Decision:
        """The same with the whole way to the decision."""
        from evenhand.engines.reference import decide

        return decide(self.model, self.customer(customer), reading_of(reading))

    def compile(self, *, reading: str = "declared") -> Compiled:
        """The policy made ready for many customers: a function that takes what ``decide`` takes.

        It gives a ``BareOutcome``: the outcome, status, what is possible, floor, ceiling, scores,
        reasons and paths that ``decide`` gives, much sooner and without the way to them. It can be
        pickled and called from several threads. Raises UsageError for a reading that does not
        exist.
        """
        from evenhand.engines.compiled import compiled

        return compiled(self.model, reading_of(reading))

    def customer(self, given: Customer | Mapping[str, Given]) -> Customer:
        """A customer of this policy's attributes."""
        if isinstance(given, Customer):
            return given
        return make_customer(self.model.dictionary, given)


@dataclass(frozen=True, slots=True)
class Library(Mapping[str, Policy]):
    """Policies by id, with everything that was wrong on the way in ``findings``.

    ``unreadable`` names files that could not be read, ``files`` all files that were looked at.
    """

    policies: Mapping[str, Policy]
    findings: tuple[Finding, ...] = ()
    loaded: tuple[Loaded, ...] = field(default=(), compare=False)

    def __getitem__(self, name: str) -> Policy:
        return self.policies[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.policies)

    def __len__(self) -> int:
        return len(self.policies)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All files that the library rests on, each once, by path."""
        found = {one.path: one for loaded in self.loaded for one in inputs_of(loaded)}
        return tuple(found[path] for path in sorted(found))


def reading_of(name: str) -> Reading:
    """The reading of a name. Raises UsageError where there is none."""
    try:
        return Reading(name)
    except ValueError:
        known = ", ".join(one.value for one in Reading)
        raise UsageError(message("usage.reading", name=name, known=known)) from None


def load(
    source: str | Path | None = None, *, text: str | None = None, setup: Setup = DEFAULT_SETUP
) -> Policy:
    """One policy from a path, an ``@id`` of a shipped one, or a text.

    Raises LoadError, which carries the findings, when the policy is wrong or unreadable, and
    InputError when there is no such file or id.
    """
    loader = Loader(setup)
    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    return load_from(loader, origin)


def load_from(loader: Loader, origin: Origin, *, examples: bool = True) -> Policy:
    """One policy from an origin; see ``load``. ``examples``: with the customers beside it."""
    loaded = loader.load(origin)
    if loaded.policy is None or loaded.wrong or loaded.document.kind != "policy":
        problem = "not-loaded" if loaded.wrong else "not-a-policy"
        raise LoadError(message(f"load.{problem}", path=origin.shown), loaded.findings)
    return _policy(loader, loaded, examples=examples)


def load_library(source: str | Path, *, setup: Setup = DEFAULT_SETUP) -> Library:
    """All policies below a folder (or of one file), problems in ``findings``.

    Raises InputError when there is nothing at the path.
    """
    return library_of(walk_origins(source), setup=setup)


def library_of(origins: Sequence[Origin], *, setup: Setup = DEFAULT_SETUP) -> Library:
    """The policies among some files; every file is looked at and its problems are kept."""
    loader = Loader(setup)
    loaded = tuple(loader.load(origin) for origin in origins)
    policies: dict[str, Policy] = {}
    findings: dict[Finding, None] = {}
    for one in loaded:
        findings.update(dict.fromkeys(one.findings))
        if one.document.kind == "policy" and one.policy is not None:
            policies[one.policy.id] = _policy(loader, one)
    return Library(policies, tuple(findings), loaded)


def load_all(paths: Sequence[str | Path], *, setup: Setup = DEFAULT_SETUP) -> tuple[Policy, ...]:
    """All policies among some files and folders, in order of their files.

    Other YAML files met in folders are passed over. Raises LoadError, which carries the findings,
    where a file is wrong; InputError where there is no policy; UsageError where two have one id.
    """
    origins: dict[str, Origin] = {}
    named: set[str] = set()
    for path in paths:
        found = walk_origins(path) if len(paths) == 1 else walk_origins_if_any(path)
        origins.update((origin.shown, origin) for origin in found)
        named.update(origin.shown for origin in found if len(found) == 1)
    found_ones = load_origins(tuple(origins.values()), named, setup=setup)
    if not found_ones:
        raise InputError(message("input.no-policy", paths=", ".join(map(str, paths))))
    return found_ones


def load_origins(
    origins: Sequence[Origin], named: Collection[str] = (), *, setup: Setup = DEFAULT_SETUP
) -> tuple[Policy, ...]:
    """All policies among some files, in their order; there may be none.

    ``named`` are the shown paths of those that the user named, which must be files of evenhand.
    Raises LoadError where a file is wrong, UsageError where two policies have one id.
    """
    library = library_of(origins, setup=setup)
    wrong = [
        one
        for one in library.loaded
        if one.wrong and (one.document.source.path in named or not is_not_ours(one))
    ]
    if wrong:
        findings = tuple(dict.fromkeys(finding for one in wrong for finding in one.findings))
        raise LoadError(message("load.not-loaded", path=wrong[0].document.source.path), findings)
    models = [one.policy for one in library.loaded if one.policy and one.document.kind == "policy"]
    for name in library:
        if sum(one.id == name for one in models) > 1:
            raise UsageError(message("usage.same-policy", name=name))
    return tuple(library[one.id] for one in models)


def _policy(loader: Loader, loaded: Loaded, *, examples: bool = True) -> Policy:
    assert loaded.policy is not None
    cases = loader.examples_of(loaded.document.origin) if examples else None
    beside = () if cases is None or cases.wrong else cases.examples
    inputs = inputs_of(loaded) if cases is None else (*inputs_of(loaded), *inputs_of(cases))
    unique = {one.path: one for one in inputs}
    return Policy(
        loaded.policy,
        tuple(unique.values()),
        loaded.findings,
        (*loaded.policy.examples, *beside),
    )


def inputs_of(loaded: Loaded) -> tuple[Input, ...]:
    """The files that one loaded file rests on, itself first."""
    header = loaded.policy.header if loaded.policy is not None else None
    own = loaded.document
    is_policy = own.kind == "policy" and header is not None
    first = Input(
        own.source.path,
        own.sha256,
        header.id if is_policy and header is not None else None,
        header.version if is_policy and header is not None else None,
    )
    return (first, *(Input(one.source.path, one.sha256) for one in loaded.used))


Policies = Library | Mapping[str, Policy] | Sequence[Policy]
"""Several policies, by id or in order."""


def listed(policies: Policies) -> tuple[Policy, ...]:
    """The policies in their order."""
    return tuple(policies.values()) if isinstance(policies, Mapping) else tuple(policies)


def run_on(
    command: str,
    policies: Sequence[Policy],
    as_of: date,
    *,
    seed: int | None = None,
    reading: str | None = None,
) -> Run:
    """How a result on some policies came about: their files, each once, by path."""
    inputs = {one.path: one for policy in policies for one in policy.inputs}
    return Run(command, as_of, tuple(inputs[path] for path in sorted(inputs)), seed, reading)
