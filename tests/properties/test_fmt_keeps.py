"""The canonical layout keeps every comment and all that a file says, and is a fixed point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evenhand.loading.characters import cleaned
from evenhand.loading.nodes import Mapping, Node, Sequence
from evenhand.loading.origin import GivenText
from evenhand.loading.reader import read
from evenhand.loading.text import text_of
from evenhand.loading.writing.data import Data, data_of, write_yaml
from evenhand.loading.writing.formatted import formatted, laid_out
from evenhand.loading.writing.layout import Group
from evenhand.loading.writing.parsed import comments_in, tree_of

POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(POLICIES.rglob("*.yaml"))
TEXTS = {file.relative_to(POLICIES).as_posix(): file.read_text("utf-8") for file in FILES}
SHORT = sorted(name for name, text in TEXTS.items() if len(text) < 8_000)


def said(text: str) -> Data:
    root = read(text, "text.yaml").root
    assert root is not None
    return data_of(root)


def order(node: Node) -> Iterator[str]:
    """All keys in the order of the text."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key.text
            yield from order(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from order(item)


def keys(text: str) -> list[str]:
    root = read(text, "text.yaml").root
    assert root is not None
    return list(order(root))


def comments(text: str) -> list[str]:
    return sorted(one.text for one in comments_in(text_of("text.yaml", text)))


def layout(text: str) -> str:
    assert read(text, "text.yaml").wrong is False
    after = laid_out(text, "text.yaml")
    assert after is not None
    return after


def places_in_brackets(text: str) -> list[int]:
    """Where members of lists and mappings in brackets begin."""

    def starts(group: Group) -> Iterator[int]:
        for part in group.parts:
            if not group.block:
                yield part.start
            if isinstance(part.value, Group):
                yield from starts(part.value)

    tree = tree_of(text_of("text.yaml", text))
    assert tree is not None
    return list(starts(tree))


def with_comment_in_brackets(text: str, place: int, number: int) -> str:
    return f"{text[:place]} #<{number}> in brackets\n{' ' * 60}{text[place:]}"


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A shipped file with comments in many places."""
    text = TEXTS[draw(st.sampled_from(SHORT))]
    places = places_in_brackets(text)
    chosen = draw(st.sets(st.sampled_from(places), max_size=4)) if places else set()
    for number, place in enumerate(sorted(chosen, reverse=True)):
        text = with_comment_in_brackets(text, place, number)
    lines = text.split("\n")
    for number in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        if draw(st.booleans()):
            indent = " " * draw(st.integers(0, 12))
            lines.insert(at, f"{indent}# <{number}> own: line, {{of}} 'its'")
        elif lines[at].strip():
            lines[at] += f"  # <{number}> behind [it]"
        if draw(st.booleans()):
            lines.insert(at, "")
    changed = "\n".join(lines)
    assume(not read(changed, "text.yaml").wrong)  # a line within a text may be no place for one
    return changed


@given(text=commented())
@settings(max_examples=40)
def test_comments_and_meaning_are_kept(text: str) -> None:
    after = layout(text)
    assert comments(after) == comments(text)
    assert said(after) == said(text)
    assert keys(after) == keys(text)
    assert layout(after) == after


@given(text=commented())
@settings(max_examples=8)
def test_a_commented_file_is_not_refused(text: str) -> None:
    assert formatted(GivenText(text, "text.yaml")).after is not None


@pytest.mark.parametrize("name", TEXTS)
def test_shipped_files_keep_what_they_say(name: str) -> None:
    text = TEXTS[name]
    after = layout(text)
    assert comments(after) == comments(text)
    assert said(after) == said(text)
    assert keys(after) == keys(text)
    assert layout(after) == after


ANY = st.text(
    st.characters(
        exclude_categories=("Cs", "Co", "Cn", "Cc", "Cf", "Zl", "Zp"),
        exclude_characters="\ufeff\u2800\u3164\u115f\u1160\uffa0\u034f\u180e",
    ),
    max_size=20,
)
TEXT = ANY.map(lambda text: cleaned(text, text).text)
"""Texts as the reader gives them, with compatibility characters read as what they stand for."""
LIKE_YAML = st.text("ab1 0_./-:,#[]{}?!&*|>%@`'\"\\~，：、中", max_size=12)
NUMBERS = st.fractions(max_denominator=1000) | st.integers(-(10**12), 10**12)
VALUES = st.recursive(
    TEXT | LIKE_YAML | NUMBERS | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(text=TEXT | LIKE_YAML)
@settings(max_examples=300)
def test_texts_are_read_back(text: str) -> None:
    data: dict[str, Data] = {"block": text, "flow": [text], "key": {"in": text}}
    written = write_yaml(data)
    result = read(written, "text.yaml")
    assert not result.wrong, written
    assert result.root is not None
    assert data_of(result.root) == data


@given(data=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, min_size=1))
@settings(max_examples=200)
def test_data_write_the_same_text_again(data: dict[str, Data]) -> None:
    written = write_yaml(data)
    result = read(written, "text.yaml")
    assert result.root is not None and not result.wrong, written
    again = data_of(result.root)
    assert isinstance(again, dict)
    assert write_yaml(again) == written
    assert layout(written) == written
