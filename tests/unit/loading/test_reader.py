"""Reading: places, limits, what policies do not use, encodings, files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors import MissingExtraError
from evenhand.finding import Severity
from evenhand.loading import events
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence, at, plain
from evenhand.loading.reader import Limits, ReadResult, read, read_file
from evenhand.location import Location
from evenhand.messages import LANGUAGES


def found(result: ReadResult) -> list[tuple[str, str]]:
    return [(f.rule, str(f.location).partition(":")[2]) for f in result.findings]


def stretch(where: Location) -> tuple[int, int, int, int]:
    return where.line, where.column, where.end_line, where.end_column


def root(result: ReadResult) -> Node:
    assert result.root is not None
    return result.root


POLICY = """\
evenhand: 1  # the format

policy:
  title: {zh: 招商银行 😀, en: "Gold"}
  list:
  - a
  -   b: [1,
        2]   # end

  text: |
    first
    second
empty:
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_are_exact_whatever_ends_the_lines(ending: str, mark: str) -> None:
    result = read((mark + POLICY.replace("\n", ending)).encode(), "x.yaml")
    assert [f.rule for f in result.findings] == ["byte-order-mark"] * bool(mark)
    assert not result.wrong
    top = root(result)
    places = {
        ("evenhand",): (1, 11, 1, 12),
        ("policy", "title"): (4, 10, 4, 34),
        ("policy", "title", "zh"): (4, 15, 4, 21),
        ("policy", "title", "en"): (4, 27, 4, 33),
        ("policy", "list", 0): (6, 5, 6, 6),
        ("policy", "list", 1): (7, 7, 8, 11),
        ("policy", "list", 1, "b", 1): (8, 9, 8, 10),
        ("empty",): (13, 7, 13, 7),
    }
    for path, place in places.items():
        assert stretch(at(top, path).location) == place, path
    assert stretch(at(top, ["policy"]).location)[:2] == (4, 3)
    assert result.source.line(4) == '  title: {zh: 招商银行 😀, en: "Gold"}'
    assert isinstance(top, Mapping)
    key = top.key("policy")
    assert key is not None
    assert stretch(key.location) == (3, 1, 3, 7)


NAMES = st.text("abcdef", min_size=1, max_size=5)
TREES = st.recursive(
    st.one_of(
        st.integers(-99, 99),
        st.text("abc 中文é😀", min_size=1).map(lambda t: " ".join(f"t{t}t".split())),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def flow(tree: object) -> str:
    match tree:
        case dict():
            return "{" + ", ".join(f"k{k}: {flow(v)}" for k, v in tree.items()) + "}"
        case list():
            return "[" + ",\n ".join(flow(v) for v in tree) + "]"
        case _:
            return str(tree)


def named(tree: object) -> object:
    match tree:
        case dict():
            return {f"k{k}": named(v) for k, v in tree.items()}
        case list():
            return [named(v) for v in tree]
        case _:
            return tree


@given(TREES)
def test_any_tree_is_read_as_it_was_written(tree: object) -> None:
    text = f"v: {flow(tree)}\n"
    result = read(text, "x.yaml")
    assert result.findings == ()
    assert plain(at(root(result), ["v"])) == named(tree)
    lines = text.split("\n")

    def check(node: Node) -> None:
        where = node.location
        if isinstance(node, Scalar):
            shown = lines[where.line - 1][where.column - 1 : where.end_column - 1]
            assert shown == node.text
        elif isinstance(node, Sequence):
            assert lines[where.line - 1][where.column - 1] == "["
            assert lines[where.end_line - 1][where.end_column - 2] == "]"
            for item in node.items:
                check(item)
        else:
            for entry in node.entries:
                check(entry.key)
                check(entry.value)

    check(root(result))


@given(st.one_of(st.text(), st.text("ab:-[]{},'\"&*!|>%@`#?~<. \t\r\n0\u3000：，е")), st.booleans())
def test_no_text_makes_it_fail(text: str, as_bytes: bool) -> None:
    data = text.encode("utf-8", "surrogatepass")
    result = read(data if as_bytes else text, "x.yaml")
    for finding in result.findings:
        for language in LANGUAGES:
            assert finding.message.text(language)
        assert finding.hint is not None
        assert finding.location is not None
        assert finding.location.line >= 1
        assert finding.location.column >= 1
    assert result.root is not None or result.wrong
    assert list(result.findings) == list(read(data if as_bytes else text, "x.yaml").findings)


@given(st.binary())
def test_no_bytes_make_it_fail(data: bytes) -> None:
    result = read(data, "x.yaml")
    assert result.root is not None or result.wrong


@pytest.mark.parametrize(
    ("text", "rules", "data"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", "3:1")], {"a": 1, "b": 2}),
        ("a: 1\n'a': {c: [1]}\nb: 2", [("duplicate-key", "2:1")], {"a": 1, "b": 2}),
        ("a: {b: 1, b: 2}", [("duplicate-key", "1:11")], {"a": {"b": 1}}),
        ("1: x", [("key-not-text", "1:1")], {"1": "x"}),
        ("true: x", [("key-not-text", "1:1")], {"true": "x"}),
        ("null: x", [("key-not-text", "1:1")], {"null": "x"}),
        ("~: x", [("key-not-text", "1:1")], {"~": "x"}),
        ("?\n: x", [("key-not-text", "1:2")], {"": "x"}),
        ("1.5: x", [("key-not-text", "1:1")], {"1.5": "x"}),
        ("'1': x", [], {"1": "x"}),
        ("no: x", [], {"no": "x"}),
        ("[a]: b\nc: 1", [("complex-key", "1:1")], {"c": 1}),
        ("{a: 1}: {b: 2}\nc: 1", [("complex-key", "1:1")], {"c": 1}),
        ("? [a]\n: b", [("complex-key", "1:3")], {}),
        ("? a\n: b", [], {"a": "b"}),
        ("<<: {a: 1}\nb: 2", [("merge-key", "1:1")], {"b": 2}),
        ("'<<': 1", [], {"<<": 1}),
        ("a: !x y", [("tag", "1:4")], {"a": "y"}),
        ("a: ! y", [("tag", "1:4")], {"a": "y"}),
        ("a: !!int '3'", [("tag", "1:4")], {"a": "3"}),
        ("a: !!map {b: 1}", [("tag", "1:4")], {"a": {"b": 1}}),
        ("a: &n !!seq [1]", [("tag", "1:7")], {"a": [1]}),
        ("!!map\na: 1", [("tag", "1:1")], {"a": 1}),
        ("%YAML 1.2\n---\na: 1", [("directive", "1:1")], {"a": 1}),
        ("---\na: 1\n...\n", [], {"a": 1}),
        ("a: *x", [("unknown-alias", "1:4")], {"a": None}),
        ("a: &x [*x]", [("alias-of-itself", "1:8")], {"a": [None]}),
        ("a: &x {b: 1}\nc: *x\nd: &y 2\ne: *y", [], {"a": {"b": 1}, "c": {"b": 1}, "d": 2, "e": 2}),
        ("a: &x b\n*x : 2", [], {"a": "b", "b": 2}),
        ("a: &x [b]\n*x : 2", [("complex-key", "2:1")], {"a": ["b"]}),
        ("&x a: 1", [], {"a": 1}),
        ("a: &x\n  # why\n  b: 1\nc: 1", [], {"a": {"b": 1}, "c": 1}),
        ("just text", [], "just text"),
        ("- 1\n- 2", [], [1, 2]),
    ],
)
def test_what_policies_do_not_use(text: str, rules: list[tuple[str, str]], data: object) -> None:
    result = read(text, "x.yaml")
    assert found(result) == rules
    assert plain(root(result)) == data
    assert result.wrong == bool(rules)
    assert not result.unreadable


def test_several_problems_are_told_in_one_run_and_in_order() -> None:
    text = "a: 012\nb: !x 1\na: 2\n1: <<\nc: {<<: d}\n"
    assert found(read(text, "x.yaml")) == [
        ("leading-zero", "1:4"),
        ("tag", "2:4"),
        ("duplicate-key", "3:1"),
        ("key-not-text", "4:1"),
        ("merge-key", "5:5"),
    ]


def test_a_duplicate_key_points_to_the_first() -> None:
    (finding,) = read("tiers: 1\nid: 2\ntiers: 3\n", "x.yaml").findings
    (related,) = finding.related
    assert str(related.location) == "x.yaml:1:1"
    assert finding.cause == ("tiers",)


def test_a_repeated_part_has_its_own_place() -> None:
    top = root(read("a: &x {b: 1}\nc: *x\n", "x.yaml"))
    assert stretch(at(top, ["a"]).location) == (1, 7, 1, 13)
    assert stretch(at(top, ["c"]).location) == (2, 4, 2, 6)
    assert at(top, ["a", "b"]) is at(top, ["c", "b"])


def test_a_place_does_not_hold_the_anchor() -> None:
    top = root(read("a: &x\n  # why\n  b: 1\nc: [&y d, &z]\ne: &w\n", "x.yaml"))
    assert stretch(at(top, ["a"]).location)[:2] == (3, 3)
    assert stretch(at(top, ["c", 0]).location) == (4, 8, 4, 9)
    assert stretch(at(top, ["c", 1]).location) == (4, 13, 4, 13)


@pytest.mark.parametrize("text", ["", "\n\n", "# x\n", "---\n", "---\n...\n"])
def test_an_empty_file(text: str) -> None:
    result = read(text, "x.yaml")
    assert found(result) == [("empty-file", "1:1")]
    assert (result.root, result.unreadable, result.wrong) == (None, False, True)


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2", "a: 1\n--- x\n", "a: 1\n...\n---\nb: 2"])
def test_several_documents(text: str) -> None:
    result = read(text, "x.yaml")
    assert [f.rule for f in result.findings] == ["several-documents"]
    assert result.root is None
    assert not result.unreadable


def test_reading_stops_after_a_hundred_problems() -> None:
    result = read("a: 1\n" * 1000, "x.yaml")
    assert [f.rule for f in result.findings] == ["duplicate-key"] * 100 + ["too-many-problems"]
    assert str(result.findings[-1].location) == "x.yaml:101:1"
    assert (result.root, result.unreadable) == (None, False)


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines)


HUGE = {
    "brackets": ("[" * 200_000, "too-deep"),
    "braces": ("{a: " * 200_000, "too-deep"),
    "dashes": ("- " * 200_000, "too-deep"),
    "question marks": ("? " * 200_000, "too-deep"),
    "indented": ("".join("  " * n + "a:\n" for n in range(200)), "too-deep"),
    "alias bomb": (bomb(), "alias-expansion"),
    "aliases": ("a: &a x\nb: [" + "*a, " * 200_000 + "]", "too-many-aliases"),
    "deep by aliases": (
        "a0: &a0 [[[[[[[[x]]]]]]]]\n"
        + "".join(f"a{n}: &a{n} [[[[[[[[*a{n - 1}]]]]]]]]\n" for n in range(1, 9)),
        "too-deep",
    ),
    "values": ("[" + "a," * 200_000 + "]", "too-many-values"),
    "bytes": (" " * 20_000_000, "too-large"),
}


@pytest.mark.parametrize("name", HUGE)
def test_hostile_texts_are_refused(name: str) -> None:
    text, rule = HUGE[name]
    result = read(text, "x.yaml")
    assert [f.rule for f in result.findings] == [rule]
    assert (result.root, result.unreadable) == (None, True)


@pytest.mark.parametrize(
    ("text", "limits", "rule"),
    [
        ("[a, b]", Limits(max_nodes=3), None),
        ("[a, b]", Limits(max_nodes=2), "too-many-values"),
        ("[[a]]", Limits(max_depth=2), None),
        ("[[a]]", Limits(max_depth=1), "too-deep"),
        ("[&a a, *a]", Limits(max_aliases=1), None),
        ("[&a a, *a, *a]", Limits(max_aliases=1), "too-many-aliases"),
        ("[&a [b], *a]", Limits(max_nodes=5), None),
        ("[&a [b], *a]", Limits(max_nodes=4), "alias-expansion"),
        ("[&a [b], [*a]]", Limits(max_depth=3), None),
        ("[&a [b], [*a]]", Limits(max_depth=2), "too-deep"),
        ("中", Limits(max_bytes=3), None),
        ("中", Limits(max_bytes=2), "too-large"),
    ],
)
def test_limits_are_exact(text: str, limits: Limits, rule: str | None) -> None:
    for data in (text, text.encode()):
        result = read(data, "x.yaml", limits)
        assert [f.rule for f in result.findings] == ([rule] if rule else [])
        assert result.unreadable is (rule is not None)


@pytest.mark.parametrize(
    ("data", "rule", "place", "word"),
    [
        ("a: 1".encode("utf-16"), "other-encoding", "1:1", "UTF-16"),
        ("a: 1".encode("utf-16-be"), "other-encoding", "1:1", "UTF-16"),
        ("a: 1".encode("utf-16-le"), "other-encoding", "1:1", "UTF-16"),
        (b"\xfe\xff\x00a", "other-encoding", "1:1", "UTF-16"),
        ("a: 1".encode("utf-32"), "other-encoding", "1:1", "UTF-32"),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", "other-encoding", "1:1", "UTF-32"),
        ("a: 1\n中: 制度，优质客户".encode("gb18030"), "other-encoding", "2:1", "GB18030"),
        ("é: Müller".encode("latin-1"), "not-utf-8", "1:1", "0xE9"),
        ("中: x".encode() + b"\xff", "not-utf-8", "1:5", "0xFF"),
        (b"a: \x80\xff", "not-utf-8", "1:4", "0x80"),
    ],
)
def test_other_encodings(data: bytes, rule: str, place: str, word: str) -> None:
    result = read(data, "x.yaml")
    assert found(result) == [(rule, place)]
    assert word in result.findings[0].message.text("en")
    assert (result.root, result.unreadable) == (None, True)


def test_nul_bytes_alone_are_control_characters() -> None:
    assert [f.rule for f in read(b"\0\0\0", "x.yaml").findings] == [
        "control-character",
        "empty-file",
    ]


def test_a_byte_order_mark_is_a_note() -> None:
    result = read("\ufeffa: 1", "x.yaml")
    assert [(f.rule, f.severity) for f in result.findings] == [("byte-order-mark", Severity.NOTE)]
    assert plain(root(result)) == {"a": 1}


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: 中\r\n".encode())
    (tmp_path / "big.yaml").write_bytes(b"a" * 20)
    os.mkfifo(tmp_path / "pipe.yaml")
    result = read_file(tmp_path / "a.yaml", "policies/a.yaml")
    assert plain(root(result)) == {"a": "中"}
    assert root(result).location.path == "policies/a.yaml"
    for name, rule in {
        "none.yaml": "missing-file",
        "a.yaml/x": "missing-file",
        "": "not-a-file",
        "pipe.yaml": "not-a-file",
        "big.yaml": "too-large",
    }.items():
        result = read_file(tmp_path / name, "x.yaml", Limits(max_bytes=10))
        assert [f.rule for f in result.findings] == [rule]
        assert result.unreadable


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("a: 1")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    result = read_file(tmp_path / "a.yaml", "a.yaml")
    assert [f.rule for f in result.findings] == ["no-access"]
    assert result.unreadable


def test_without_the_compiled_part_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events._library.cache_clear()
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
    with pytest.raises(MissingExtraError, match=r"pip install ruamel\.yaml\.clib"):
        read("a: 1", "x.yaml")
    events._library.cache_clear()
