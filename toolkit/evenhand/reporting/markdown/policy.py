"""What a policy says, in Markdown: tiers, knockouts, points, terms."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.messages import Language, message
from evenhand.model.wording import Words
from evenhand.reporting.dossier.page import Page
from evenhand.reporting.dossier.points import Card, Group, Item
from evenhand.reporting.dossier.rules import Bar, Gift, TierView
from evenhand.reporting.dossier.words import Clause, Element
from evenhand.reporting.markdown.marks import code, table, text


def rules(page: Page, language: Language) -> Iterator[str]:
    """The sections that say what the policy says."""
    yield from heading("dossier.s-tiers", language)
    if page.scope is not None:
        yield f"**{label('dossier.scope', language)}**"
        yield ""
        yield from clause(page.scope, language)
        yield ""
    for tier in page.tiers:
        yield from _tier(tier, language)
    yield from heading("dossier.s-bars", language)
    if not page.bars:
        yield from (say("dossier.no-bars", language), "")
    for bar in page.bars:
        yield from _bar(bar, language)
    yield from heading("dossier.s-cards", language)
    if not page.cards:
        yield from (say("dossier.no-cards", language), "")
    for card in page.cards:
        yield from _card(card, language)
    if page.terms:
        yield from heading("dossier.s-terms", language)
        for term in page.terms:
            yield from _titled(term.element, language)
            yield from (*clause(term.clause, language), "", *_notes(term.element, language))


def _tier(tier: TierView, language: Language) -> Iterator[str]:
    yield from _titled(tier.element, language, rank=tier.rank)
    if tier.is_rest:
        yield from (say("dossier.rest-text", language), "")
    if tier.must is not None:
        key = "dossier.must" if tier.ways else "dossier.must-only"
        yield from (f"**{label(key, language)}**", "", *clause(tier.must, language), "")
    if tier.ways:
        key = "dossier.ways" if len(tier.ways) > 1 else "dossier.way"
        yield from (f"**{label(key, language)}**", "")
    for way in tier.ways:
        yield f"*{text(way.element.title, language)}* ({code(way.element.place)})"
        yield from ("", *clause(way.clause, language), "", *_notes(way.element, language))
    if tier.stay is not None:
        yield from (f"**{label('dossier.stay', language)}**", "", *clause(tier.stay, language), "")
    if tier.fee is not None:
        yield from (f"**{label('dossier.a-fee', language)}** {text(tier.fee, language)}", "")
    if tier.waived is not None:
        yield from (f"{label('dossier.waived', language)}", "", *clause(tier.waived, language), "")
    if tier.gifts:
        yield from (f"**{label('dossier.gifts', language)}**", "")
        yield from (_gift(gift, language) for gift in tier.gifts)
        yield ""
    yield from _notes(tier.element, language)


def _gift(gift: Gift, language: Language) -> str:
    value = "" if gift.value is None else f" — {text(gift.value, language)}"
    needs = "" if gift.requires is None else f" ({flat(gift.requires, language)})"
    return f"- {text(gift.element.title, language)}{value}{needs}"


def _bar(bar: Bar, language: Language) -> Iterator[str]:
    yield from _titled(bar.element, language)
    yield from (*clause(bar.clause, language), "")
    yield f"{text(bar.effect, language)} {code(bar.code)} {text(bar.reason, language)}"
    yield from ("", *_notes(bar.element, language))


def _card(card: Card, language: Language) -> Iterator[str]:
    yield from _titled(card.element, language)
    for fact in card.facts:
        yield from (text(fact, language), "")
    for group in card.groups:
        yield from _group(group, language)


def _group(group: Group, language: Language) -> Iterator[str]:
    if group.element is not None:
        limits = "".join(f" — {text(limit, language)}" for limit in group.limits)
        yield from (f"**{text(group.element.title, language)}**{limits}", "")
    head = [say(f"dossier.{key}", language) for key in ("col-item", "col-who", "col-points")]
    rows = [row for item in group.items for row in _item(item, language)]
    yield from table(head, rows, (2,))


def _item(item: Item, language: Language) -> Iterator[list[str]]:
    for at, row in enumerate(item.rows):
        title = text(item.element.title, language) if at == 0 else ""
        yield [title, text(row.who, language), text(row.points, language)]


def _titled(element: Element, language: Language, rank: int | None = None) -> Iterator[str]:
    number = "" if rank is None else f"{rank}\\. "
    yield f"#### {number}{text(element.title, language)}"
    yield ""
    sources = "".join(f" · {text(source, language)}" for source in element.sources)
    yield f"{code(element.place)}{sources}"
    yield ""


def _notes(element: Element, language: Language) -> Iterator[str]:
    for note in element.notes:
        named = message("dossier.label", label=note.label)
        yield f"> {text(named, language)} {text(note.words, language)}"
        yield ""


def clause(shown: Clause, language: Language, depth: int = 0) -> Iterator[str]:
    """A condition as a nested list."""
    yield f"{'  ' * depth}- {text(shown.words, language)}"
    for part in shown.parts:
        yield from clause(part, language, depth + 1)


def flat(shown: Clause, language: Language) -> str:
    """A condition on one line."""
    inner = say("dossier.between", language).join(flat(part, language) for part in shown.parts)
    return f"{text(shown.words, language)} {inner}".strip()


def heading(key: str, language: Language) -> tuple[str, str]:
    """The heading of a section."""
    return f"### {say(key, language)}", ""


def label(key: str, language: Language) -> str:
    """A sentence part with a colon."""
    return text(message("dossier.label", label=message(key)), language)


def say(key: str, language: Language, **values: Words | int) -> str:
    """One of the catalogue's sentences."""
    return text(message(key, **values), language)
