"""``evenhand report``: the dossier on policies, as pages for reading and keeping."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from evenhand.cli.options import (
    Session,
    dossier_output_options,
    fail_on_option,
    finish,
    given_paths,
    paths_argument,
    seed_option,
    setup_of,
    tell,
    with_globals,
)
from evenhand.cli.words import Command
from evenhand.messages import LANGUAGES, message

if TYPE_CHECKING:
    from evenhand.analysis.report import Dossier


@click.command("report", cls=Command)
@paths_argument
@dossier_output_options
@seed_option
@fail_on_option("never")
@with_globals
@click.pass_obj
def command(
    session: Session,
    *,
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
    seed: int,
    fail_on: str,
) -> None:
    from evenhand import api

    config = session.config()
    policies = api.load_all(given_paths(paths, config), setup=setup_of(config))
    result = api.report(policies, as_of=session.as_of, seed=seed)
    folders = tuple(path for path in outputs if is_folder(path))
    for folder in folders:
        write_dossier(session, result, Path(folder))
    files = tuple(path for path in outputs if path not in folders)
    finish(session, result, form=form, outputs=files, fail_on=fail_on)


def is_folder(path: str) -> bool:
    """Whether an ``-o`` value names a folder: it has neither a format nor a suffix of one."""
    from evenhand.reporting.base import FORMATS, SUFFIXES

    kind, equals, _ = path.partition("=")
    if equals and kind in FORMATS:
        return False
    return Path(path).is_dir() or PurePath(path).suffix not in SUFFIXES


def write_dossier(session: Session, result: Dossier, folder: Path) -> None:
    """One page a policy, the front page, and the whole as Markdown in each language."""
    from evenhand.cli.folders import write_folder
    from evenhand.reporting.html.pages import Pages
    from evenhand.reporting.markdown.report import document

    texts = {}
    for language in LANGUAGES:
        name = "report.md" if language == "en" else f"report.{language}.md"
        texts[name] = document(result, language)
    texts.update(Pages(result, session.language).files())
    for path in write_folder(folder, texts):
        tell(session, message("cli.wrote", path=path.as_posix()))
