"""What a path on the command line stands for: a file, a folder, ``@id``, or ``REF:path``."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

from evenhand.errors import InputError, UsageError
from evenhand.loading.git import spelling
from evenhand.loading.git.snapshot import Snapshot, snapshot_of
from evenhand.loading.limits import DEFAULT_LIMITS
from evenhand.loading.origin import GitFile, Origin, disk_file, git_file, shown_path
from evenhand.loading.shipped import shipped_by_id, shipped_ids
from evenhand.messages import message


def origin_of(source: str | Path | None) -> Origin:
    """The file at a path, in a commit as ``REF:path``, or the shipped one with an ``@id``.

    What exists as a path is a path, whatever its name. Raises InputError where there is none,
    UsageError for an empty path.
    """
    if source is None or str(source) == "":
        raise UsageError(message("usage.no-path"))
    name = str(source)
    if name.startswith("@"):
        found = shipped_by_id(name[1:])
        if found is None:
            raise InputError(message("input.no-such-id", id=name, known=", ".join(shipped_ids())))
        return found
    path = Path(source)
    if path.exists():
        return disk_file(path)
    if in_commit(source) is None:
        raise InputError(message("input.no-such-file", path=name))
    snapshot, inner = _in_snapshot(name)
    return file_of(snapshot, inner)


def walk_origins(source: str | Path) -> tuple[Origin, ...]:
    """The YAML files at a path: itself, or all below it in order of their paths.

    Hidden folders and folders of environments are passed over. Raises InputError as ``origin_of``,
    where a folder holds no YAML file, and where one cannot be looked into.
    """
    if in_commit(source) is not None:
        snapshot, inner = _in_snapshot(str(source))
        return files_of(snapshot, inner)
    path = Path(source)
    if str(source).startswith("@") or not path.is_dir():
        return (origin_of(source),)
    files = sorted(yaml_files(path))
    if not files:
        raise InputError(message("input.empty-folder", path=str(source)))
    return tuple(disk_file(file) for file in files)


def walk_origins_if_any(source: str | Path) -> tuple[Origin, ...]:
    """As ``walk_origins``; reading says that a file is missing, so that all are told at once."""
    if is_folder(source) or not str(source):
        return walk_origins(source)
    return (named_origin(source),)


def named_origin(source: str | Path) -> Origin:
    """A file that is named, though it may not exist: reading it then says so."""
    elsewhere = str(source).startswith("@") or in_commit(source) is not None
    return origin_of(source) if elsewhere else disk_file(Path(source))


def is_folder(source: str | Path) -> bool:
    """Whether a path stands for a folder. Raises InputError where a commit has no such path."""
    if in_commit(source) is None:
        return not str(source).startswith("@") and Path(source).is_dir()
    snapshot, inner = _in_snapshot(str(source))
    return inner not in snapshot.entries


def root_shown(folder: str | Path) -> str:
    """What the shown paths of a folder's files begin with."""
    if in_commit(folder) is None:
        shown = shown_path(Path(folder))
        return "" if shown == "." else f"{shown}/"
    snapshot, inner = _in_snapshot(str(folder))
    return snapshot.shown(f"{inner}/" if inner else "")


def exists(source: str | Path) -> bool:
    """Whether there is a file at a path, on the disk or in a commit."""
    if in_commit(source) is None:
        return Path(source).is_file()
    try:
        snapshot, inner = _in_snapshot(str(source))
    except InputError:
        return False
    return inner in snapshot.entries


def in_commit(source: str | Path) -> tuple[str, str] | None:
    """The two parts of ``REF:path``; None for every other path, one that exists included."""
    name = str(source)
    if ":" not in name or name.startswith("@") or Path(source).exists():
        return None
    return spelling.split(name)


# -- files of a commit -----------------------------------------------------------------------------


def file_of(snapshot: Snapshot, path: str) -> GitFile:
    """A file of a commit. Raises InputError where there is none at the path, or a link."""
    _present(snapshot, path)
    entry = snapshot.entries.get(path)
    if entry is None:
        raise InputError(message("git.is-folder", path=snapshot.shown(path)))
    if entry.is_link:
        raise snapshot.refused("git.link", path)
    return git_file(snapshot, path)


def files_of(snapshot: Snapshot, path: str) -> tuple[GitFile, ...]:
    """The YAML files at a path of a commit: itself, or all below it in order of their paths.

    Raises InputError where there is nothing at the path, or no YAML file below it.
    """
    _present(snapshot, path)
    if path in snapshot.entries:
        return (file_of(snapshot, path),)
    files = snapshot.yaml_files(path)
    if not files:
        raise InputError(message("input.empty-folder", path=snapshot.shown(path)))
    snapshot.fetch(files, DEFAULT_LIMITS.max_bytes)
    return tuple(git_file(snapshot, file) for file in files)


def _in_snapshot(name: str) -> tuple[Snapshot, str]:
    """The commit that a path names, and the path in it. Raises InputError where there is none."""
    parts = spelling.split(name)
    assert parts is not None
    ref, path = parts
    try:
        snapshot = snapshot_of(Path.cwd(), ref)
    except InputError as error:
        if error.message.key in ("git.no-repository", "git.no-ref"):
            raise InputError(message("git.neither", name=name, why=error.message)) from None
        raise
    inner = spelling.path_in(snapshot.folder, path)
    if inner is None:
        raise snapshot.refused("git.no-path", path)
    _present(snapshot, inner)
    return snapshot, inner


def _present(snapshot: Snapshot, path: str) -> None:
    submodule = snapshot.submodule_at(path)
    if submodule is not None:
        raise snapshot.refused("git.submodule", submodule)
    if path in snapshot.entries or snapshot.is_folder(path):
        return
    near = posixpath.normpath(posixpath.join(snapshot.folder, path))
    if snapshot.folder and (near in snapshot.entries or snapshot.is_folder(near)):
        written = snapshot.shown(near)
        raise InputError(message("git.no-path-near", path=path, ref=snapshot.ref, near=written))
    raise snapshot.refused("git.no-path", path)


# -- files of the disk -----------------------------------------------------------------------------


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files below a folder, hidden ones passed over.

    Raises InputError where a folder cannot be looked into.
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise InputError(message("input.no-access", path=shown_path(Path(error.filename))))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(place, name)
            if name.endswith(".yaml") and not name.startswith(".") and file.is_file():
                yield file
