"""The text of ``test``: failures with their places, then one line a policy and its coverage."""

from __future__ import annotations

from evenhand.analysis.coverage import SORTS
from evenhand.analysis.worked import PolicyCheck, Worked
from evenhand.messages import message
from evenhand.model.example import ExampleOrigin
from evenhand.reporting.base import Look
from evenhand.reporting.diagnostics import place
from evenhand.reporting.text.parts import findings_text
from evenhand.reporting.text.table import heading, placed, table
from evenhand.result import Result

COLUMNS = ("policy", "source", "hand", "generated", "failed")


def body(result: Result, look: Look) -> str:
    """Findings, the table, with ``-v`` what no example touches, and the sum."""
    assert isinstance(result, Worked)
    lines = [findings_text(result, look), ""] if result.findings else []
    head = [_say(look, f"test.column-{name}") for name in (*COLUMNS, *SORTS)]
    rows = [head, *(_row(check) for check in result.checks)]
    lines += table(rows, look.width, right=frozenset(range(1, len(head))))
    if look.verbose:
        for check in result.checks:
            lines += _missed(check, look)
    lines += ["", _say(look, "test.sum", passed=result.passed, failed=result.failed)]
    if not look.verbose and any(any(one.coverage.missed.values()) for one in result.checks):
        lines.append(_say(look, "test.more"))
    return "\n".join(lines)


def _say(look: Look, key: str, **values: str | int) -> str:
    return message(key, **values).text(look.language)


def _row(check: PolicyCheck) -> list[str]:
    counts = [check.coverage.counts(sort) for sort in SORTS]
    return [
        check.policy.id,
        *(str(check.count(origin)) for origin in ExampleOrigin),
        str(check.failed),
        *(f"{covered}/{total}" if total else "-" for covered, total in counts),
    ]


def _missed(check: PolicyCheck, look: Look) -> list[str]:
    """What no example by hand or of the source touches."""
    if not any(check.coverage.missed.values()):
        return []
    lines = ["", heading(_say(look, "test.missed", policy=check.policy.id), look)]
    for sort in SORTS:
        for spot in check.coverage.missed[sort]:
            element = spot.element.partition(" ")[0]
            words = _say(look, _key(sort, spot.side), element=element)
            lines += placed(words, place(spot.location), look.width, "  ")
    return lines


def _key(sort: str, side: str) -> str:
    if sort == "rows":
        return "test.row-unused"
    met = side == "met"
    match sort:
        case "outcomes":
            return "test.outcome-unreached"
        case "edges":
            return "test.edge-met" if met else "test.edge-missed"
        case _:
            return "test.part-met" if met else "test.part-not-met"
