"""What Spark's Python processes run for us: plain Python alone, so that it works on any machine."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from evenhand.engines.sql.reading import Rule, answering


def asking(rule: Rule) -> Callable[[str | None], str | None]:
    """How texts are read, made anew in each process that it is sent to."""
    made: list[Callable[[str], str]] = []

    def ask(text: str | None) -> str | None:
        if text is None:
            return None
        if not made:
            made.append(answering(rule))
        return made[0](text)

    return ask


def shortest_of_64(number: float | None) -> str | None:
    """The shortest decimal that stands for a number of 64 bits."""
    return None if number is None else repr(number)


def shortest_of_32(number: float | None) -> str | None:
    """The shortest decimal that stands for a number of 32 bits."""
    if number is None:
        return None
    texts = (f"{number:.{digits}g}" for digits in range(1, 10))
    wide = (_held(text, "d") for text in texts if _held(text, "f") == number)
    return repr(next(wide, number))


def _held(text: str, size: str) -> float | None:
    """What a number becomes in 32 (``f``) or 64 (``d``) bits; None beyond their range."""
    try:
        found: float = struct.unpack(size, struct.pack(size, Decimal(text)))[0]
    except OverflowError:
        return None
    return found


def packed(folder: Path) -> Path:
    """This package as one file, to be sent to machines that do not have it."""
    home = Path(__file__).parents[2]
    target = folder.joinpath("evenhand.zip")
    sources = [*home.rglob("*.py"), *home.joinpath("reporting", "locales").glob("*.json")]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for source in sorted(sources):
            file.write(source, source.relative_to(home.parent))
    return target
