"""Writing files whole: beside the target first, then renamed over it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from evenhand.errors import InputError
from evenhand.messages import message


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8 so that the file is either the old one or the new one, never a part.

    Missing folders are made. A link stays and its target is written; so does what is no ordinary
    file, such as a pipe or ``/dev/stdout``. Raises InputError where the file cannot be written.
    """
    if _is_device(path):
        _write_into(path, text)
        return
    shown, path = path, Path(os.path.realpath(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(message("input.cannot-write", path=shown.as_posix())) from None


def _is_device(path: Path) -> bool:
    """Whether a path is there and must not be put aside; ``/dev/stdout`` may be a file just now."""
    if Path(os.path.abspath(path)).parts[1:2] in (("dev",), ("proc",)):
        return path.exists()
    return path.exists() and not path.is_file()


def _write_into(path: Path, text: str) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except BrokenPipeError:
        raise
    except OSError:
        raise InputError(message("input.cannot-write", path=path.as_posix())) from None


def replace_unchanged(path: Path, before: bytes, text: str) -> None:
    """Write a file anew, unless somebody changed it since it was read.

    A link stays and its target is written; the file keeps its permissions. Raises InputError where
    the file is no longer what it was, or cannot be read or written.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
        unchanged = target.read_bytes() == before
    except OSError:
        raise InputError(message("input.cannot-write", path=path.as_posix())) from None
    if not unchanged:
        raise InputError(message("input.changed-meanwhile", path=path.as_posix()))
    write_whole(target, text)
    with contextlib.suppress(OSError):
        target.chmod(mode & 0o7777)
