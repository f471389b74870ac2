"""``diff``: what changed from one policy to another, or in a whole folder since a commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from evenhand.analysis.diff import result as analysis
from evenhand.analysis.diff.listing import Kinds, chosen
from evenhand.analysis.diff.regain import regained
from evenhand.analysis.diff.result import Diff, side_of
from evenhand.analysis.diff.several import Against, Alone, Diffs, Pair
from evenhand.api.against import both_sides
from evenhand.api.policies import Policy, load_all, load_from, run_on
from evenhand.api.sources import is_folder, origin_of, root_shown
from evenhand.errors import UsageError
from evenhand.loading.library import DEFAULT_SETUP, Loader, Setup
from evenhand.messages import message
from evenhand.result import Run

PathOf = Callable[[Policy], str]


def diff(old: Policy, new: Policy, *, as_of: date, recourse: bool = False) -> Diff:
    """What changed from one policy to another: element by element, and for whom.

    Verdicts about all customers are proved, or unknown with the reason. With ``recourse``, the
    cheapest way back is looked for where a customer loses. The worked customers beside the policies
    are not compared, those inside them are.
    """
    run = run_on("diff", (old, new), as_of)
    way_back = regained if recourse else None
    return analysis.diff(old.model, new.model, run, recourse=way_back)


def diff_paths(
    old: str | Path,
    new: str | Path,
    *,
    as_of: date,
    recourse: bool = False,
    setup: Setup = DEFAULT_SETUP,
) -> Diff | Diffs:
    """What changed from one file to another, or from one folder to another; see ``diff``.

    Two files (or ``REF:path``, or ``@id``) are one pair, whatever their ids; the policies of two
    folders are paired by id. Raises as ``load`` and ``load_all``, and UsageError for a file and a
    folder.
    """
    folders = (is_folder(old), is_folder(new))
    if not any(folders):
        loader = Loader(setup)
        one, two = (load_from(loader, origin_of(path), examples=False) for path in (old, new))
        return diff(one, two, as_of=as_of, recourse=recourse)
    if not all(folders):
        raise UsageError(message("usage.file-and-folder", old=str(old), new=str(new)))
    sides = [load_all([path], setup=setup) for path in (old, new)]
    places = (_below(old), _below(new))
    return _paired(sides[0], sides[1], places, None, as_of, recourse=recourse)


def diff_against(
    ref: str,
    paths: Sequence[str | Path],
    *,
    as_of: date,
    recourse: bool = False,
    setup: Setup = DEFAULT_SETUP,
) -> Diffs:
    """What changed in files and folders of the working copy since a commit; see ``diff``.

    Policies are paired by id, so a renamed file is the same policy. Raises InputError where there
    is no such commit, or nothing at a path now and then; UsageError for paths that are not of one
    working copy; and LoadError where a file of either side is wrong.
    """
    sides = both_sides(ref, paths, setup)
    against = Against(ref, sides.commit)
    places = (_named(sides.old_paths), _named(sides.new_paths))
    return _paired(sides.old, sides.new, places, against, as_of, recourse=recourse)


def list_changes(names: Sequence[str] = (), *, as_of: date) -> Kinds:
    """The published kinds of change that are named by id or area, none meaning all.

    Raises UsageError for an unknown name.
    """
    return Kinds(run=Run("rule list", as_of), kinds=chosen(names))


def _paired(
    old: Sequence[Policy],
    new: Sequence[Policy],
    paths: tuple[PathOf, PathOf],
    against: Against | None,
    as_of: date,
    *,
    recourse: bool,
) -> Diffs:
    """The policies of two sides, paired by id; ``paths`` tell their files for each side."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    old_path, new_path = paths
    compare = partial(diff, as_of=as_of, recourse=recourse)
    pairs = [
        Pair(compare(before[one.id], one), old_path(before[one.id]), new_path(one))
        for one in new
        if one.id in before
    ]
    came = [Alone(side_of(one.model), new_path(one)) for one in new if one.id not in before]
    went = [Alone(side_of(one.model), old_path(one)) for one in old if one.id not in after]
    return Diffs(
        run=run_on("diff", (*old, *new), as_of),
        findings=tuple(finding for pair in pairs for finding in pair.diff.findings),
        incomplete=any(pair.diff.incomplete for pair in pairs),
        pairs=tuple(pairs),
        added=tuple(came),
        removed=tuple(went),
        against=against,
    )


def _below(folder: str | Path) -> PathOf:
    """The path of a policy's file, from the folder it was found in."""
    start = root_shown(folder)
    return lambda policy: policy.inputs[0].path.removeprefix(start)


def _named(paths: Mapping[str, str]) -> PathOf:
    """The path of a policy's file, from the root of the repository."""
    return lambda policy: paths[policy.inputs[0].path]
