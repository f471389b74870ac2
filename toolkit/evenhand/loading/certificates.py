"""Certificates: files of JSON, read with the places of everything that stands in them."""

from __future__ import annotations

import json
from collections.abc import Sequence as SequenceType
from dataclasses import dataclass
from typing import Any

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import Document, open_document
from evenhand.loading.limits import DEFAULT_LIMITS, Limits
from evenhand.loading.nodes import Mapping, Node, Sequence
from evenhand.loading.origin import Origin
from evenhand.loading.problems import problem
from evenhand.location import Location

WIDE = 100
"""What fits into so many characters stands on one line of a written certificate."""


@dataclass(frozen=True, slots=True)
class LoadedCertificate:
    """A certificate as plain data, None where something is wrong with the file."""

    document: Document
    findings: tuple[Finding, ...]
    data: dict[str, Any] | None

    def location(self, path: SequenceType[str | int]) -> Location:
        """The place of a part of the certificate, or of what contains it."""
        node: Node | None = self.document.root
        found = node
        for step in ("certificate", *path):
            if isinstance(node, Mapping) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                break
            found = node or found
        assert found is not None
        return found.location


def load_certificate(origin: Origin, limits: Limits = DEFAULT_LIMITS) -> LoadedCertificate:
    """A certificate, checked against its schema. Never raises for what stands in the file."""
    document = open_document(origin, limits)
    findings = list(document.findings)
    kind = document.kind
    if document.root is not None and kind is not None and kind != "certificate":
        findings.append(problem("not-a-certificate", document.root.location, kind=kind))
    if document.root is None or any(one.severity is Severity.ERROR for one in findings):
        return LoadedCertificate(document, in_order(findings), None)
    try:
        data = json.loads("\n".join(document.source.lines))
    except ValueError:
        findings.append(problem("not-json", document.root.location))
        return LoadedCertificate(document, in_order(findings), None)
    return LoadedCertificate(document, in_order(findings), data["certificate"])


def written_certificate(data: object, indent: int = 0) -> str:
    """A certificate as JSON; what is short stands on one line."""
    flat = json.dumps(data, ensure_ascii=False)
    if indent + len(flat) <= WIDE or not data or not isinstance(data, (dict, list)):
        return flat
    inner = " " * (indent + 1)
    if isinstance(data, dict):
        rows = [
            f"{json.dumps(key)}: {written_certificate(value, indent + 1)}"
            for key, value in data.items()
        ]
    else:
        rows = [written_certificate(value, indent + 1) for value in data]
    left, right = ("{", "}") if isinstance(data, dict) else ("[", "]")
    return f"{left}\n{inner}" + f",\n{inner}".join(rows) + f"\n{' ' * indent}{right}"
