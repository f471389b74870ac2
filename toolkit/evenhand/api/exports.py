"""``export``: a policy in the form of other tools, and whether that form decides the same."""

from __future__ import annotations

from datetime import date

from evenhand.api.policies import Policy, reading_of, run_on
from evenhand.errors import UsageError
from evenhand.exporting.base import Check, Export, Settings, known_dialect, target
from evenhand.messages import Language, message

DEFAULT_SEED = 20260101


def export(  # noqa: PLR0913 - each setting has its name here
    policy: Policy,
    to: str = "sql",
    *,
    as_of: date,
    dialect: str = "duckdb",
    table: str = "customers",
    key: str = "customer_id",
    view: str | None = None,
    reading: str = "declared",
    check: int = 0,
    seed: int = DEFAULT_SEED,
    lang: Language = "en",
) -> Export:
    """A policy as text of another tool: ``sql``, ``dmn``, ``json`` or ``csv``.

    For SQL, ``dialect`` is the database, ``table`` the table to read from and ``key`` its column
    that names the customer, ``view`` the view to make instead of a plain SELECT, ``lang`` the
    language of remarks. ``check`` runs the text on so many customers at the policy's thresholds,
    drawn with ``seed``, and compares every answer with the reference engine; the result is
    incomplete where nothing here runs the dialect. ``reading`` tells how open wording is taken; in
    ``json`` and ``csv`` all readings stand.

    Raises CannotSay, which names the element, where the target cannot say a policy exactly;
    UsageError for a target, dialect, name or reading that does not exist, and for a check of a
    target that cannot be run; MissingExtraError where a library is missing.
    """
    if check and to != "sql":
        raise UsageError(message("usage.export-check", to=to))
    settings = Settings(reading_of(reading), known_dialect(dialect), table, key, view, lang)
    text = target(to).render(policy.model, settings)
    checked = _checked(policy, settings, check, seed) if check else None
    return Export(
        run=run_on("export", [policy], as_of, seed=seed if check else None, reading=reading),
        incomplete=checked is not None and not checked.ran,
        policy=policy.id,
        version=policy.model.header.version,
        to=to,
        text=text,
        dialect=dialect if to == "sql" else None,
        check=checked,
    )


def _checked(policy: Policy, settings: Settings, count: int, seed: int) -> Check:
    from evenhand.analysis.edges import edge_customers
    from evenhand.exporting.sql.checking import check

    customers = edge_customers(policy.model, count, seed, settings.reading)
    return check(policy.model, settings, customers)
