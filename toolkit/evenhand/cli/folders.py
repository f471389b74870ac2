"""Writing several files that belong together: all are written in full before one is in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from evenhand.cli.files import write_whole
from evenhand.errors import InputError
from evenhand.messages import message


def write_folder(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files into a folder, in the order given; other files in it stay.

    They are written to a folder beside it first, so that a failure leaves everything as it was.
    Raises InputError where the folder or a file cannot be written.
    """
    target = folder.absolute()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        for name, text in texts.items():
            write_whole(part / name, text)
        target.mkdir(parents=True, exist_ok=True)
        for name in texts:
            (part / name).replace(target / name)
    except OSError:
        raise InputError(message("input.cannot-write", path=folder.as_posix())) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return tuple(folder / name for name in texts)
