"""``REF:path`` as git reads it."""

from __future__ import annotations

import pytest

from evenhand.loading.git.spelling import path_in, split


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("main:a.yaml", ("main", "a.yaml")),
        ("origin/main:banks/a.yaml", ("origin/main", "banks/a.yaml")),
        ("HEAD~2:a:b.yaml", ("HEAD~2", "a:b.yaml")),
        ("HEAD^{/fix: typo}:a.yaml", ("HEAD^{/fix: typo}", "a.yaml")),
        ("main:", ("main", "")),
        (":a.yaml", None),
        ("a.yaml", None),
        ("", None),
    ],
)
def test_the_first_colon_outside_braces_parts(name: str, parts: tuple[str, str] | None) -> None:
    assert split(name) == parts


@pytest.mark.parametrize(
    ("folder", "path", "whole"),
    [
        ("banks", "a.yaml", "a.yaml"),
        ("banks", "./a.yaml", "banks/a.yaml"),
        ("banks", "../a.yaml", "a.yaml"),
        ("banks", ".", "banks"),
        ("banks", "", ""),
        ("", ".", ""),
        ("banks", "cn//x/../a.yaml", "cn/a.yaml"),
        ("banks", "../../a.yaml", None),
        ("", "../a.yaml", None),
        ("", "/etc/passwd", None),
    ],
)
def test_only_dots_are_seen_from_here(folder: str, path: str, whole: str | None) -> None:
    assert path_in(folder, path) == whole
