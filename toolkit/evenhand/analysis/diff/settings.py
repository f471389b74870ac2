"""Changes of what is declared but not evaluated: settings, the header, sources, stand-ins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from evenhand.analysis.declared import is_bilingual, known_word, setting_words
from evenhand.analysis.diff.change import Change, Favour, Site
from evenhand.analysis.diff.elements import Rule, field_changes
from evenhand.analysis.diff.texts import about_changes, source_changes
from evenhand.messages import Bilingual, message
from evenhand.model.conditions import StandsFor
from evenhand.model.describe import condition_words
from evenhand.model.element import About, Declaration
from evenhand.model.policy import Bank, Header, PolicySource
from evenhand.model.wording import Words, label_words


def setting_changes(
    site: Site, old: Mapping[str, Declaration], new: Mapping[str, Declaration]
) -> Iterator[Change]:
    """Settings by their keys, each addressed by its path."""
    for key in [*old, *(key for key in new if key not in old)]:
        here = replace(site, element=f"{site.element}/{key}" if site.element else key)
        yield from setting_change(here, old.get(key), new.get(key))


def setting_change(
    site: Site, old: Declaration | None, new: Declaration | None
) -> Iterator[Change]:
    """What changed in one setting, or in what stands below it."""
    here = site.at(
        site.old_at if old is None else old.location, site.new_at if new is None else new.location
    )
    if old is None or new is None:
        yield from _one_sided(here, old, new)
        return
    match old.value, new.value:
        case Mapping() as before, Mapping() as after if not is_bilingual(after):
            yield from setting_changes(here, before, after)
        case tuple() as before, tuple() as after:
            yield from _items(here, before, after)
        case before, after:
            if type(before) is not type(after) or before != after:
                yield here.declared("setting-changed", _shown(old), _shown(new))


def _one_sided(site: Site, old: Declaration | None, new: Declaration | None) -> Iterator[Change]:
    """A setting that came or went: a block by its settings, a list by its items."""
    before = old.value if old is not None else None
    after = new.value if new is not None else None
    match before, after:
        case (Mapping() as block, _) | (_, (Mapping() as block)) if "/" not in site.element:
            yield from setting_changes(site, *((block, {}) if new is None else ({}, block)))
        case (tuple() as items, _) | (_, (tuple() as items)) if _has_blocks(items):
            yield from _items(site, *((items, ()) if new is None else ((), items)))
        case _:
            kind = "setting-added" if old is None else "setting-removed"
            yield site.declared(kind, _shown(old), _shown(new))


def _has_blocks(items: tuple[Declaration, ...]) -> bool:
    return any(isinstance(item.value, Mapping) for item in items)


def _items(
    site: Site, old: tuple[Declaration, ...], new: tuple[Declaration, ...]
) -> Iterator[Change]:
    """Items by id where they have one, else by what they say."""
    left, right = _keyed(old), _keyed(new)
    for key in [*left, *(key for key in right if key not in left)]:
        one, two = left.get(key), right.get(key)
        named = key if key.isascii() and " " not in key and ":" not in key else None
        here = site.within(named) if named else site
        yield from setting_change(here, one, two)
    if set(left) == set(right) and list(left) != list(right):
        yield site.text("order-changed", "; ".join(left), "; ".join(right))


def _keyed(items: tuple[Declaration, ...]) -> dict[str, Declaration]:
    found: dict[str, Declaration] = {}
    for item in items:
        own = item.at("id") or item.at("name") or item.at("role") or item.at("product")
        key = own.value if own is not None and isinstance(own.value, str) else _plain(item)
        while key in found:
            key += "+"
        found[key] = item
    return found


def _plain(setting: Declaration) -> str:
    shown = setting_words(setting)
    return shown if isinstance(shown, str) else shown.text("en")


def _shown(setting: Declaration | None) -> Words | None:
    return None if setting is None else setting_words(setting)


# -- header ----------------------------------------------------------------------------------------


_HEADER = {
    "id": "identity-changed",
    "type": "identity-changed",
    "currency": "identity-changed",
    "version": "version-changed",
    "effective_from": "period-changed",
    "effective_until": "period-changed",
    "standing": "standing-changed",
    "binding": "standing-changed",
    "origin": "standing-changed",
    "owner": "ownership-changed",
}


def header_changes(site: Site, old: Header, new: Header) -> Iterator[Change]:
    """Identity, period, standing, ownership and sources. The site is the header's."""
    rules: dict[str, Rule] = {
        "title": lambda s, a, b: [s.text("title-changed", a, b)],
        "bank": _bank_changes,
        "jurisdictions": lambda s, a, b: [s.declared("header-changed", ", ".join(a), ", ".join(b))],
        "approved": _approval,
        "sources": _source_list,
        "about": about_rule,
    }
    for field, kind in _HEADER.items():
        rules[field] = partial(_scalar_changes, field=field, kind=kind)
    yield from field_changes(site, old, new, rules)


def _scalar_changes(
    site: Site, old: object, new: object, field: str, kind: str
) -> Iterator[Change]:
    here = site.detail(known_word(field))
    yield here.declared(kind, _scalar(old), _scalar(new))


def _scalar(value: object) -> Words | None:
    if isinstance(value, bool):
        return message("describe.yes") if value else message("describe.no")
    return value if isinstance(value, str | Bilingual) else None


def _bank_changes(site: Site, old: Bank, new: Bank) -> Iterator[Change]:
    if old.name != new.name:
        yield site.detail(message("diff.bank")).text("title-changed", old.name, new.name)
    if (old.id, old.kind) != (new.id, new.kind):
        words = [f"{one.id} ({one.kind})" if one.kind else one.id for one in (old, new)]
        yield site.detail(message("diff.bank")).declared("identity-changed", *words)


def _approval(site: Site, old: Declaration | None, new: Declaration | None) -> Iterator[Change]:
    one = {} if old is None else {"approved": old}
    two = {} if new is None else {"approved": new}
    yield from setting_changes(site, one, two)


def about_rule(site: Site, old: About, new: About) -> Iterator[Change]:
    """Title, source, grounds, note, and what else is declared of an element."""
    yield from about_changes(site, old, new)
    yield from setting_changes(site, old.declared, new.declared)


def _source_list(
    site: Site, old: Mapping[str, PolicySource], new: Mapping[str, PolicySource]
) -> Iterator[Change]:
    """The documents that the policy was taken from."""
    for name in [*old, *(name for name in new if name not in old)]:
        one, two = old.get(name), new.get(name)
        here = replace(site, element=f"sources/{name}").at(
            site.old_at if one is None else one.location,
            site.new_at if two is None else two.location,
        )
        if one is None or two is None:
            kind = "source-added" if one is None else "source-removed"
            titles = [None if side is None else side.title for side in (one, two)]
            yield here.text(kind, *titles)
            continue
        for field in ("title", "kind", "as_of", "confidence", "complete", "details"):
            before, after = getattr(one, field), getattr(two, field)
            if before != after:
                yield here.detail(known_word(field)).text(
                    "source-changed", _detail(before), _detail(after)
                )


def _detail(value: object) -> Words | None:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    return _scalar(value)


# -- stand-ins -------------------------------------------------------------------------------------


def stand_in_changes(site: Site, old: StandsFor | None, new: StandsFor | None) -> Iterator[Change]:
    """What a criterion is meant to check: declared, not evaluated."""
    here = site.detail(message("diff.stands-for")).favouring(Favour.NOTHING)
    if old is None or new is None:
        yield here.declared("stand-in-changed", _meant(old, here), _meant(new, here))
        return
    if (old.when, old.attribute) != (new.when, new.attribute):
        yield here.declared("stand-in-changed", _meant(old, here), _meant(new, here))
    yield from source_changes(here, old.source, new.source)
    yield from about_rule(here, old.about or About(), new.about or About())


def _meant(stand_in: StandsFor | None, site: Site) -> Words | None:
    if stand_in is None:
        return None
    if stand_in.when is not None:
        return condition_words(stand_in.when, site.new)
    return None if stand_in.attribute is None else label_words(stand_in.attribute, site.new)
