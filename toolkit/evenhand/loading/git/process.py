"""Asking git: one program with a list of words, no shell, and nothing that a project could start.

The commands that are asked for read objects and nothing else. What a repository's own settings
could still start or reach is switched off, and so are variables that would lead to another one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from evenhand.errors import InputError
from evenhand.messages import message

SECONDS: Final = 60
"""How long git may take for one answer."""

LISTING: Final = 64 * 1024 * 1024
"""How many bytes of an answer are read, where the caller does not say."""

_WORDS: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
"""Stands before every command: no pager, no hook, no network, no repository hidden in a folder."""

_KEPT: Final = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""The variables of git that stay: the user's own settings, such as ``safe.directory``."""

_SET: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: its exit code, its output, and its complaint in English."""

    code: int
    output: bytes
    complaint: str


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The variables that git gets: none that name a repository, an index, objects or a program."""
    kept = {
        name: value
        for name, value in given.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return kept | _SET


def ask(folder: Path, *words: str, given: bytes = b"", limit: int = LISTING) -> Answer:
    """What git answers in a folder; ``given`` is its standard input.

    Raises InputError where git is not installed, takes too long, or answers more than ``limit``
    bytes.
    """
    import tempfile

    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as complaint:
        asked.write(given)
        asked.seek(0)
        code, output = _run(folder, words, asked, complaint, limit)
        complaint.seek(0)
        said = complaint.read(10_000).decode("utf-8", "replace")
    if len(output) > limit:
        raise InputError(message("git.too-much", limit=limit))
    if code < 0:
        raise InputError(message("git.stopped", seconds=SECONDS))
    return Answer(code, output, said)


def _run(
    folder: Path, words: tuple[str, ...], asked: IO[bytes], complaint: IO[bytes], limit: int
) -> tuple[int, bytes]:
    """Exit code and output; git is ended where it takes too long or says too much."""
    import shutil
    import subprocess
    from threading import Timer

    program = shutil.which("git")
    if program is None or not os.path.isabs(program):
        raise InputError(message("git.not-installed"))
    with subprocess.Popen(  # noqa: S603 - a list of words, no shell
        [program, *_WORDS, *words],
        cwd=folder,
        env=environment(os.environ),
        stdin=asked,
        stdout=subprocess.PIPE,
        stderr=complaint,
    ) as process:
        assert process.stdout is not None
        watch = Timer(SECONDS, process.kill)
        watch.start()
        try:
            output = process.stdout.read(limit + 1)
            if len(output) > limit:
                process.kill()
            return process.wait(), output
        finally:
            watch.cancel()
