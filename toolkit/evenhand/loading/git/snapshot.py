"""The files of one commit: which there are, and their contents, straight from git's objects."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from evenhand.errors import InputError
from evenhand.loading.git.process import LISTING, ask
from evenhand.messages import message

_LINK: Final = "120000"
_OTHER_REPOSITORY: Final = "160000"
_AHEAD: Final = 64 * 1024 * 1024
"""How many bytes of contents are read in one go; the files beyond are read one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a commit holds at a path: an object, with the mode that tells files from links."""

    mode: str
    name: str

    @property
    def is_link(self) -> bool:
        return self.mode == _LINK

    @property
    def is_submodule(self) -> bool:
        return self.mode == _OTHER_REPOSITORY


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The files of a commit.

    ``top`` is the root of the working tree, ``folder`` the place from which paths are given, seen
    from there (empty for the root itself). ``ref`` is how the user names the commit. Paths are
    those of git: from the root, with forward slashes.
    """

    top: Path
    folder: str
    ref: str
    commit: str
    entries: Mapping[str, Entry] = field(repr=False)
    _sizes: dict[str, int] = field(default_factory=dict, repr=False)
    _contents: dict[str, bytes] = field(default_factory=dict, repr=False)

    def shown(self, path: str) -> str:
        """A path as outputs show it: ``REF:path``."""
        return f"{self.ref}:{path}"

    def is_folder(self, path: str) -> bool:
        """Whether there are files below a path; the root always is a folder."""
        return not path or any(True for _ in self._below(path))

    def submodule_at(self, path: str) -> str | None:
        """The submodule that a path is or lies in: its files belong to another repository."""
        while path:
            entry = self.entries.get(path)
            if entry is not None and entry.is_submodule:
                return path
            path = posixpath.dirname(path)
        return None

    def yaml_files(self, folder: str) -> tuple[str, ...]:
        """The paths of the YAML files below a folder, sorted, hidden ones passed over.

        Raises InputError where a submodule lies there, whose files nothing is known of.
        """
        found = []
        for path in self._below(folder):
            inner = path[len(folder) :].lstrip("/") if folder else path
            if any(part.startswith(".") for part in inner.split("/")):
                continue
            if self.entries[path].is_submodule:
                raise self.refused("git.submodule", path)
            if path.endswith(".yaml"):
                found.append(path)
        return tuple(sorted(found))

    def refused(self, key: str, path: str) -> InputError:
        """The error that says why a path cannot be read here."""
        return InputError(message(key, path=path, ref=self.ref))

    def size(self, path: str) -> int | None:
        """How many bytes a file has; None where its object was never fetched."""
        name = self.entries[path].name
        if name not in self._sizes:
            self._measure([name])
        size = self._sizes[name]
        return None if size < 0 else size

    def content(self, path: str) -> bytes:
        """The bytes of a file. Ask for ``size`` first: there may be none, or too many.

        Raises InputError where its object was never fetched.
        """
        name = self.entries[path].name
        if name not in self._contents:
            if self.size(path) is None:
                raise InputError(message("git.unreadable", ref=self.ref))
            self._fetch([name])
        return self._contents[name]

    def fetch(self, paths: Iterable[str], largest: int) -> None:
        """Read many files with two questions; those of more than ``largest`` bytes are left."""
        names = list(dict.fromkeys(self.entries[path].name for path in paths))
        self._measure([name for name in names if name not in self._sizes])
        wanted, left = [], _AHEAD
        for name in names:
            size = self._sizes[name]
            if name not in self._contents and 0 <= size <= min(largest, left):
                wanted.append(name)
                left -= size
        self._fetch(wanted)

    def _below(self, folder: str) -> Iterator[str]:
        start = f"{folder}/" if folder else ""
        return (path for path in self.entries if path.startswith(start))

    def _measure(self, names: list[str]) -> None:
        answer = self._batch("--batch-check", names, LISTING)
        for name, line in zip(names, answer.decode("ascii").splitlines(), strict=True):
            kind, _, size = line.removeprefix(f"{name} ").partition(" ")
            self._sizes[name] = int(size) if kind == "blob" else -1

    def _fetch(self, names: list[str]) -> None:
        room = sum(self._sizes[name] + len(name) + 40 for name in names)
        answer, at = self._batch("--batch", names, room), 0
        for name in names:
            start = answer.index(b"\n", at) + 1
            at = start + self._sizes[name] + 1
            self._contents[name] = answer[start : at - 1]

    def _batch(self, how: str, names: list[str], room: int) -> bytes:
        if not names:
            return b""
        asked = "".join(f"{name}\n" for name in names).encode("ascii")
        answer = ask(self.top, "cat-file", how, given=asked, limit=room)
        if answer.code and "promisor" in answer.complaint:
            raise InputError(message("git.partial", ref=self.ref))
        if answer.code:
            raise InputError(message("git.unreadable", ref=self.ref))
        return answer.output


def snapshot_of(folder: Path, ref: str) -> Snapshot:
    """The files of the commit that a name stands for in the repository around a folder.

    Raises InputError where there is no repository, git is not installed, or the name is unknown;
    of a shallow clone it says how to fetch more.
    """
    top, inside = _repository(folder)
    commit = _commit(folder, ref)
    answer = ask(folder, "ls-tree", "-z", "-r", "--full-tree", commit)
    if answer.code:
        raise InputError(message("git.unreadable", ref=ref))
    return Snapshot(top, inside, ref, commit, dict(_entries(answer.output)))


def _repository(folder: Path) -> tuple[Path, str]:
    """The root of the working tree around a folder, and the folder seen from there."""
    answer = ask(folder, "rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix")
    if answer.code and "dubious ownership" in answer.complaint:
        raise InputError(message("git.other-owner"))
    said = os.fsdecode(answer.output)
    if answer.code or not said.startswith("true\n"):
        raise InputError(message("git.no-repository"))
    _, up, inside = said.removesuffix("\n").split("\n", 2)
    return Path(os.path.realpath(folder / up)), inside.rstrip("/")


def _commit(folder: Path, ref: str) -> str:
    """The id of the commit that a name stands for."""
    found = _resolved(folder, ref)
    if found is not None:
        return found
    shallow = ask(folder, "rev-parse", "--is-shallow-repository").output.strip() == b"true"
    if shallow:
        raise InputError(message("git.no-ref-shallow", ref=ref))
    if _resolved(folder, f"origin/{ref}") is not None:
        raise InputError(message("git.no-ref-near", ref=ref, near=f"origin/{ref}"))
    raise InputError(message("git.no-ref", ref=ref))


def _resolved(folder: Path, ref: str) -> str | None:
    if not ref or "\0" in ref:
        return None
    answer = ask(folder, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    return None if answer.code else answer.output.decode("ascii").strip()


def _entries(listing: bytes) -> Iterator[tuple[str, Entry]]:
    """Each path with its entry, from ``mode kind name TAB path NUL``."""
    for line in listing.split(b"\0"):
        head, tab, path = line.partition(b"\t")
        if tab:
            mode, _, name = head.decode("ascii").split(" ")
            yield os.fsdecode(path), Entry(mode, name)
