"""JSON: the stable form of every result, described by schema/result.schema.json.

Equal results give equal bytes: nothing of the machine, the hour or the language stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from evenhand.finding import Finding, Severity
from evenhand.messages import in_both
from evenhand.reporting.base import Look
from evenhand.result import Input, Result

SCHEMA_VERSION: Final = "1.0"


def render(result: Result, look: Look) -> str:
    """The result as indented JSON."""
    return json.dumps(envelope(result, look.exit_code), ensure_ascii=False, indent=2)


def envelope(result: Result, exit_code: int) -> dict[str, object]:
    """The result as plain data."""
    run = result.run
    about: dict[str, object] = {
        "command": run.command,
        "as_of": run.as_of.isoformat(),
        "inputs": [_input(one) for one in run.inputs],
    }
    if run.seed is not None:
        about["seed"] = run.seed
    if run.reading is not None:
        about["reading"] = run.reading
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "evenhand", "version": version("evenhand")},
        "run": about,
        "outcome": {"status": _status(result, exit_code), "exit_code": exit_code},
        "summary": summary(result.findings),
        "findings": [finding_data(one) for one in result.findings],
        "result": dict(result.data()),
    }


def _status(result: Result, exit_code: int) -> str:
    if exit_code == 3:
        return "failed"
    if result.incomplete:
        return "incomplete"
    return "findings" if exit_code == 1 else "ok"


def _input(one: Input) -> dict[str, object]:
    return {
        "path": one.path,
        "sha256": one.sha256,
        "policy": one.policy,
        "version": one.version,
    }


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity and status."""
    listed = list(findings)
    counts = {s.value: sum(f.severity is s for f in listed) for s in Severity}
    statuses = {s: sum(f.status == s for f in listed) for s in ("new", "known", "waived")}
    return {**counts, **statuses}


def finding_data(finding: Finding) -> dict[str, object]:
    """One finding as plain data, both languages side by side."""
    where = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "policy": finding.policy,
        "element": finding.element,
        "path": None if where is None else where.path,
        "line": None if where is None else where.line,
        "column": None if where is None else where.column,
        "message": in_both(finding.message),
        "hint": in_both(finding.hint),
        "related": [
            {
                "path": one.location.path,
                "line": one.location.line,
                "column": one.location.column,
                "label": in_both(one.label),
            }
            for one in finding.related
        ],
        "witness": None if finding.witness is None else dict(finding.witness),
        "citations": list(finding.citations),
        "remedy": in_both(finding.remedy),
        "fingerprint": finding.fingerprint,
        "status": finding.status,
    }
