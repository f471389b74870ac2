"""``test``: the worked customers of policies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from evenhand.analysis import regression
from evenhand.analysis import worked as analysis
from evenhand.analysis.worked import Worked
from evenhand.api.policies import load_all, load_from, run_on
from evenhand.api.sources import exists, walk_origins
from evenhand.errors import UsageError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.loading.origin import DiskFile
from evenhand.messages import message


def work(paths: Sequence[str | Path], *, as_of: date, setup: Setup = DEFAULT_SETUP) -> Worked:
    """Whether the worked customers of policies still get what they should, and their coverage.

    A path may be a policy, its cases file, or a folder. Raises as ``load_all``.
    """
    policies = load_all(_with_cases(paths), setup=setup)
    run = run_on("test", policies, as_of)
    return analysis.work([(one.model, one.examples) for one in policies], run)


def regression_examples(
    paths: Sequence[str | Path], *, setup: Setup = DEFAULT_SETUP
) -> Iterator[tuple[str, str]]:
    """The cases files of policies with new generated examples at every threshold.

    Gives the path and the whole new text of each file that changes. Raises as ``load_all``, and
    UsageError for shipped files and for examples that are written in brackets.
    """
    for origin in (origin for path in _with_cases(paths) for origin in walk_origins(path)):
        if not isinstance(origin, DiskFile):
            raise UsageError(message("usage.not-a-file", path=origin.shown))
        if not origin.path.name.endswith(".cases.yaml"):
            loaded = Loader(setup).load(origin)
            if loaded.document.kind == "policy":
                policy = load_from(Loader(setup), origin)
                file = origin.path.with_name(f"{origin.path.stem}.cases.yaml")
                before = file.read_text("utf-8") if file.exists() else None
                text = regression.cases_text(policy.model, policy.examples, before)
                if text != before:
                    yield file.as_posix(), text


def _with_cases(paths: Sequence[str | Path]) -> tuple[str | Path, ...]:
    """Each policy's file with the cases file beside it, whichever of the two is named."""
    found: dict[str | Path, None] = {}
    for path in paths:
        name = str(path)
        if name.endswith(".cases.yaml"):
            found[f"{name.removesuffix('.cases.yaml')}.yaml"] = None
        found[path] = None
        cases = f"{name.removesuffix('.yaml')}.cases.yaml"
        if name.endswith(".yaml") and exists(cases):
            found[cases] = None
    return tuple(found)
