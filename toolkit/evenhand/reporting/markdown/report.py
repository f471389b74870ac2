"""The dossier in Markdown, one document a language."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.analysis.report import Dossier
from evenhand.messages import Language, message
from evenhand.model.wording import Words
from evenhand.reporting.base import Look
from evenhand.reporting.dossier.page import Page, pages
from evenhand.reporting.markdown.evidence import evidence
from evenhand.reporting.markdown.marks import code, table, text
from evenhand.reporting.markdown.policy import rules
from evenhand.result import Result


def body(result: Result, look: Look) -> str:
    """The dossier in the language of the look."""
    assert isinstance(result, Dossier)
    return document(result, look.language)


def document(dossier: Dossier, language: Language) -> str:
    """The whole dossier as one document."""
    found = pages(dossier)
    lines = [f"# {_say('dossier.index-title', language)}", "", *_front(dossier, found, language)]
    for page in found:
        lines += _page(page, language)
    return "\n".join(lines).rstrip() + "\n"


def _front(dossier: Dossier, found: tuple[Page, ...], language: Language) -> Iterator[str]:
    day, lead = dossier.run.as_of.isoformat(), message("dossier.index-lead")
    yield text(message("dossier.front", date=day, lead=lead), language)
    yield ""
    head = ("col-policy", "col-bank", "col-standing", "n-findings", "n-open", "n-cases")
    yield from table(
        [_say(f"dossier.{key}", language) for key in head],
        [_row(page, language) for page in found],
        (4, 5),
    )
    yield f"> {_say('dossier.findings-intro', language)}"
    yield ">"
    yield f"> {_say('dossier.method-2', language)}"
    yield ""


def _row(page: Page, language: Language) -> list[str]:
    return [
        f"{text(page.title, language)} ({code(page.id)})",
        text(page.bank, language),
        text(page.standing, language),
        _counted(page, language),
        str(len(page.open)),
        f"{page.passed}/{len(page.cases)}",
    ]


def _counted(page: Page, language: Language) -> str:
    shown = [
        f"{_say(f'dossier.many-{name}', language)} {count}"
        for name, count in page.counts.items()
        if count
    ]
    return _say("explain.joint", language).join(shown) or _say("dossier.index-none", language)


def _page(page: Page, language: Language) -> Iterator[str]:
    yield f"## {text(page.title, language)}"
    yield ""
    yield text(page.sentence, language)
    yield ""
    rows: list[tuple[Words, Words]] = [*page.glance]
    yield from (f"- {_labelled(label, words, language)}" for label, words in rows)
    yield from (f"- {_labelled(note.label, note.words, language)}" for note in page.note)
    yield ""
    yield from rules(page, language)
    yield from evidence(page, language)


def _labelled(label: Words, words: Words, language: Language) -> str:
    return f"{text(message('dossier.label', label=label), language)} {text(words, language)}"


def _say(key: str, language: Language) -> str:
    return text(message(key), language)
