"""A benefit that is only to be had together with another product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.model.element import Declaration


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Ties of benefits of the kinds ``benefits`` (none named: all).

    ``mandatory``: the tie must be taken. ``provider``: a provider is prescribed.
    """
    kinds = parameters.texts("benefits")
    for benefit in subject.policy.benefits.values():
        if kinds and benefit.kind not in kinds:
            continue
        for tie in benefit.ties:
            provider, product = _text(tie, "provider"), _text(tie, "product")
            if parameters.flag("mandatory") and not _is_mandatory(tie):
                continue
            if parameters.flag("provider") and not provider:
                continue
            values = {
                "benefit": benefit.about.title or benefit.id,
                "product": product,
                "provider": provider or "…",
            }
            cause = (product, provider)
            yield Hit(f"benefits/{benefit.id}", tie.location, cause, values)


def _is_mandatory(tie: Declaration) -> bool:
    found = tie.at("mandatory")
    return found is not None and found.value is True


def _text(tie: Declaration, name: str) -> str:
    """A text of the tie; of a text in both languages the English one."""
    found = tie.at(name)
    if found is None:
        return ""
    inner = found.at("en") or found
    return inner.value if isinstance(inner.value, str) else ""


CHECK: Final = Check(
    "product-tie",
    find,
    {FOUND: frozenset({"benefit", "product", "provider"})},
    frozenset({"benefits", "mandatory", "provider"}),
)
