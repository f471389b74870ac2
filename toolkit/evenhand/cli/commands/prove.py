"""``evenhand prove``: laws, answered for all customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli.options import (
    Session,
    finish,
    given_paths,
    output_options,
    paths_argument,
    reading_option,
    setup_of,
    tell,
    with_globals,
    write,
)
from evenhand.cli.words import Command, Option, complete_path
from evenhand.errors import UsageError
from evenhand.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from evenhand.analysis.prove.checked import Checked
    from evenhand.api.certificates import Certificate
    from evenhand.api.laws import Given

    Maker = Callable[..., Given]

_LAWS = (
    Option(["--monotone"], key="cli.option.monotone", metavar="ATTR[:WAY]", multiple=True),
    Option(["--indifferent-to"], key="cli.option.indifferent-to", metavar="ATTR", multiple=True),
    Option(["--reachable"], key="cli.option.reachable", metavar="OUTCOME", multiple=True),
    Option(["--unreachable"], key="cli.option.unreachable", metavar="OUTCOME", multiple=True),
    Option(["--always"], key="cli.option.always", metavar="OUTCOME", multiple=True),
    Option(["--only-if"], key="cli.option.only-if", metavar="TIER: CONDITION", multiple=True),
    Option(["--total"], key="cli.option.total", is_flag=True),
    Option(["--no-gap"], key="cli.option.no-gap", is_flag=True),
    Option(["--no-overlap"], key="cli.option.no-overlap", is_flag=True),
    Option(["--no-dead"], key="cli.option.no-dead", is_flag=True),
    Option(["--points-at-most"], key="cli.option.points-at-most", metavar="ATTR=N", multiple=True),
    Option(["--tiers-at-most"], key="cli.option.tiers-at-most", metavar="ATTR=N", multiple=True),
    Option(
        ["--equivalent"],
        key="cli.option.equivalent",
        metavar="POLICY",
        multiple=True,
        shell_complete=complete_path,
    ),
)

_WHOM = (
    Option(["--customers"], key="cli.option.customers", type=click.Choice(["complete", "all"])),
    Option(["--among"], key="cli.option.among", metavar="CONDITION"),
    Option(
        ["--fail-on"],
        key="cli.option.fail-on-law",
        type=click.Choice(["fails", "never"]),
        default="never",
        show_default=True,
    ),
    Option(["--strict"], key="cli.option.strict-unknown", is_flag=True),
)

_CERTIFICATES = (
    Option(["--write-certificate"], key="cli.option.write-certificate", metavar="FILE"),
    Option(
        ["--certificate"],
        key="cli.option.certificate",
        metavar="FILE",
        shell_complete=complete_path,
    ),
)


@click.command("prove", cls=Command, params=[*_LAWS, *_WHOM, *_CERTIFICATES])
@paths_argument
@reading_option
@output_options
@with_globals
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    customers: str | None,
    among: str | None,
    reading: str,
    form: str,
    outputs: tuple[str, ...],
    fail_on: str,
    strict: bool,
    write_certificate: str | None,
    certificate: str | None,
    **asked: Any,
) -> None:
    from evenhand import api

    if certificate is not None:
        if any(asked.values()) or customers or among or write_certificate:
            raise UsageError(message("usage.certificate-alone"))
        checked = _checked(session, certificate, paths)
        finish(session, checked, form=form, outputs=outputs, code=checked.exit_code())
        return
    config = session.config()
    setup = setup_of(config)
    policies = api.load_all(given_paths(paths, config), setup=setup)
    others = [api.load(path, setup=setup) for path in asked.pop("equivalent")]
    given = tuple(_given(asked, others))
    whom: dict[str, Any] = {"customers": customers, "among": among, "reading": reading}
    result = api.prove(policies, *given, as_of=session.as_of, **whom)
    if write_certificate is not None:
        _write(session, Path(write_certificate), api.certify(policies, *given, **whom))
    code = result.exit_code(fail_on, strict=strict)
    finish(session, result, form=form, outputs=outputs, code=code)


def _checked(session: Session, path: str, paths: tuple[str, ...]) -> Checked:
    """A certificate, compared with what its policies say."""
    from evenhand import api

    setup = setup_of(session.config())
    policies = api.load_all(paths, setup=setup) if paths else ()
    return api.check_certificate(path, policies, as_of=session.as_of, setup=setup)


def _write(session: Session, path: Path, certificate: Certificate) -> None:
    """Write a certificate if it says anything, and tell how much of what was asked it says."""
    if certificate.count:
        write(session, path, certificate.text)
    count, all_ = certificate.count, len(certificate.answers)
    tell(session, message("certificate.written", count=count, all=all_))
    for one in certificate.answers:
        if one.why and session.verbose:
            why = message(f"certificate.why.{one.why}")
            tell(session, message("certificate.without", law=one.proof.words, why=why))


def _given(asked: Mapping[str, Any], others: list[Any]) -> Iterator[Given]:
    """The laws of the options, in the order of the command's help."""
    from evenhand.api import laws

    for value in asked["monotone"]:
        name, _, better = value.partition(":")
        yield laws.monotone(name, better=better or None)
    for value in asked["indifferent_to"]:
        mark, colon, name = value.partition(":")
        is_class = bool(colon) and mark == "class"
        yield laws.indifferent(of_class=name) if is_class else laws.indifferent(value)
    outcomes: Mapping[str, Maker] = {
        "reachable": laws.reachable,
        "unreachable": laws.unreachable,
        "always": laws.always,
    }
    for key, make in outcomes.items():
        yield from (make(value) for value in asked[key])
    for value in asked["only_if"]:
        yield laws.only_if(*_pair("--only-if", value, ":"))
    whole: Mapping[str, Maker] = {
        "total": laws.total,
        "no_gap": laws.no_gap,
        "no_overlap": laws.no_overlap,
        "no_dead": laws.no_dead,
    }
    yield from (make() for key, make in whole.items() if asked[key])
    for value in asked["points_at_most"]:
        yield laws.points_at_most(*_pair("--points-at-most", value, "="))
    for value in asked["tiers_at_most"]:
        yield laws.tiers_at_most(*_pair("--tiers-at-most", value, "="))
    yield from (laws.equivalent(other) for other in others)


def _pair(option: str, value: str, mark: str) -> tuple[str, str]:
    """What stands before and behind a mark. Raises UsageError where one of them is lacking."""
    left, _, right = value.partition(mark)
    if not left.strip() or not right.strip():
        raise UsageError(message("usage.option-pair", option=option, value=value, mark=mark))
    return left.strip(), right.strip()
