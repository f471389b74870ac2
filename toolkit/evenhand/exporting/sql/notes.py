"""The remarks of an exported query: what each name stands for, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.engines.sql.columns import Column, Encoding
from evenhand.exporting.base import Settings
from evenhand.exporting.sql.natural import ERRORS, flag
from evenhand.exporting.sql.query import CHECKED, READ, Exported
from evenhand.messages import Message, message
from evenhand.model.describe import condition_words, words_text
from evenhand.model.domain import domain_words
from evenhand.model.element import About
from evenhand.model.policy import Policy
from evenhand.model.values import number_text
from evenhand.model.wording import Words

TYPES = {
    Encoding.STEPS: "export.sql.type-number",
    Encoding.CODE: "export.sql.type-code",
    Encoding.DAY: "export.sql.type-day",
    Encoding.BOOLEAN: "export.sql.type-boolean",
    Encoding.MEMBER: "export.sql.type-boolean",
    Encoding.ANSWER: "export.sql.type-boolean",
}


class Notes:
    """Remarks by the step and the name that they stand before."""

    def __init__(self, policy: Policy, settings: Settings, made: Exported) -> None:
        self.policy, self.settings, self.made = policy, settings, made
        self.columns = {one.name: one for one in made.program.columns}
        self.flags = {flag(one): one for one in made.program.columns}
        self.elements = dict(_elements(policy))

    def _text(self, words: Words) -> str:
        return words_text(words, self.settings.language)

    def _said(self, key: str, /, **values: str | Message | int) -> str:
        return self._text(message(key, **values))

    # -- the head ----------------------------------------------------------------------------------

    def head(self) -> Iterator[str]:
        """Which policy it is, what it reads, and what it gives."""
        header = self.policy.header
        title, bank = self._text(header.title), self._text(header.bank.name)
        yield self._said("export.sql.policy", id=header.id, version=header.version, title=title)
        yield self._said("export.sql.bank", bank=bank)
        begin, end = (
            one or message("export.sql.not-stated")
            for one in (header.effective_from, header.effective_until)
        )
        yield self._said("export.sql.effective", begin=begin, end=end)
        reading = self.settings.reading.value
        yield self._said("export.sql.reading", reading=reading, dialect=self.settings.dialect)
        yield ""
        yield self._said("export.sql.reads", table=self.settings.table, column=self.settings.key)
        for one in self.made.program.columns:
            yield "  " + self._column(one)
        yield self._said("export.sql.missing")
        yield ""
        yield self._said("export.sql.gives", status="decided, undecided, data_error")
        if self.made.program.scale != 1:
            scale = self.made.program.scale
            yield self._said("export.sql.scale", scale=scale)
        yield ""

    def _column(self, one: Column) -> str:
        kind = message("export.sql.type-flag") if self.made.dialect.numbers else None
        if one.encoding not in (Encoding.BOOLEAN, Encoding.MEMBER, Encoding.ANSWER):
            kind = None
        if one.encoding is Encoding.DAY and self.made.dialect.loose:
            kind = message("export.sql.type-day-text")
        shown = kind or message(TYPES[one.encoding])
        meaning = self._meaning(one)
        if one.attribute is None or one.encoding in (Encoding.MEMBER, Encoding.BOOLEAN):
            return self._said("export.sql.column", name=one.name, type=shown, meaning=meaning)
        domain = self._text(domain_words(one.attribute, self.policy.header.currency))
        return self._said(
            "export.sql.column-of", name=one.name, type=shown, meaning=meaning, domain=domain
        )

    def _meaning(self, one: Column) -> str:
        if one.attribute is None:
            return self._said("export.sql.answer", id=one.of)
        label = self._text(one.attribute.label)
        if one.encoding is Encoding.MEMBER:
            member = one.attribute.code_label(one.of)
            return self._said("export.sql.member", label=label, member=self._text(member or one.of))
        return label

    # -- before names ------------------------------------------------------------------------------

    def step(self, name: str) -> Sequence[str]:
        """What a step is about."""
        if name == READ:
            return [self._said("export.sql.step-read")]
        if name == CHECKED:
            return [self._said("export.sql.step-checked")]
        return ()

    def column(self, step: str, name: str) -> Sequence[str]:
        """What a name stands for."""
        if name in self.flags and step == READ:
            return ()
        if name in self.columns and step == READ:
            return [f"{name}: {self._meaning(self.columns[name])}", *self._code(self.columns[name])]
        if name == ERRORS:
            return [self._said("export.sql.errors")]
        if name in self.elements:
            return list(self.elements[name].lines(self))
        return ()

    def _code(self, one: Column) -> Iterator[str]:
        """What the whole numbers of a column mean."""
        attribute = one.attribute
        if one.encoding is Encoding.STEPS and attribute is not None and attribute.step:
            if attribute.step != 1:
                yield "  " + self._said("export.sql.steps", step=number_text(attribute.step))
        elif one.encoding is Encoding.DAY:
            yield "  " + self._said("export.sql.day")

    def source(self, about: About) -> Iterator[str]:
        """Where an element comes from."""
        for one in about.source:
            found = self.policy.header.sources.get(one.id)
            title = one.id if found is None else self._text(found.title)
            place = "" if one.at is None else f", {one.at}"
            yield "  " + self._said("export.sql.source", source=title, place=place)

    def titled(self, element: str, title: Words | None, words: Words | None) -> Iterator[str]:
        """An element's address with its title, and what it says in plain words."""
        yield element if title is None else f"{element}: {self._text(title)}"
        if words is not None:
            yield "  " + self._text(words)


class Element:
    """An element of the policy that has a name in the query."""

    def __init__(
        self, address: str, title: Words | None, words: Words | None, about: About
    ) -> None:
        self.address, self.title, self.words, self.about = address, title, words, about

    def lines(self, notes: Notes) -> Iterator[str]:
        """The remark before its name."""
        yield from notes.titled(self.address, self.title, self.words)
        yield from notes.source(self.about)


def _elements(policy: Policy) -> Iterator[tuple[str, Element]]:
    """The elements by the names that the query's maker gives them."""
    for name, definition in policy.definitions.items():
        words = condition_words(definition.means, policy)
        about = definition.about
        yield _name(f"meets__{name}"), Element(f"definitions/{name}", about.title, words, about)
    for knockout in policy.knockouts:
        words = condition_words(knockout.when, policy)
        shown = Element(f"knockouts/{knockout.id}", knockout.about.title, words, knockout.about)
        yield _name(f"knockout__{knockout.id}"), shown
    for card in policy.scorecards:
        yield _name(f"score__{card.id}"), Element(card.id, card.about.title, None, card.about)
        for section in card.sections:
            name = section.id or card.id
            shown = Element(f"{card.id}/{name}", section.about.title, None, section.about)
            yield _name(f"section__{name}"), shown
            for one in section.characteristics:
                shown = Element(f"{card.id}/{one.id}", one.about.title, None, one.about)
                yield _name(f"points__{one.id}"), shown
    for tier in policy.tiers:
        for path in tier.paths:
            words = condition_words(path.when, policy)
            shown = Element(f"tiers/{tier.id}/{path.id}", path.about.title, words, path.about)
            yield _name(f"path__{tier.id}__{path.id}"), shown
        entry: Words | None = None if tier.when is None else condition_words(tier.when, policy)
        shown = Element(f"tiers/{tier.id}", tier.title, entry, tier.about)
        yield _name(f"entry__{tier.id}"), shown
    for name, derived in policy.dictionary.derived.items():
        yield name, Element(f"derived/{name}", derived.label, None, derived.about)


def _name(wanted: str) -> str:
    plain = wanted.replace("-", "_").replace(".", "_").replace("/", "_")
    return plain[:56]
