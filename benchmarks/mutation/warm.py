"""Runs the reference engine's tests quickly, many times over, while cosmic-ray changes the engine.

``python benchmarks/mutation/warm.py serve`` imports everything and loads every policy of the tests
once. ``… ask``, the test command of cosmic-ray.toml, has it fork a child, which imports the changed
engine anew, runs the tests up to the first failure, and gives its exit code back.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

ENGINE = "evenhand.engines.reference"
TESTS = "tests/unit/engines/reference"
PLACE = Path("toolkit/evenhand/engines/reference")
SOCKET = "warm.socket"
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain"]
SECONDS = 50


LOADED: dict[str, object] = {}
"""What each origin has been loaded as, by its text; loading does not depend on the engine."""


def once(load: Callable[[object, object], object]) -> Callable[[object, object], object]:
    """The same loading, at most once for each origin."""

    def loaded(loader: object, origin: object) -> object:
        key = repr(origin)
        if key not in LOADED:
            LOADED[key] = load(loader, origin)
        return LOADED[key]

    return loaded


def rebind() -> None:
    """Give every module that has taken something from the engine the new one of the same name."""
    others = [one for name, one in sys.modules.items() if name.startswith(("evenhand", "tests"))]
    for other in others:
        for name, value in list(vars(other).items()):
            home = getattr(value, "__module__", None) or ""
            if home.startswith(ENGINE) and hasattr(value, "__name__"):
                setattr(other, name, getattr(importlib.import_module(home), value.__name__))


def run() -> int:
    """The tests on the engine as it stands in the files now."""
    import pytest

    for name in [one for one in sys.modules if one.startswith((ENGINE, "tests.unit"))]:
        del sys.modules[name]
    importlib.invalidate_caches()
    try:
        importlib.import_module(ENGINE)
        rebind()
    except BaseException:  # whatever a mutant raises while it is imported
        return 1
    api = importlib.import_module("evenhand.api")
    api.__dict__["load_from"] = once(api.load_from)
    return int(pytest.main([TESTS, *OPTIONS]))


def child(connection: socket.socket) -> None:
    signal.alarm(SECONDS)
    output = os.open(os.devnull, os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    code = 1
    try:
        code = run()
    finally:
        connection.sendall(b"%d" % code)
        os._exit(0)


def serve() -> None:
    sys.path.insert(0, os.getcwd())
    if run() != 0:
        raise SystemExit("the tests fail without any change")
    sys.dont_write_bytecode = True
    shutil.rmtree(PLACE / "__pycache__", ignore_errors=True)
    Path(SOCKET).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(SOCKET)
        server.listen()
        while True:
            connection, _ = server.accept()
            number = os.fork()
            if number == 0:
                child(connection)
            connection.close()
            os.waitpid(number, 0)


def ask() -> int:
    """The child's exit code; 1 where it ended without one."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(SOCKET)
        answer = client.recv(16)
    return int(answer) if answer else 1


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1] == "serve" else ask())
