"""Wrong and hostile files: the whole output, in both languages, and the exit code.

Beside each input (``tests/invalid/<name>.yaml``, or an entry of ``generated.py``) stands what
must be printed: ``<name>.en`` and ``<name>.zh``, the exit code on the first line. They are
written anew only when the variable ``EVENHAND_UPDATE`` is ``1``, and then to be read in the diff.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from evenhand.finding import Finding
from evenhand.loading.reader import ReadResult, read_file
from evenhand.messages import Language
from evenhand.reporting.diagnostics import render_finding

FOLDER = Path(__file__).parents[1] / "invalid"
GENERATED: dict[str, Callable[[], bytes]] = runpy.run_path(str(FOLDER / "generated.py"))[
    "GENERATED"
]
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def validated(path: Path, language: Language) -> tuple[int, str]:
    """Exit code and output for one file, shown by its name: what ``evenhand validate`` prints."""
    result = _read(path)
    shown = [render_finding(finding, language) + "\n" for finding in result.findings]
    return (3 if result.unreadable else 1 if result.wrong else 0), "\n".join(shown)


def findings(path: Path) -> tuple[Finding, ...]:
    """What is wrong with one file, for the tests about the collection itself."""
    return _read(path).findings


@cache
def _read(path: Path) -> ReadResult:
    return read_file(path, path.name)


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
    assert code != 0, "nothing is found wrong here"
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


def parent(finding: Finding) -> str:
    """The key under which a finding stands, by indentation; ``top`` for the first level."""
    where = finding.location
    assert where is not None
    lines = where.source.lines[: where.line]
    if not lines:
        return "top"
    depth = len(lines[-1]) - len(lines[-1].lstrip(" \t-"))
    for line in reversed(lines[:-1]):
        found = KEY.match(line)
        if found and len(found["indent"]) < depth:
            return found["key"]
    return "top"


Subject = frozenset[tuple[str, str]]


def subjects(place: Callable[[str], Path]) -> Iterator[tuple[str, Subject]]:
    """Each input with the messages it is about and the parents of their places."""
    for name in [*FILES, *sorted(GENERATED)]:
        path = place(name)
        found = findings(path)
        if found:
            yield name, frozenset((f.message.key, parent(f)) for f in found)


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
    rules = {finding.rule for name in [*FILES, *GENERATED] for finding in findings(place(name))}
    assert WANTED - rules == set()


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
