"""Origins: where a text comes from, and what lies beside it.

A file of the disk or of a commit, a shipped file, or a text that the caller holds. Findings show
an origin's ``shown`` path, which never is absolute, so that equal inputs give equal bytes.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from evenhand import resources
from evenhand.errors import InputError
from evenhand.loading.git.snapshot import Snapshot
from evenhand.loading.reader import (
    DEFAULT_LIMITS,
    Limits,
    ReadResult,
    read,
    read_file,
    too_large,
    unreadable,
)


class OutsideError(Exception):
    """A relative path leads out of the project."""


@dataclass(frozen=True, slots=True)
class DiskFile:
    """A file of the disk; ``root`` is the folder that nothing it names may leave."""

    path: Path
    shown: str
    root: Path

    def read(self, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
        return read_file(self.path, self.shown, limits)

    def beside(self, relative: str) -> DiskFile | None:
        """The file at a path relative to this one's folder, or None where there is none.

        Raises OutsideError where the path, links followed, leaves the project's root.
        """
        target = self.path.parent / relative
        real = Path(os.path.realpath(target))
        if not real.is_relative_to(os.path.realpath(self.root)):
            raise OutsideError
        shown = os.path.normpath(PurePosixPath(self.shown).parent / relative)
        return DiskFile(target, Path(shown).as_posix(), self.root) if real.is_file() else None


@dataclass(frozen=True, slots=True)
class GitFile:
    """A file of a commit; what it names is taken from the same commit.

    ``path`` counts from the root of the tree, ``root`` is the folder that nothing it names may
    leave.
    """

    snapshot: Snapshot
    path: str
    root: str

    @property
    def shown(self) -> str:
        return self.snapshot.shown(self.path)

    def read(self, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
        if self.snapshot.entries[self.path].is_link:
            return unreadable(self.shown, "git-link")
        size = self.snapshot.size(self.path)
        if size is None:
            return unreadable(self.shown, "git-not-fetched")
        if size > limits.max_bytes:
            return too_large(self.shown, size, limits)
        return read(self.snapshot.content(self.path), self.shown, limits)

    def beside(self, relative: str) -> GitFile | None:
        """The file of the commit at a relative path, or None. Raises OutsideError as files do."""
        folder = posixpath.dirname(self.path)
        target = posixpath.normpath(posixpath.join(folder, relative))
        start = f"{self.root}/" if self.root else ""
        if not target.startswith(start) or target.startswith(("../", "/")) or target == "..":
            raise OutsideError
        entry = self.snapshot.entries.get(target)
        return None if entry is None else GitFile(self.snapshot, target, self.root)

    def vocabularies(self, listed: Iterable[Origin]) -> tuple[Origin, ...]:
        """The project's own files of attributes as they were in this commit.

        ``listed`` are those of today. Where one was not there yet, those come in addition that the
        commit's own settings name, since files move.
        """
        then = [self.of_the_same_time(one) for one in listed]
        found = [one for one in then if one is not None]
        if len(found) < len(then):
            found += [one for one in self._listed() if one not in found]
        return tuple(found)

    def _listed(self) -> Iterator[GitFile]:
        """The vocabularies that the commit's evenhand.toml names, if it can be read."""
        import tomllib

        settings = posixpath.join(self.root, "evenhand.toml")
        if settings not in self.snapshot.entries:
            return
        try:
            if (self.snapshot.size(settings) or 0) > DEFAULT_LIMITS.max_bytes:
                return
            text = self.snapshot.content(settings).decode("utf-8")
            names = tomllib.loads(text).get("vocabulary")
        except (InputError, ValueError, RecursionError):
            return
        for name in names if isinstance(names, list) else ():
            path = posixpath.normpath(posixpath.join(self.root, str(name)))
            if path in self.snapshot.entries:
                yield git_file(self.snapshot, path)

    def of_the_same_time(self, other: Origin) -> Origin | None:
        """A file of the working tree as it was in this commit; None where it was not there.

        Anything else is the same at all times.
        """
        if not isinstance(other, DiskFile):
            return other
        real = Path(os.path.realpath(other.path))
        if not real.is_relative_to(self.snapshot.top):
            return other
        path = real.relative_to(self.snapshot.top).as_posix()
        return git_file(self.snapshot, path) if path in self.snapshot.entries else None


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """A file that comes with evenhand; ``shown`` is its logical path."""

    shown: str

    def read(self, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
        return read(self.content().read_bytes(), self.shown, limits)

    def content(self) -> Traversable:
        area, *steps = PurePosixPath(self.shown).parts
        if area != "policies":
            raise FileNotFoundError(self.shown)
        return resources.policies().joinpath(*steps)

    def beside(self, relative: str) -> ShippedFile | None:
        """The shipped file at a relative path, or None. Raises OutsideError beyond policies/."""
        shown = PurePosixPath(os.path.normpath(PurePosixPath(self.shown).parent / relative))
        if not shown.is_relative_to("policies"):
            raise OutsideError
        found = ShippedFile(shown.as_posix())
        return found if found.content().is_file() else None


@dataclass(frozen=True, slots=True)
class GivenText:
    """A text that the caller holds; nothing lies beside it."""

    text: str | bytes
    shown: str

    def read(self, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
        return read(self.text, self.shown, limits)

    def beside(self, relative: str) -> None:  # noqa: ARG002
        """Nothing lies beside a text."""
        return


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A text in the place of a file: what lies beside the file lies beside it."""

    origin: Origin
    text: str | bytes

    @property
    def shown(self) -> str:
        return self.origin.shown

    def read(self, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
        return read(self.text, self.shown, limits)

    def beside(self, relative: str) -> DiskFile | GitFile | ShippedFile | None:
        """What lies beside the file. Raises OutsideError as the file does."""
        return self.origin.beside(relative)


Origin: TypeAlias = DiskFile | GitFile | ShippedFile | GivenText | Overlaid


def file_name(origin: Origin) -> str:
    """The last part of an origin's path."""
    path = origin.path if isinstance(origin, GitFile) else origin.shown
    return path.rpartition("/")[2]


def git_file(snapshot: Snapshot, path: str) -> GitFile:
    """A file of a commit; its project ends at the nearest folder above with evenhand.toml."""
    folder = posixpath.dirname(path)
    while folder and f"{folder}/evenhand.toml" not in snapshot.entries:
        folder = posixpath.dirname(folder)
    return GitFile(snapshot, path, folder)


def disk_file(path: Path, root: Path | None = None) -> DiskFile:
    """A file of the disk, shown relative to the working directory where it lies below it."""
    return DiskFile(path, shown_path(path), root or project_root(path))


def shown_path(path: Path) -> str:
    """A path as outputs show it: as given if relative, else relative to here, else its name."""
    if not path.is_absolute():
        return Path(os.path.normpath(path)).as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name


def project_root(path: Path) -> Path:
    """The nearest folder above a file that holds .git or evenhand.toml, else the file's folder."""
    folder = Path(os.path.abspath(path)).parent
    for above in (folder, *folder.parents):
        if (above / ".git").exists() or (above / "evenhand.toml").exists():
            return above
    return folder


def shipped_vocabulary(name: str) -> ShippedFile:
    """The shipped vocabulary of that name; it need not exist."""
    return ShippedFile(f"policies/vocabulary/{name}.yaml")
