"""What the ids under ``cites`` of a rule stand for: laws and norms, and how far each is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from evenhand import resources
from evenhand.errors import LoadError
from evenhand.loading import schema
from evenhand.loading.nodes import plain
from evenhand.loading.reader import read
from evenhand.messages import Bilingual, Message, message


@dataclass(frozen=True, slots=True)
class Citation:
    """A law or norm; ``read`` is false where only summaries of its text were read."""

    id: str
    title: Bilingual
    read: bool


@cache
def citations() -> Mapping[str, Citation]:
    """All that evenhand ships, by id.

    Raises LoadError where one of the files is wrong: the installation is damaged.
    """
    files = resources.walk(resources.audits(), ".yaml")
    return {
        one.id: one
        for path, file in files
        if path.startswith("audits/citations/")
        for one in read_citations(file.read_bytes(), path)
    }


def read_citations(text: str | bytes, path: str) -> Iterator[Citation]:
    """The citations in the text of a file. Raises LoadError, with the findings, if it is wrong."""
    result = read(text, path)
    findings = result.findings
    if result.root is not None:
        findings = (*findings, *schema.check(result.root, "citations").findings)
    if result.root is None or findings:
        raise LoadError(message("load.not-loaded", path=path), findings)
    for name, one in cast(Any, plain(result.root))["entries"].items():
        title = Bilingual(one["title"]["en"], one["title"]["zh"])
        yield Citation(name, title, one["known"] == "read")


def cited(name: str) -> Message:
    """The id in words; an id that is not in the list is given as it stands."""
    one = citations().get(name)
    if one is None:
        return message("rule.cited-unknown", id=name)
    key = "rule.cited" if one.read else "rule.cited-from-summaries"
    return message(key, title=one.title, id=name)
