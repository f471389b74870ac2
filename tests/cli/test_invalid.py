"""Wrong and hostile files: the whole output, in both languages, and the exit code.

Beside each input (``tests/invalid/<name>.yaml``, or an entry of ``generated.py``) stands what
must be printed: ``<name>.en`` and ``<name>.zh``, the exit code on the first line. They are
written anew only when the variable ``EVENHAND_UPDATE`` is ``1``, and then to be read in the diff.
"""

from __future__ import annotations

import contextlib
import io
import re
import runpy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from evenhand.cli.main import run
from evenhand.finding import Finding
from evenhand.loading.document import Document
from evenhand.loading.library import Loaded, Loader
from evenhand.loading.nodes import Mapping, Node, Scalar, Sequence
from evenhand.loading.origin import disk_file
from evenhand.location import Location
from evenhand.messages import Language, Message

FOLDER = Path(__file__).parents[1] / "invalid"
GENERATED: dict[str, Callable[[], bytes]] = runpy.run_path(str(FOLDER / "generated.py"))[
    "GENERATED"
]
LANGUAGE_OPTION: dict[Language, str] = {"en": "en", "zh": "zh-CN"}
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def validated(path: Path, language: Language) -> tuple[int, str]:
    """Exit code and output of ``evenhand validate`` for one file, run in the file's folder."""
    output = io.StringIO()
    words = ["--lang", LANGUAGE_OPTION[language], "--isolated", "validate", path.name]
    with contextlib.chdir(path.parent), contextlib.redirect_stdout(output):
        code = run(words)
    return code, output.getvalue()


@cache
def loaded(path: Path) -> Loaded:
    """What loading finds in one file, for the tests about the collection itself."""
    return Loader().load(disk_file(path))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the input of a name stands; a generated one is made."""
    folder = tmp_path_factory.mktemp("generated")

    def place_of(name: str) -> Path:
        if name not in GENERATED:
            return FOLDER / f"{name}.yaml"
        path = folder / f"{name}.yaml"
        if not path.exists():
            path.write_bytes(GENERATED[name]())
        return path

    return place_of


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [*FILES, *sorted(GENERATED)])
def test_the_whole_output(
    name: str, language: Language, place: Callable[[str], Path], update: bool
) -> None:
    code, output = validated(place(name), language)
    assert code in (1, 3), "nothing is found wrong here, or evenhand itself is"
    printed = f"exit {code}\n{output}"
    expected = FOLDER / f"{name}.{language}"
    if update:
        expected.write_text(printed, encoding="utf-8", newline="\n")
    assert expected.exists(), "see what is printed, then run once with EVENHAND_UPDATE=1"
    assert printed == expected.read_bytes().decode("utf-8")


def test_every_expected_output_has_an_input() -> None:
    names = {*FILES, *GENERATED}
    kept = [p for p in FOLDER.iterdir() if p.suffix in (".en", ".zh")]
    assert [p.name for p in kept if p.stem not in names] == []


def test_no_name_is_used_twice() -> None:
    assert set(FILES) & set(GENERATED) == set()


KEY = re.compile(r"^(?P<indent>[ \t]*(?:- +)*)(?P<key>[\w-]+)\s*[:：]")


def parent(finding: Finding, read: Document) -> str:
    """The key under which a finding stands; for the first level the kind of the file, or ``top``.

    Where a file is not YAML, indentation tells.
    """
    where = finding.location
    assert where is not None
    if read.root is not None:
        return innermost(read.root, where, f"{read.kind} file")
    lines = where.source.lines[: where.line]
    if not lines:
        return "top"
    depth = len(lines[-1]) - len(lines[-1].lstrip(" \t-"))
    for line in reversed(lines[:-1]):
        found = KEY.match(line)
        if found and len(found["indent"]) < depth:
            return found["key"]
    return "top"


def innermost(node: Node, where: Location, key: str) -> str:
    """The key of the innermost value in which a place begins; an id stands for what it names."""
    match node:
        case Mapping():
            inner = [(e.value, key if e.key.text == "id" else e.key.text) for e in node.entries]
        case Sequence():
            inner = [(item, key) for item in node.items]
        case Scalar():
            inner = []
    for value, name in inner:
        around = value.location
        begins = (around.line, around.column) <= (where.line, where.column)
        if begins and (where.line, where.column) < (around.end_line, around.end_column):
            return innermost(value, where, name)
    return key


def told(finding: Finding) -> str:
    """The sentence of a finding with those within it, and its advice, by their keys."""
    assert isinstance(finding.message, Message)
    within = [value.key for _, value in finding.message.values if isinstance(value, Message)]
    hint = [finding.hint.key] if finding.hint else []
    return " ".join([finding.message.key, *within, *hint])


Subject = frozenset[tuple[str, str]]


def subjects(place: Callable[[str], Path]) -> Iterator[tuple[str, Subject]]:
    """Each input with the messages it is about and the parents of their places."""
    for name in [*FILES, *sorted(GENERATED)]:
        path = place(name)
        read = loaded(path)
        yield name, frozenset((told(f), parent(f, read.document)) for f in read.findings)


def test_no_two_inputs_are_about_the_same_message_at_the_same_place(
    place: Callable[[str], Path],
) -> None:
    seen: dict[Subject, str] = {}
    twice = []
    for name, subject in subjects(place):
        if subject in seen:
            twice.append((seen[subject], name, subject))
        seen[subject] = name
    assert twice == []


def test_every_message_of_reading_has_an_input(place: Callable[[str], Path]) -> None:
    found = [loaded(place(name)).findings for name in [*FILES, *GENERATED]]
    assert WANTED - {finding.rule for told in found for finding in told} == set()


WANTED = frozenset(
    {
        "alias-expansion", "alias-of-itself", "bad-indentation", "block-text", "byte-order-mark",
        "colon-in-brackets", "colon-in-value", "compatibility-character", "complex-key",
        "control-character", "direction-character", "directive", "duplicate-key", "empty-file",
        "escaped-character", "exponent-too-large", "full-width-colon", "full-width-comma",
        "invisible-character", "key-below-value", "key-not-text", "leading-zero", "line-separator",
        "look-alike-letter", "lost-dash", "merge-key", "misplaced-dash", "missing-colon",
        "missing-comma", "missing-space", "not-a-number", "not-utf-8", "number-too-long",
        "odd-space", "other-base", "other-encoding", "reserved-character", "several-documents",
        "stray-text", "syntax", "tab", "tag", "text-after-quote", "too-deep", "too-large",
        "too-many-aliases", "too-many-values", "unclosed-bracket",
        "unclosed-quote", "unexpected-mark", "unknown-alias", "unknown-escape",
    }
)  # fmt: skip
