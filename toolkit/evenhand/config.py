"""What the user has set: the nearest ``evenhand.toml``, variables of the environment, options.

A later one of the three replaces an earlier one, key by key. Nothing here looks at the process:
the folder and the environment are arguments.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Generic, TypeVar

from evenhand.errors import UsageError
from evenhand.messages import Message, message
from evenhand.suggest import closest

FILE_NAME: Final = "evenhand.toml"
PREFIX: Final = "EVENHAND_"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """The value of one key, and in words where it comes from."""

    key: str
    value: T
    origin: Message


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting. Limits count bytes, nodes, levels and aliases of one input file.

    ``paths`` are what a command reads when it is given no path, and ``vocabulary`` are files of
    attributes beside the shipped ones: both relative to the folder that was asked about. ``packs``
    are ids. ``fail_on`` is None where each command keeps its own threshold.
    """

    paths: Setting[tuple[str, ...]]
    vocabulary: Setting[tuple[str, ...]]
    packs: Setting[tuple[str, ...]]
    fail_on: Setting[str | None]
    lang: Setting[str]
    max_bytes: Setting[int]
    max_nodes: Setting[int]
    max_depth: Setting[int]
    max_aliases: Setting[int]

    def settings(self) -> tuple[Setting[object], ...]:
        """All settings in the order in which they are documented."""
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A value as one place gives it; ``above`` counts the folders up to its file, if it is one."""

    value: object
    origin: Message
    above: int | None = None


KEYS: Final = (
    "paths",
    "vocabulary",
    "packs",
    "fail-on",
    "lang",
    "limits.max-bytes",
    "limits.max-nodes",
    "limits.max-depth",
    "limits.max-aliases",
)
FAIL_ON: Final = ("error", "warning", "note", "never")
LANGUAGE_CHOICES: Final = ("auto", "en", "zh-CN")


def read_config(
    directory: Path,
    environ: Mapping[str, str],
    options: Mapping[str, object] | None = None,
    *,
    isolated: bool = False,
) -> Config:
    """The settings that hold in a folder.

    ``directory`` is absolute. ``options`` maps keys to what the command line gave; None stands for
    an option that was not given. ``isolated`` leaves out the file and the environment.

    Raises UsageError for a file that cannot be read, an unknown key or a value that does not fit.
    """
    raw: dict[str, _Raw] = {}
    if not isolated:
        raw |= _from_file(directory)
        raw |= _from_environment(environ)
    raw |= _from_options(options or {})
    return Config(
        paths=_setting(raw, "paths", _paths, ()),
        vocabulary=_setting(raw, "vocabulary", _paths, ()),
        packs=_setting(raw, "packs", _names, ()),
        fail_on=_setting(raw, "fail-on", _one_of(FAIL_ON), None),
        lang=_setting(raw, "lang", _one_of(LANGUAGE_CHOICES), "auto"),
        max_bytes=_setting(raw, "limits.max-bytes", _count, 2 * 1024 * 1024),
        max_nodes=_setting(raw, "limits.max-nodes", _count, 200_000),
        max_depth=_setting(raw, "limits.max-depth", _count, 64),
        max_aliases=_setting(raw, "limits.max-aliases", _count, 100),
    )


def find_file(directory: Path) -> tuple[Path, int] | None:
    """The nearest configuration file, and how many folders it lies above ``directory``.

    The search ends at the root of a repository and at the boundary of a file system.
    """
    device = directory.stat().st_dev
    for above, folder in enumerate((directory, *directory.parents)):
        if folder.stat().st_dev != device:
            return None
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME, above
        if (folder / ".git").exists():
            return None
    return None


def _from_file(directory: Path) -> dict[str, _Raw]:
    found = find_file(directory)
    if found is None:
        return {}
    file, above = found
    shown = "../" * above + FILE_NAME
    text, data = _parsed(file, shown)
    raw = {}
    for key, value in _flat(data):
        line = _line_of(text, key)
        place = shown if line is None else f"{shown}:{line}"
        _known(key, KEYS, message("config.origin-file", place=place))
        raw[key] = _Raw(value, message("config.origin-file", place=place), above)
    return raw


def language_in_file(directory: Path) -> str:
    """The ``lang`` of the nearest file; empty where there is none, or not a right one.

    Asked before anything is said, so a wrong file is not complained about here.
    """
    try:
        found = find_file(directory)
        lang = _parsed(found[0], FILE_NAME)[1].get("lang") if found else None
    except (OSError, UsageError):
        return ""
    return str(lang) if lang in LANGUAGE_CHOICES else ""


def _parsed(file: Path, shown: str) -> tuple[str, dict[str, object]]:
    import tomllib

    try:
        text = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(message("config.unreadable", file=shown)) from error
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        place = f"{shown}:{at[1]}" if at else shown
        raise UsageError(message("config.bad-syntax", place=place)) from error


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Dotted keys and values; an empty group counts as a key unless some key lies in it."""
    for name, value in table.items():
        key = before + name
        if isinstance(value, dict) and (value or any(k.startswith(f"{key}.") for k in KEYS)):
            yield from _flat(value, f"{key}.")
        else:
            yield key, value


_HEADER: Final = re.compile(r"\s*\[+([^\[\]#]+)\]")
_ENTRY: Final = re.compile(r"\s*([^=#\[\]{}]+?)\s*=")


def _line_of(text: str, key: str) -> int | None:
    """The line on which a key is set; None where it stands in an unusual form."""
    group = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            group = f"{_bare(header[1])}."
            if group == f"{key}.":
                return number
        elif (entry := _ENTRY.match(line)) and group + _bare(entry[1]) == key:
            return number
    return None


def _bare(dotted: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))


def _from_environment(environ: Mapping[str, str]) -> dict[str, _Raw]:
    names = {_variable(key): key for key in KEYS}
    raw = {}
    for name in sorted(environ):
        if name.startswith(PREFIX) and environ[name]:
            origin = message("config.origin-variable", name=name)
            _known(name, tuple(names), origin)
            raw[names[name]] = _Raw(environ[name], origin)
    return raw


def _variable(key: str) -> str:
    return PREFIX + re.sub(r"[.-]", "_", key).upper()


def _from_options(options: Mapping[str, object]) -> dict[str, _Raw]:
    raw = {}
    for key, value in options.items():
        origin = message("config.origin-option", name=f"--{key.removeprefix('limits.')}")
        _known(key, KEYS, origin)
        if value is not None:
            raw[key] = _Raw(value, origin)
    return raw


def _known(name: str, names: Sequence[str], origin: Message) -> None:
    if name in names:
        return
    near = closest(name, names)
    if near:
        raise UsageError(message("config.unknown-near", setting=name, origin=origin, near=near))
    listed = ", ".join(f"`{n}`" for n in names)
    raise UsageError(message("config.unknown", setting=name, origin=origin, settings=listed))


class _MisfitError(Exception):
    """A value that a key cannot take; the message says what it takes."""

    def __init__(self, expected: Message) -> None:
        super().__init__()
        self.expected = expected


def _setting(
    raw: Mapping[str, _Raw], key: str, convert: Callable[[_Raw], T], default: T
) -> Setting[T]:
    given = raw.get(key)
    if given is None:
        return Setting(key, default, message("config.origin-default"))
    try:
        return Setting(key, convert(given), given.origin)
    except _MisfitError as error:
        raise UsageError(
            message(
                "config.bad-value",
                setting=key,
                origin=given.origin,
                value=_shown(given.value),
                expected=error.expected,
            )
        ) from None


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _names(raw: _Raw) -> tuple[str, ...]:
    given = raw.value
    if isinstance(given, str) and raw.above is None:
        given = [part.strip() for part in given.split(",")]
    if isinstance(given, list | tuple) and all(isinstance(n, str) and n for n in given):
        return tuple(given)
    raise _MisfitError(message("config.expects-list"))


def _paths(raw: _Raw) -> tuple[str, ...]:
    return tuple(_from_here(path, raw.above or 0) for path in _names(raw))


def _from_here(path: str, above: int) -> str:
    """A path of a file ``above`` folders up, as seen from here; what is no plain path stays."""
    if not above or path.startswith(("@", "/")) or path == "-" or ":" in path:
        return path
    return posixpath.normpath("../" * above + path)


def _one_of(choices: tuple[str, ...]) -> Callable[[_Raw], str]:
    def convert(raw: _Raw) -> str:
        if isinstance(raw.value, str) and raw.value in choices:
            return raw.value
        listed = ", ".join(f"`{c}`" for c in choices)
        raise _MisfitError(message("config.expects-choice", choices=listed))

    return convert


def _count(raw: _Raw) -> int:
    given = raw.value
    if isinstance(given, str) and raw.above is None and re.fullmatch(r"[0-9]{1,12}", given):
        given = int(given)
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    raise _MisfitError(message("config.expects-count"))
