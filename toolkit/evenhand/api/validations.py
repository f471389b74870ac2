"""``validate``: whether files can be read and fit together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenhand.analysis import validate as analysis
from evenhand.analysis.validate import Validation
from evenhand.api.policies import inputs_of, origin_of, walk_origins
from evenhand.loading.library import DEFAULT_SETUP, Loaded, Loader, Setup
from evenhand.loading.origin import Origin, disk_file
from evenhand.result import Run


def validate(
    paths: Sequence[str | Path] | str | Path, *, as_of: date, setup: Setup = DEFAULT_SETUP
) -> Validation:
    """Whether files can be read, fit their schema, and refer only to what exists; one or several.

    Raises InputError where a folder holds no YAML file at all.
    """
    loader = Loader(setup)
    named: list[Loaded] = []
    met: list[Loaded] = []
    for path in (paths,) if isinstance(paths, str | Path) else paths:
        is_folder = not str(path).startswith("@") and Path(path).is_dir()
        origins = walk_origins(path) if is_folder else (_named_origin(path),)
        (met if is_folder else named).extend(loader.load(origin) for origin in origins)
    inputs = {one.path: one for loaded in (*named, *met) for one in inputs_of(loaded)}
    run = Run("validate", as_of, tuple(inputs[path] for path in sorted(inputs)))
    return analysis.validate(named, met, run)


def _named_origin(path: str | Path) -> Origin:
    """A file that is named, though it may not exist: reading it then says so."""
    return origin_of(path) if str(path).startswith("@") else disk_file(Path(path))
