"""Origins: where a text comes from, and what lies beside it.

A file of the disk, a shipped file, or a text that the caller holds. Findings show an origin's
``shown`` path, which never is absolute, so that equal inputs give equal bytes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from evenhand import resources
from evenhand.loading.reader import DEFAULT_LIMITS, Limits, ReadResult, read, read_file


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

    def beside(self, relative: str) -> DiskFile | ShippedFile | None:
        """What lies beside the file. Raises OutsideError as the file does."""
        return self.origin.beside(relative)


Origin: TypeAlias = DiskFile | ShippedFile | GivenText | Overlaid


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
