"""Changes of words: titles, notes, reasons and sources."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.diff.change import Change, Site
from evenhand.messages import message
from evenhand.model.element import About, SourceRef, Text
from evenhand.model.wording import Words, listed, role_words


def text_changes(site: Site, kind: str, old: Text | None, new: Text | None) -> Iterator[Change]:
    """A text that nobody evaluates."""
    if old != new:
        yield site.text(kind, old, new)


def role_pair(old: Text, new: Text) -> tuple[Words, Words]:
    """Who decides, on both sides, in words."""
    return role_words(old), role_words(new)


def about_changes(site: Site, old: About, new: About) -> Iterator[Change]:
    """What is said of an element: title, source, grounds, note."""
    yield from text_changes(site, "title-changed", old.title, new.title)
    yield from source_changes(site, old.source, new.source)
    yield from text_changes(site, "because-changed", old.because, new.because)
    yield from text_changes(site, "note-changed", old.note, new.note)


def source_changes(
    site: Site, old: tuple[SourceRef, ...], new: tuple[SourceRef, ...]
) -> Iterator[Change]:
    """Where an element comes from."""
    if old != new:
        yield site.text("source-changed", sources_words(old), sources_words(new))


def sources_words(sources: tuple[SourceRef, ...]) -> Words | None:
    """Pointers into sources, with their places, quotes and entries."""
    if not sources:
        return None
    return listed([_source(one) for one in sources], "describe.semicolon")


def _source(source: SourceRef) -> Words:
    words: Words = source.id
    if source.at is not None:
        words = message("diff.source-at", source=words, at=source.at)
    if source.quote is not None:
        words = message("diff.source-quote", source=words, quote=source.quote)
    if source.entries:
        words = message("diff.source-entries", source=words, entries=", ".join(source.entries))
    return words
