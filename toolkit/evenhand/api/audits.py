"""``audit`` and ``rule``: what the rules find, and the rules themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from evenhand.analysis.audit import runner as analysis
from evenhand.analysis.audit.listing import Rules
from evenhand.analysis.audit.rule import LEVELS, Rule, chosen, rules, up_to
from evenhand.analysis.audit.runner import Audit
from evenhand.api.policies import Policies, listed, run_on
from evenhand.errors import UsageError
from evenhand.messages import message
from evenhand.result import Run


def audit(
    policies: Policies,
    *,
    as_of: date,
    select: Sequence[str] | str | None = None,
    ignore: Sequence[str] | str | None = None,
    level: str = "static",
) -> Audit:
    """What the audit rules find in policies, each place with its reason and remedy.

    ``select`` and ``ignore`` are ids or families of rules. Raises UsageError for unknown ones and
    for an unknown level. ``level`` is ``static`` (what can be read off a policy) or ``prove``
    (questions about all customers too); a rule of a higher level cannot be selected by its id.
    """
    if level not in LEVELS:
        raise UsageError(message("usage.level", name=level, known=", ".join(LEVELS)))
    asked = listed(policies)
    run = run_on("audit", asked, as_of)
    models = [policy.model for policy in asked]
    wanted = chosen(rules(), _names(select), _names(ignore))
    _refuse_higher(wanted, _names(select) or (), level)
    return analysis.audit(models, up_to(level, wanted), run)


def _refuse_higher(wanted: Sequence[Rule], select: Sequence[str], level: str) -> None:
    """Raises UsageError where a rule is selected by its id that the level would pass over."""
    named = {name.strip().upper() for name in select}
    kept = {rule.id for rule in up_to(level, wanted)}
    for rule in wanted:
        if rule.id in named - kept:
            raise UsageError(message("usage.rule-level", name=rule.id, level=rule.level))


def _names(given: Sequence[str] | str | None) -> Sequence[str] | None:
    """Names as they are asked for; one may stand for itself."""
    return (given,) if isinstance(given, str) else given


def list_rules(names: Sequence[str] = (), *, as_of: date, whole: bool = False) -> Rules:
    """The audit rules that are named by id or family, none meaning all.

    ``whole`` asks for everything about each. Raises UsageError for an unknown name.
    """
    run = Run("rule show" if whole else "rule list", as_of)
    return Rules(run=run, rules=chosen(rules(), names), whole=whole)
