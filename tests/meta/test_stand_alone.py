"""The project names no machine on which it was made and no host that serves packages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Brackets keep the patterns from finding themselves.
FORBIDDEN = re.compile(
    r"(?<![\w.:])/(?:work|root|opt[/]wheels|home[/]\w+|Users[/]\w+|tmp[/]\w+)\b"
    r"|\bpypi[.](?:org|python)|pythonhosted[.]|npmjs[.]|registry[.]\w+[.]\w+|crates[.]io"
    r"|deb[.]debian|proxy[.]golang"
    r"|\bcla[u]de\b|\banthrop[i]c\b|\bopen[a]i\b|\bchat[g]pt\b|\bcopil[o]t\b|\bsub-?[a]gent"
    r"|co-authored[-]by",
    re.IGNORECASE,
)


def files() -> list[Path]:
    """The files of the project: those that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return sorted({p for p in paths if p.is_file()})


def test_nothing_from_outside_is_named() -> None:
    found = []
    for file in files():
        text = file.read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if hit := FORBIDDEN.search(line):
                found.append(f"{file.relative_to(ROOT).as_posix()}:{number}: {hit[0]}")
    assert found == []


def test_every_text_is_utf_8_and_ends_its_lines_with_a_line_feed() -> None:
    for file in files():
        data = file.read_bytes()
        if b"\0" in data or file.parent.name == "invalid":
            continue
        data.decode("utf-8")
        assert b"\r\n" not in data, file
        assert not data or data.endswith(b"\n"), file


@pytest.mark.parametrize(
    "place",
    ["/{}/x".format("work"), "see /{}/.cache".format("root"), "py{}.org/simple".format("pi")],
)
def test_what_is_forbidden_is_seen(place: str) -> None:
    assert FORBIDDEN.search(place)


@pytest.mark.parametrize("text", ["policies/work/x", "https://example.org/work", "frame/root"])
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert not FORBIDDEN.search(text)
