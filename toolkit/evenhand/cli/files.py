"""Writing files whole: beside the target first, then renamed over it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from evenhand.errors import InputError
from evenhand.messages import message


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8 so that the file is either the old one or the new one, never a part.

    Missing folders are made. Raises InputError where the file cannot be written.
    """
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
        raise InputError(message("input.cannot-write", path=path.as_posix())) from None
