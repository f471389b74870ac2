"""``validate``: whether files can be read and fit together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evenhand.analysis import validate as analysis
from evenhand.analysis.validate import Validation
from evenhand.api.policies import inputs_of
from evenhand.api.sources import is_folder, named_origin, walk_origins
from evenhand.loading.library import DEFAULT_SETUP, Loaded, Loader, Setup
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
        folder = is_folder(path)
        origins = walk_origins(path) if folder else (named_origin(path),)
        (met if folder else named).extend(loader.load(origin) for origin in origins)
    inputs = {one.path: one for loaded in (*named, *met) for one in inputs_of(loaded)}
    run = Run("validate", as_of, tuple(inputs[path] for path in sorted(inputs)))
    return analysis.validate(named, met, run)
