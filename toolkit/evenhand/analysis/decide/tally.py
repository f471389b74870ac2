"""From counted rows to a result: outcomes, groups, and what is wrong with the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from evenhand.analysis.decide.result import (
    AbsentColumn,
    Contradicted,
    Decided,
    DecidedPolicy,
    Grouped,
    GroupRows,
    Named,
    OutcomeRows,
    Problem,
    Unread,
    UnusedColumn,
    Written,
)
from evenhand.analysis.decide.small_cells import suppressed
from evenhand.engines.sql.pipeline import DATA_ERROR
from evenhand.engines.sql.reading import TROUBLES
from evenhand.engines.sql.run import SAMPLES, Count, Done, Sample
from evenhand.errors import UsageError
from evenhand.messages import message
from evenhand.model.outcome import OUT_OF_SCOPE, REFER, REJECTED, Status
from evenhand.model.policy import Policy
from evenhand.result import Run

MOST_GROUPS = 200
"""How many values a column has at most that rows are counted by."""


def tallied(done: Done, run: Run, *, source: str, on_bad: str, output: str | None) -> Decided:
    """The result of a run over a table. Raises UsageError where there are too many groups."""
    policies = [one.policy for one in done.plan.programs]
    return Decided(
        run=run,
        source=source,
        rows=done.rows,
        wrong=sum(one.rows for one in done.counts if _cell_signs(one)),
        on_bad=on_bad,
        stopped=done.stopped,
        written=None if done.written is None or output is None else Written(output, done.written),
        policies=tuple(
            _policy(done, policy, index, skip=on_bad == "skip")
            for index, policy in enumerate(policies)
        ),
        problems=tuple(_problems(done)),
        unread=tuple(_unread(done)),
        contradicted=tuple(_contradicted(done)),
        absent=tuple(AbsentColumn(one.name, one.column, one.policies) for one in done.plan.absent),
        unused=tuple(UnusedColumn(one.name, one.is_known, one.near) for one in done.plan.unused),
    )


def _cell_signs(one: Count) -> list[str]:
    return [sign for sign in one.signs if not sign.startswith("k")]


# -- outcomes ----------------------------------------------------------------------------------


def all_outcomes(policy: Policy) -> Iterator[str]:
    """Every outcome that a policy can show, best tier first."""
    yield from (tier.id for tier in policy.tiers)
    yield policy.otherwise.tier
    yield from (REFER, REJECTED, OUT_OF_SCOPE)


def _policy(done: Done, policy: Policy, index: int, *, skip: bool) -> DecidedPolicy:
    rows: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    left_out = 0
    for one in done.counts:
        outcome, status = one.decisions[index]
        if status == DATA_ERROR and skip:
            left_out += one.rows
            continue
        rows[outcome] += one.rows
        if status == DATA_ERROR:
            wrong[outcome] += one.rows
        elif status == Status.UNDECIDED.value:
            undecided[outcome] += one.rows
    always = {tier.id for tier in policy.tiers} | {policy.otherwise.tier, REFER}
    names = [one for one in all_outcomes(policy) if rows[one] or one in always]
    counts = (OutcomeRows(one, rows[one], undecided[one], wrong[one]) for one in names)
    grouped = (
        _grouped(done, index, place, names, skip=skip) for place in range(len(done.plan.groups))
    )
    return DecidedPolicy(policy, rows.total(), tuple(counts), left_out, tuple(grouped))


def _grouped(done: Done, index: int, place: int, outcomes: Sequence[str], *, skip: bool) -> Grouped:
    """The outcomes by one group, small counts left out."""
    by = done.plan.groups[place].name
    found: dict[str | None, Counter[str]] = {}
    for one in done.counts:
        outcome, status = one.decisions[index]
        if not (skip and status == DATA_ERROR):
            found.setdefault(one.groups[place], Counter())[outcome] += one.rows
        if len(found) > MOST_GROUPS:
            raise UsageError(message("decide.too-many-groups", name=by, most=MOST_GROUPS))
    order = _order(done, place)
    values = sorted(found, key=lambda value: (value is None, order(value), value or ""))
    # The count of a group stands beside its outcomes: it is their sum, and the sums are known.
    table = [
        [found[value].total(), *(found[value][outcome] for outcome in outcomes)] for value in values
    ]
    cells = suppressed(table)
    groups = tuple(
        GroupRows(value, shown[0], tuple(shown[1:]))
        for value, shown in zip(values, cells, strict=True)
    )
    return Grouped(by, tuple(outcomes), groups, any(None in row for row in cells))


def _order(done: Done, place: int):  # type: ignore[no-untyped-def]
    group = done.plan.groups[place]
    attribute = None if group.input is None else done.plan.inputs[group.input].attribute
    codes = () if attribute is None else attribute.codes
    return lambda value: codes.index(value) if value in codes else len(codes)


# -- what is wrong -----------------------------------------------------------------------------


def _problems(done: Done) -> Iterator[Problem]:
    rows: Counter[str] = Counter()
    samples: dict[str, list[Named]] = {}
    for one in done.counts:
        for number, sign in enumerate(_cell_signs(one)):
            rows[sign] += one.rows
            named = [_named(sample, number) for sample in one.samples]
            samples.setdefault(sign, []).extend(named)
    for sign in sorted(rows, key=_place_of):
        index, place, trouble = _place_of(sign)
        found = done.plan.inputs[index]
        yield Problem(
            found.name,
            done.names[found.places[place]],
            TROUBLES[trouble].value,
            rows[sign],
            _first(samples[sign]),
        )


def _place_of(sign: str) -> tuple[int, int, int]:
    place, _, trouble = sign.partition(":")
    index, _, which = place.partition(".")
    return int(index), int(which), int(trouble)


def _named(sample: Sample, number: int) -> Named:
    value = sample.values[number] if number < len(sample.values) else None
    return Named(sample.row, sample.id, value)


def _first(found: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(nsmallest(SAMPLES, found, key=lambda one: (one.row or 0, one.id or "")))


def _contradicted(done: Done) -> Iterator[Contradicted]:
    constraints = [one for checks in done.plan.checks for one in checks.constraints]
    for number, constraint in enumerate(constraints):
        counted = [one for one in done.counts if f"k{number}" in one.signs]
        if counted:
            named = [Named(sample.row, sample.id) for one in counted for sample in one.samples]
            rows = sum(one.rows for one in counted)
            yield Contradicted(constraint.id, rows, _first(named))


def _unread(done: Done) -> Iterator[Unread]:
    for why in dict.fromkeys(one.why for one in done.refused):
        found = [one for one in done.refused if one.why is why]
        examples = (Named(one.number, line=one.line) for one in found[:SAMPLES])
        yield Unread(why.value, len(found), tuple(examples))
