"""Points that rest on nothing but sources that cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import FOUND, Check, Hit, Parameters, Subject
from evenhand.messages import Message, message
from evenhand.model.scorecard import Scorecard


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit]:
    """Scorecards all of whose sources are of a confidence in ``confidence`` or a kind in ``kinds``.

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
            title = _title(card)
            names = ", ".join(one.id for one in weak)
            cause = tuple(one.id for one in weak)
            yield Hit(card.id, card.location, cause, {"place": title, "sources": names})


def _title(card: Scorecard) -> Message:
    if card.about.title is None:
        return message("audit.place.card-untitled")
    return message("audit.place.card", title=card.about.title)


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
