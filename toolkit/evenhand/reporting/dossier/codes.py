"""Codes of the policy language in words: standings, kinds of banks and sources, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.messages import message
from evenhand.model.wording import Words

CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "bank": (
        "state-owned",
        "joint-stock",
        "city-commercial",
        "rural-commercial",
        "postal",
        "policy-bank",
        "chinese-funded",
        "foreign",
        "digital",
        "universal",
        "retail",
        "private-bank",
        "cooperative",
        "building-society",
        "regulator",
        "unspecified",
        "other",
    ),
    "class": (
        "financial",
        "behaviour",
        "bureau",
        "demographic",
        "status",
        "office",
        "location",
        "relationship",
        "biometric",
        "derived",
        "reference",
    ),
    "confidence": ("high", "medium", "low", "weak"),
    "decision": ("manual", "assisted", "automated"),
    "from": ("source", "hand", "generated"),
    "open": ("unstated", "disputed", "range", "discretion", "human"),
    "per": ("once", "month", "quarter", "year"),
    "proxy": (
        "age",
        "class",
        "disability",
        "ethnicity",
        "family",
        "health",
        "migration",
        "nationality",
        "occupation",
        "region",
        "religion",
        "sex",
    ),
    "reading": ("declared", "open", "all-met", "none-met"),
    "safeguard": (
        "decision",
        "reasons",
        "human-review",
        "appeal",
        "notice",
        "publication",
        "hardship",
        "monitoring",
        "review",
        "retention",
        "overrides",
    ),
    "setting": (
        "acknowledged",
        "answer",
        "channel",
        "channels",
        "every",
        "for",
        "plain-language",
        "shown",
        "within",
    ),
    "source": (
        "bank-page",
        "press",
        "article",
        "document-site",
        "forum",
        "regulation",
        "book",
        "internal",
        "insider",
        "other",
    ),
    "standing": ("published", "reported", "textbook", "hypothetical", "internal"),
    "type": (
        "tiering",
        "credit",
        "limit",
        "card",
        "campaign",
        "segments",
        "charter",
        "definition",
    ),
}


def coded(area: str, code: str | None) -> Words:
    """A code in words; one that has none is shown as it is, None as not stated."""
    if code is None:
        return message("dossier.unstated")
    kebab = code.replace("_", "-")
    return message(f"dossier.{area}.{kebab}") if kebab in CODES[area] else code
