"""A source that is not known in full: what it goes on to say may change the policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Sources that are declared as incomplete."""
    del parameters
    for source in subject.policy.header.sources.values():
        if not source.complete:
            yield Hit(
                f"policy/sources/{source.id}",
                source.location,
                (source.id,),
                {"title": source.title},
            )


CHECK: Final = Check("source-incomplete", find, {FOUND: frozenset({"title"})})
