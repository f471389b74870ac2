"""Changes of the laws that a policy states, by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenhand.analysis.diff.change import Change, Site
from evenhand.analysis.diff.settings import about_rule
from evenhand.model.law import Law
from evenhand.model.law_words import law_words


def laws_changes(site: Site, old: tuple[Law, ...], new: tuple[Law, ...]) -> Iterator[Change]:
    """Laws that came, went, or say something else. No outcome hangs on them."""
    before = {f"{one.id}": one for one in old}
    after = {f"{one.id}": one for one in new}
    for name in [*before, *(name for name in after if name not in before)]:
        one, two = before.get(name), after.get(name)
        here = replace(site, element=f"laws/{name}").at(
            site.old_at if one is None else one.location,
            site.new_at if two is None else two.location,
        )
        words = (
            None if one is None else law_words(one, site.old),
            None if two is None else law_words(two, site.new),
        )
        if one is None or two is None:
            yield here.declared("law-added" if one is None else "law-removed", *words)
            continue
        if replace(one, about=two.about) != two:
            yield here.declared("law-changed", *words)
        yield from about_rule(here, one.about, two.about)
    if list(before) != list(after) and set(before) == set(after):
        here = replace(site, element="laws")
        yield here.text("order-changed", ", ".join(before), ", ".join(after))
