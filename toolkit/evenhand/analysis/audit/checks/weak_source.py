"""Points that rest on nothing but sources that cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.messages import message
from evenhand.model.scorecard import Scorecard


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Scorecards all of whose sources have one of the confidences ``confidence`` or kinds ``kinds``.

    A card without any source is another rule's matter.
    """
    known = subject.policy.header.sources
    for card in subject.policy.scorecards:
        named = [known[name] for name in _sources(card) if name in known]
        weak = [
            one
            for one in named
            if one.confidence in parameters.texts("confidence")
            or one.kind in parameters.texts("kinds")
        ]
        if named and len(weak) == len(named):
            title = message("audit.place.card", title=card.about.title or card.id)
            names = ", ".join(one.id for one in weak)
            cause = tuple(one.id for one in weak)
            yield Hit(card.id, card.location, cause, {"place": title, "sources": names})


def _sources(card: Scorecard) -> tuple[str, ...]:
    """The ids of all sources of a card and its parts, each once, sorted."""
    parts = [card.about, *(section.about for section in card.sections)]
    parts += [one.about for one in card.characteristics()]
    return tuple(sorted({reference.id for about in parts for reference in about.source}))


CHECK: Final = Check(
    "weak-source",
    find,
    {FOUND: frozenset({"place", "sources"})},
    frozenset({"confidence", "kinds"}),
)
