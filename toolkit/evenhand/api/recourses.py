"""``recourse``: the cheapest way to a tier, for one customer or for many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.api.explanations import Profile
from evenhand.api.policies import Policy, reading_of
from evenhand.api.sources import origin_of
from evenhand.errors import LoadError, UsageError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.loading.origin import GivenText, Origin
from evenhand.messages import message
from evenhand.model.action import Action, Span
from evenhand.model.customer import Customer, Given
from evenhand.model.wording import label_words
from evenhand.result import Input, Run

if TYPE_CHECKING:
    from evenhand.analysis.recourse.batch import Batch
    from evenhand.analysis.recourse.result import Recourse
    from evenhand.analysis.recourse.situation import Wishes
    from evenhand.loading.customers import Person


@dataclass(frozen=True, slots=True)
class Costs:
    """What changes cost, by attribute, in the place of what the vocabularies say."""

    actions: Mapping[str, Action] = field(default_factory=dict)
    input: Input | None = None


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers of a file, in its order. ``by`` is the column by which they are grouped."""

    people: tuple[Person, ...]
    input: Input
    by: str | None = None


def load_costs(
    source: str | Path | None,
    policy: Policy,
    *,
    text: str | None = None,
    setup: Setup = DEFAULT_SETUP,
) -> Costs:
    """A cost file, checked against the policy's attributes.

    Raises LoadError, which carries the findings, and InputError where there is no such file.
    """
    from evenhand.loading.costs import load_costs as read

    origin: Origin = GivenText(text, "<text>") if text is not None else origin_of(source)
    loaded = read(origin, policy.model, setup.limits)
    if loaded.wrong:
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    document = loaded.document
    return Costs(loaded.actions, Input(document.source.path, document.sha256))


def load_customers(
    source: str | Path, policy: Policy, *, by: str | None = None, setup: Setup = DEFAULT_SETUP
) -> Customers:
    """Customers from a table (``.csv``) or a YAML file of the kind ``customers``.

    ``by`` names the attribute or column by which they are grouped; no policy needs to know it.
    Raises LoadError, which carries the findings, InputError where there is no such file, and
    UsageError where no customer has the column.
    """
    from evenhand.loading.customers import load_customers as read

    origin = origin_of(source)
    extra = () if by is None else (by,)
    loaded = read(Loader(setup), origin, policy.model, extra)
    if loaded.wrong:
        raise LoadError(message("load.not-loaded", path=origin.shown), loaded.findings)
    if by is not None and not any(by in one.told for one in loaded.people):
        raise UsageError(message("recourse.no-column", name=by, path=origin.shown))
    return Customers(loaded.people, Input(loaded.path, loaded.sha256), by)


def recourse(  # noqa: PLR0913 - one parameter a wish
    policy: Policy,
    customer: Customer | Profile | Mapping[str, Given],
    *,
    to: str,
    as_of: date,
    freeze: Iterable[str] = (),
    allow: Iterable[str] = (),
    costs: Costs | None = None,
    max_changes: int | None = None,
    alternatives: int = 3,
    horizon: str = "60m",
    reading: str = "declared",
) -> Recourse:
    """The cheapest ways of a customer to a tier or a better one, or the proof that there is none.

    Attributes without an action and protected ones stay as they are; ``allow`` lets a protected
    one with an action move, ``freeze`` holds others. ``horizon`` is a time such as ``12m``, ``2y``
    or ``90d``. Raises UsageError for unknown names and a wrong horizon, and as ``Policy.decide``.
    """
    from evenhand.analysis.recourse.situation import situation
    from evenhand.analysis.recourse.solver import by_proof
    from evenhand.analysis.recourse.ways import recourse as search

    source = customer.input if isinstance(customer, Profile) else None
    given = policy.customer(customer.customer if isinstance(customer, Profile) else customer)
    wishes = _wishes(freeze, allow, costs, max_changes, alternatives, horizon)
    where = situation(policy.model, given, to, wishes, reading_of(reading))
    run = _run(policy, as_of, reading, costs, source)
    return search(where, run, by_proof, profile=None if source is None else source.path)


def recourse_of_many(  # noqa: PLR0913 - one parameter a wish
    policy: Policy,
    customers: Customers,
    *,
    to: str,
    as_of: date,
    freeze: Iterable[str] = (),
    allow: Iterable[str] = (),
    costs: Costs | None = None,
    max_changes: int | None = None,
    horizon: str = "60m",
    reading: str = "declared",
) -> Batch:
    """How many customers have a way to a tier, by group, and what it costs them.

    Raises as ``recourse``.
    """
    from evenhand.analysis.recourse.batch import Batch, groups_of, labels_of, row_of
    from evenhand.analysis.recourse.situation import situation
    from evenhand.analysis.recourse.solver import by_proof
    from evenhand.analysis.recourse.ways import recourse as search

    wishes = _wishes(freeze, allow, costs, max_changes, 1, horizon)
    run = _run(policy, as_of, reading, costs, customers.input)
    rows = []
    for person in customers.people:
        where = situation(policy.model, person.customer, to, wishes, reading_of(reading))
        found = search(where, run, by_proof, explain_none=False)
        group = None if customers.by is None else person.told.get(customers.by, "")
        rows.append(row_of(person.id, group, found))
    own = policy.model.dictionary
    dictionary = own if customers.by in own.attributes else Loader().shipped_words()
    return Batch(
        run=run,
        policy=policy.model,
        to=to,
        by=customers.by,
        by_label=None if customers.by is None else label_words(customers.by, dictionary),
        path=customers.input.path,
        horizon=wishes.horizon,
        groups=groups_of(rows, labels_of(dictionary, customers.by, rows)),
        rows=tuple(rows),
        incomplete=any(row.exists is None for row in rows),
    )


def _wishes(
    freeze: Iterable[str],
    allow: Iterable[str],
    costs: Costs | None,
    max_changes: int | None,
    alternatives: int,
    horizon: str,
) -> Wishes:
    from evenhand.analysis.recourse.situation import Wishes

    actions = {} if costs is None else costs.actions
    return Wishes(tuple(freeze), tuple(allow), actions, max_changes, alternatives, span_of(horizon))


def _run(
    policy: Policy, as_of: date, reading: str, costs: Costs | None, source: Input | None
) -> Run:
    more = [one for one in (source, None if costs is None else costs.input) if one is not None]
    return Run("recourse", as_of, (*policy.inputs, *more), reading=reading)


def span_of(written: str) -> Span:
    """A time such as ``12m``, ``2y`` or ``90d``. Raises UsageError for anything else."""
    count, unit = written[:-1], written[-1:].lower()
    if not count.isascii() or not count.isdigit() or len(count) > 4 or unit not in "dmy":
        raise UsageError(message("recourse.horizon", value=written))
    match unit:
        case "d":
            return Span(days=int(count))
        case "m":
            return Span(months=int(count))
        case _:
            return Span(months=12 * int(count))
