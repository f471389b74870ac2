"""Every published kind of change has a pair of policies that shows it, both ways round."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.changes.cases import NAMES, case

from evenhand.analysis.diff.change import Effect, Site
from evenhand.analysis.diff.elements import field_changes
from evenhand.analysis.diff.kinds import KINDS, Evaluated, Lean
from evenhand.analysis.diff.structural import changes_between


def kinds(old: object, new: object) -> Counter[str]:
    return Counter(one.kind for one in changes_between(old, new))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_pair_gives_its_kind_and_the_reverse_the_mirror(name: str) -> None:
    one = case(name)
    assert kinds(one.old.model, one.new.model) == one.expected
    mirrored = Counter(KINDS[kind].mirror for kind in one.expected.elements())
    assert kinds(one.new.model, one.old.model) == mirrored


@pytest.mark.parametrize("name", NAMES)
def test_a_change_is_what_its_kind_says(name: str) -> None:
    one = case(name)
    old, new = one.old.model, one.new.model
    for change in (*changes_between(old, new), *changes_between(new, old)):
        kind = KINDS[change.kind]
        if kind.evaluated is not Evaluated.SOMETIMES:
            assert change.evaluated is (kind.evaluated is Evaluated.ALWAYS)
        if kind.direction is Lean.NONE:
            assert change.effect in (Effect.NEUTRAL, Effect.TEXT)
            assert not change.depends
        elif kind.direction is not Lean.EITHER:
            assert change.effect.value == kind.direction.value


def test_the_axes_of_mirrors_mirror_each_other() -> None:
    for kind in KINDS.values():
        mirror = KINDS[kind.mirror]
        assert (mirror.area, mirror.part, mirror.evaluated) == (
            kind.area,
            kind.part,
            kind.evaluated,
        )
        assert mirror.direction is kind.direction.mirror
        assert kind.id == f"{kind.part}-{kind.action}"


def test_every_kind_has_a_pair() -> None:
    shown = {kind for name in NAMES for kind in (name, KINDS[name].mirror)}
    assert shown == set(KINDS) - {"other-change"}
    assert len(KINDS) >= 60
    assert all(name in case(name).expected for name in NAMES)


def test_what_no_rule_names_is_still_a_change() -> None:
    one = case("threshold-raised")
    old, new = one.old.model, one.new.model
    site = Site("", old, new, old.location, new.location)
    (found,) = field_changes(site, old, new, {})
    assert (found.kind, found.evaluated) == ("other-change", True)
