"""Population files: people as data, refused where a number is missing or does not add up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from evenhand.finding import Finding, Severity, in_order
from evenhand.loading.document import Document, open_document
from evenhand.loading.elaborate.context import Context, Skip, near_hint
from evenhand.loading.elaborate.shapes import amount, shares_of
from evenhand.loading.limits import DEFAULT_LIMITS, Limits
from evenhand.loading.nodes import Entry, Mapping, Node
from evenhand.loading.origin import Origin
from evenhand.loading.problems import problem
from evenhand.model.population import (
    Amount,
    Category,
    Correlation,
    Evidence,
    Flag,
    Item,
    Lognormal,
    Odds,
    Part,
    Population,
    Rake,
    Rows,
    Seen,
    Unknown,
    Whole,
    Within,
)
from evenhand.model.vocabulary import Dictionary


@dataclass(frozen=True, slots=True)
class LoadedPopulation:
    """A population, if it could be built, and everything that is wrong with its file."""

    document: Document
    findings: tuple[Finding, ...]
    population: Population | None

    @property
    def wrong(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def load_population(origin: Origin, limits: Limits = DEFAULT_LIMITS) -> LoadedPopulation:
    """A population file. Never raises for what stands in it."""
    document = open_document(origin, limits)
    if document.root is None or document.kind != "population":
        found = document.findings
        if document.root is not None and document.kind is not None:
            wrong = problem("not-a-population", document.root.location, kind=document.kind)
            found = in_order((*found, wrong))
        return LoadedPopulation(document, found, None)
    return population_of(document)


def population_of(document: Document) -> LoadedPopulation:
    """The population of a document of that kind that was read."""
    assert document.root is not None
    elaboration = _Elaboration(document.root, Context(None, Dictionary({}, {}), document.bad))
    built = elaboration.context.attempt(elaboration.population)
    findings = in_order((*document.findings, *elaboration.context.findings))
    whole = not any(finding.severity is Severity.ERROR for finding in findings)
    return LoadedPopulation(document, findings, built if whole else None)


_ALWAYS: Final = ("label", "source", "protected", "moves", "note")
_KEYS: Final = {
    "levels": ("levels", "given", "shares", "rows", "odds", "only", "rake"),
    "within": ("within",),
    "probability": ("probability",),
    "step": ("step", "shape", "by", "shapes", "times", "scale_to", "index"),
}
"""By the key that tells what sort of item it is, the keys that this sort has."""


class _Elaboration:
    """One population in the making: the items so far by their names, and those that are wrong.

    What rests on a wrong item is passed over in silence.
    """

    def __init__(self, root: Mapping, context: Context) -> None:
        self.root = root
        self.context = context
        self.items: dict[str, Item] = {}
        self.broken: set[str] = set()

    def population(self) -> Population:
        context, root = self.context, self.root
        head = context.mapping(root.get("population"))
        evidence = {
            one.id: one for one in context.whole_entries(root.get("sources"), self._evidence)
        }
        context.sources = frozenset(evidence)
        for entry in context.mapping(root.get("people")).entries:
            with context.inside(entry.key.text):
                item = context.attempt(lambda entry=entry: self._item(entry))  # type: ignore[misc]
            if item is None:
                self.broken.add(entry.key.text)
            else:
                self.items[item.name] = item
        unknown = context.whole_entries(root.get("unknown"), self._unknown)
        pairs = [
            pair
            for group in context.whole_entries(root.get("correlations"), self._correlations)
            for pair in group
        ]
        size = head.get("size")
        return Population(
            id=context.text(head.get("id")),
            title=context.bilingual(head.get("title")),
            unit=context.text(head.get("unit")),
            currency=context.text(head.get("currency")),
            as_of=context.day(head.get("as_of")),
            standing=context.text(head.get("standing")),
            seed=context.whole_number(head.get("seed")),
            size=None if size is None else context.whole_number(size),
            evidence=evidence,
            items=tuple(self.items.values()),
            unknown=unknown,
            correlations=tuple(pairs),
            location=root.location,
        )

    def _evidence(self, entry: Entry) -> Evidence:
        context = self.context
        node = context.mapping(entry.value)
        year = node.get("year")
        title = context.wording(node.get("title"))
        assert title is not None
        return Evidence(
            entry.key.text,
            title,
            context.optional_text(node.get("by")),
            None if year is None else context.whole_number(year),
            Seen(context.text(node.get("seen"))),
            entry.key.location,
        )

    def _item(self, entry: Entry) -> Item:
        context = self.context
        node = context.mapping(entry.value)
        part = self._part(entry, node)
        kind = next((one for one in _KEYS if node.get(one) is not None), "step")
        for other in node.entries:
            if other.key.text not in (*_ALWAYS, *_KEYS[kind]):
                raise context.fail("population-mixed", other.key, name=other.key.text, kind=kind)
        match kind:
            case "levels":
                return self._category(part, node)
            case "within":
                return self._whole(part, node)
            case "probability":
                by, shares = self._probability(context.sound(node.get("probability")))
                return Flag(part, by, shares)
            case _:
                return amount(self, part, node)

    def _part(self, entry: Entry, node: Mapping) -> Part:
        context = self.context
        label = node.get("label")
        moves = node.get("moves")
        span = None if moves is None else tuple(context.number(one) for one in context.items(moves))
        return Part(
            entry.key.text,
            None if label is None else context.bilingual(label),
            self._sources(node),
            context.flag(node.get("protected"), False),
            None if span is None else (span[0], span[1]),
            entry.key.location,
        )

    def _sources(self, node: Mapping) -> tuple[str, ...]:
        return tuple(reference.id for reference in self.context.source_refs(node.get("source")))

    # -- categories --------------------------------------------------------------------------------

    def _category(self, part: Part, node: Mapping) -> Category:
        context = self.context
        levels = context.texts(node.get("levels"))
        parents = tuple(self.category_at(one).name for one in context.items(node.get("given")))
        if node.get("odds") is not None:
            table: Rows | Odds = self._odds(node, levels, parents)
        elif parents:
            rows = dict(self._rows(context.sound(node.get("rows")), levels, parents, ()))
            table = Rows(rows)
        else:
            table = Rows({(): shares_of(context, node.get("shares"), len(levels))})
        rake = node.get("rake")
        built = Category(part, levels, parents, table)
        if rake is None:
            return built
        return Category(part, levels, parents, table, self._rake(context.mapping(rake), built))

    def _rows(
        self, node: Node, levels: tuple[str, ...], parents: tuple[str, ...], at: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], tuple[Fraction, ...]]]:
        """The rows of a table, whose parents' levels are nested as the parents are listed."""
        if len(at) == len(parents):
            yield at, shares_of(self.context, node, len(levels))
            return
        for level, inner in self.by_level(node, parents[len(at)]):
            yield from self._rows(inner, levels, parents, (*at, level))

    def _odds(self, node: Mapping, levels: tuple[str, ...], parents: tuple[str, ...]) -> Odds:
        context = self.context
        factors = {}
        for entry in context.mapping(node.get("odds")).entries:
            parent = self._listed(entry.key, parents)
            factors[parent] = {
                level: self._numbers(inner, len(levels))
                for level, inner in self.by_level(entry.value, parent)
            }
        only = {}
        for entry in () if node.get("only") is None else context.mapping(node.get("only")).entries:
            parent = self._listed(entry.key, parents)
            only[parent] = {
                level: frozenset(self._level(levels, one) for one in context.items(inner))
                for level, inner in self.by_level(entry.value, parent)
            }
        return Odds(factors, only)

    def _numbers(self, node: Node, count: int) -> tuple[Fraction, ...]:
        found = self.context.each(self.context.items(node), self.context.number)
        if len(found) != count:
            raise self.context.fail("population-row", node, wanted=count, found=len(found))
        if any(one < 0 for one in found) or not any(found):
            raise self.context.fail("population-odds", node)
        return found

    def _rake(self, node: Mapping, category: Category) -> Rake:
        context = self.context
        shares = {
            self._level(category.levels, entry.key): context.number(entry.value)
            for entry in context.mapping(node.get("shares")).entries
        }
        if sum(shares.values()) != 1:
            raise context.fail("population-sum", context.sound(node.get("shares")))
        splits = {}
        for outer in (
            () if node.get("splits") is None else context.mapping(node.get("splits")).entries
        ):
            parent = self._listed(outer.key, category.parents)
            for inner in context.mapping(outer.value).entries:
                level = self._level(self.category(parent).levels, inner.key)
                splits[parent, level] = {
                    self._level(category.levels, entry.key): context.number(entry.value)
                    for entry in context.mapping(inner.value).entries
                }
        where = self.where(node.get("where"))
        return Rake(where, shares, splits, self._sources(node), node.location)

    # -- numbers -----------------------------------------------------------------------------------

    def _whole(self, part: Part, node: Mapping) -> Whole:
        context = self.context
        within = context.mapping(node.get("within"))
        category = self.category_at(context.sound(within.get("of")))
        stretches = {}
        for level, inner in self.by_level(context.sound(within.get("stretches")), category.name):
            ends = context.each(context.items(inner), context.whole_number)
            if len(ends) != 2 or ends[0] > ends[1]:
                raise context.fail("range-backwards", inner)
            stretches[level] = (ends[0], ends[1])
        return Whole(part, Within(category.name, stretches))

    def _probability(self, node: Node) -> tuple[str | None, dict[str | None, Fraction]]:
        """A probability, or one for each level of a category."""
        if not isinstance(node, Mapping):
            return None, {None: self._share(node)}
        category = self.category_at(self.context.sound(node.get("by")))
        values = self.by_level(self.context.sound(node.get("values")), category.name)
        return category.name, {level: self._share(inner) for level, inner in values}

    def _share(self, node: Node) -> Fraction:
        found = self.context.number(node)
        if not 0 <= found <= 1:
            raise self.context.fail("population-share", node)
        return found

    def _unknown(self, entry: Entry) -> Unknown:
        context = self.context
        item = self.named(entry.key, self.items)
        node = context.mapping(entry.value)
        by, shares = self._probability(context.sound(node.get("probability")))
        return Unknown(item, by, shares, self._sources(node), entry.key.location)

    def _correlations(self, entry: Entry) -> tuple[Correlation, ...]:
        drawn = [one.name for one in self.items.values() if isinstance(one, (Amount, Flag))]
        one = self.named(entry.key, drawn)
        pairs = []
        for inner in self.context.mapping(entry.value).entries:
            other = self.named(inner.key, drawn)
            rho = self.context.number(inner.value)
            if other == one or not -1 < rho < 1:
                raise self.context.fail("population-correlation", inner.value, one=one, other=other)
            pairs.append(Correlation(one, other, rho, inner.key.location))
        return tuple(pairs)

    # -- names -------------------------------------------------------------------------------------

    def category(self, name: str) -> Category:
        """A category among the items so far."""
        found = self.items[name]
        assert isinstance(found, Category)
        return found

    def category_at(self, node: Node) -> Category:
        """The category that a node names, which must stand before."""
        before = [one.name for one in self.items.values() if isinstance(one, Category)]
        return self.category(self.named(node, before))

    def where(self, node: Node | None) -> dict[str, frozenset[str]]:
        """For whom something holds: levels by category."""
        found = {}
        for entry in () if node is None else self.context.mapping(node).entries:
            category = self.category_at(entry.key)
            listed = self.context.items(entry.value)
            found[category.name] = frozenset(self._level(category.levels, one) for one in listed)
        return found

    def by_level(self, node: Node, category: str) -> list[tuple[str, Node]]:
        """A mapping from every level of a category."""
        levels = self.category(category).levels
        entries = self.context.mapping(node).entries
        found = [(self._level(levels, entry.key), entry.value) for entry in entries]
        lacking = [level for level in levels if level not in dict(found)]
        if lacking:
            raise self.context.fail(
                "population-levels", node, name=category, names=", ".join(lacking)
            )
        return found

    def _level(self, levels: Collection[str], node: Node) -> str:
        return self.named(node, levels, "population-level")

    def _listed(self, node: Node, parents: Collection[str]) -> str:
        return self.named(node, parents, "population-parent")

    def lognormals(self) -> list[str]:
        """The amounts so far of which an index can be made."""
        return [
            one.name
            for one in self.items.values()
            if isinstance(one, Amount)
            and not one.index
            and all(isinstance(shape, Lognormal) for shape in one.shapes.values())
        ]

    def named(self, node: Node, known: Collection[str], rule: str = "population-name") -> str:
        """A name that is known already."""
        name = self.context.text(node)
        if name in self.broken:
            raise Skip
        if name not in known:
            raise self.context.fail(rule, node, hint=near_hint(name, known), name=name)
        return name
