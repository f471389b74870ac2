"""The two sides of ``diff --against``: files of the working copy, and the same in a commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenhand.api.policies import Policy, library_of, load_origins
from evenhand.api.sources import in_commit, yaml_files
from evenhand.errors import InputError, UsageError
from evenhand.loading.git.snapshot import Snapshot, snapshot_of
from evenhand.loading.library import Setup
from evenhand.loading.origin import DiskFile, GitFile, Origin, disk_file, git_file
from evenhand.messages import message


@dataclass(frozen=True, slots=True)
class Sides:
    """The policies then and now, with the path of each file from the root of the repository."""

    commit: str
    old: tuple[Policy, ...]
    new: tuple[Policy, ...]
    old_paths: Mapping[str, str]
    new_paths: Mapping[str, str]


def both_sides(ref: str, paths: Sequence[str | Path], setup: Setup) -> Sides:
    """The policies at some paths, now and in a commit.

    Raises InputError, UsageError and LoadError as ``diff_against`` says.
    """
    places = [_place(path) for path in paths]
    if not places:
        raise UsageError(message("usage.no-path"))
    snapshot = snapshot_of(_folder_around(places[0]), ref)
    old: dict[str, GitFile] = {}
    new: dict[str, DiskFile] = {}
    for place in places:
        inner = _inner(snapshot, place)
        now = _now(place)
        then = _then(snapshot, inner)
        if not now and not then:
            raise InputError(message("git.nowhere", path=place.as_posix(), ref=ref))
        old.update((one.shown, one) for one in then)
        new.update((one.shown, one) for one in now)
    named = {_shown(place) for place in places}
    snapshot.fetch((one.path for one in old.values()), setup.limits.max_bytes)
    after = load_origins(tuple(new.values()), named, setup=setup)
    before = load_origins(tuple(old.values()), setup=setup)
    before, old = _with_renamed(snapshot, before, after, old, setup)
    if not before and not after:
        raise InputError(message("input.no-policy", paths=", ".join(map(str, paths))))
    old_paths = {shown: one.path for shown, one in old.items()}
    new_paths = {shown: _inner(snapshot, one.path) for shown, one in new.items()}
    return Sides(snapshot.commit, before, after, old_paths, new_paths)


def _place(path: str | Path) -> Path:
    """A path of the working copy; the policy's file for the file of its worked customers."""
    name = str(path)
    if not name:
        raise UsageError(message("usage.no-path"))
    if name.startswith("@") or name == "-" or in_commit(path) is not None:
        raise UsageError(message("usage.against-path", path=name))
    if name.endswith(".cases.yaml"):
        return Path(f"{name.removesuffix('.cases.yaml')}.yaml")
    return Path(path)


def _shown(place: Path) -> str:
    return disk_file(place).shown


def _folder_around(place: Path) -> Path:
    """The nearest folder that exists: the path itself, or one above it."""
    whole = Path(os.path.abspath(place))
    return next(one for one in (whole, *whole.parents) if one.is_dir())


def _inner(snapshot: Snapshot, place: Path) -> str:
    """A path from the root of the repository; a link counts where it lies.

    Raises UsageError for one outside of it.
    """
    whole = Path(os.path.abspath(place))
    real = Path(os.path.realpath(whole if whole.is_dir() else whole.parent))
    real = real if whole.is_dir() else real / whole.name
    if not real.is_relative_to(snapshot.top):
        raise UsageError(message("usage.other-repository", path=place.as_posix()))
    inner = real.relative_to(snapshot.top).as_posix()
    return "" if inner == "." else inner


def _now(place: Path) -> list[DiskFile]:
    if place.is_dir():
        return [disk_file(file) for file in sorted(yaml_files(place))]
    return [disk_file(place)] if place.exists() else []


def _then(snapshot: Snapshot, inner: str) -> list[GitFile]:
    submodule = snapshot.submodule_at(inner)
    if submodule is not None:
        raise snapshot.refused("git.submodule", submodule)
    found = [inner] if inner in snapshot.entries else snapshot.yaml_files(inner)
    return [git_file(snapshot, path) for path in found]


def _with_renamed(
    snapshot: Snapshot,
    before: tuple[Policy, ...],
    after: tuple[Policy, ...],
    old: dict[str, GitFile],
    setup: Setup,
) -> tuple[tuple[Policy, ...], dict[str, GitFile]]:
    """The old side, with policies whose files lay elsewhere in the repository and went."""
    missing = {one.id for one in after} - {one.id for one in before}
    if not missing:
        return before, old
    gone = {one.shown: one for one in _gone(snapshot) if one.shown not in old}
    snapshot.fetch((one.path for one in gone.values()), setup.limits.max_bytes)
    moved_in: Sequence[Origin] = tuple(gone.values())
    found = [one for one in library_of(moved_in, setup=setup).values() if one.id in missing]
    return (*before, *found), old | {one.inputs[0].path: gone[one.inputs[0].path] for one in found}


def _gone(snapshot: Snapshot) -> Iterator[GitFile]:
    """The YAML files of the commit that the working copy no longer has."""
    for path, entry in snapshot.entries.items():
        if path.endswith(".yaml") and not entry.is_link and not (snapshot.top / path).exists():
            yield git_file(snapshot, path)
