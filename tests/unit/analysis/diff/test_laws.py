"""Changes of laws: each kind, and its mirror."""

from __future__ import annotations

from tests.build import TAIL, policy

from evenhand.analysis.diff.kinds import KINDS
from evenhand.analysis.diff.structural import changes_between

ONE = "laws: [{id: a, total: true}]\n"
OTHER = "laws: [{id: a, reachable: gold}]\n"
TITLED = "laws: [{id: a, title: {en: A, zh: 甲}, total: true}]\n"
TWO = "laws: [{id: a, total: true}, {id: b, reachable: gold}]\n"
SWAPPED = "laws: [{id: b, reachable: gold}, {id: a, total: true}]\n"


def kinds(old: str, new: str) -> list[str]:
    found = changes_between(policy(old + TAIL).model, policy(new + TAIL).model)
    assert not any(one.evaluated for one in found), "no outcome hangs on a law"
    return [one.kind for one in found]


def test_each_change_and_its_mirror() -> None:
    for old, new, kind in (
        ("", ONE, "law-added"),
        (ONE, OTHER, "law-changed"),
        (ONE, TITLED, "title-changed"),
        (TWO, SWAPPED, "order-changed"),
    ):
        assert kinds(old, new) == [kind]
        assert kinds(new, old) == [KINDS[kind].mirror]


def test_the_words_say_what_is_claimed() -> None:
    (change,) = changes_between(policy(ONE + TAIL).model, policy(OTHER + TAIL).model)
    assert change.element == "laws/a"
    assert change.old is not None and change.new is not None
    assert not isinstance(change.new, str) and change.new.text("en") == "somebody gets: Gold"
