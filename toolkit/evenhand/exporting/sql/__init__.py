"""SQL: one SELECT (or view) that decides about every row of a bank's own table."""

from __future__ import annotations

from evenhand.errors import MissingExtraError
from evenhand.exporting.base import Settings
from evenhand.messages import message
from evenhand.model.policy import Policy


def render(policy: Policy, settings: Settings) -> str:
    """The policy as text of one dialect.

    Raises TooLarge and CannotSay for what the database's exact numbers cannot hold, UsageError for
    a table or view that is no name, MissingExtraError where the library of SQL is not installed.
    """
    try:
        import sqlglot  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingExtraError(message("extra.data")) from None
    from evenhand.exporting.sql.printing import printed
    from evenhand.exporting.sql.query import exported

    return printed(policy, settings, exported(policy, settings))
