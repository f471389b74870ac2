"""The published kinds of change."""

from __future__ import annotations

from evenhand.analysis.diff.kinds import KINDS


def test_mirrors_mirror_each_other() -> None:
    assert all(KINDS[kind.mirror].mirror == kind.id for kind in KINDS.values())
    assert KINDS["threshold-raised"].mirror == "threshold-lowered"


def test_every_kind_has_a_sentence_of_its_own() -> None:
    for language in ("en", "zh"):
        sentences = [kind.sentence.text(language) for kind in KINDS.values()]
        assert len(set(sentences)) == len(sentences)
