"""Values without points, and customers whom two rows of one table claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from evenhand.analysis.audit.check import Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.proving import (
    asker_of,
    not_known,
    reason_unknown,
    witness_data,
)
from evenhand.finding import Confidence, Related
from evenhand.messages import message
from evenhand.model.conditions import All, Condition, Not
from evenhand.model.scorecard import Cases

if TYPE_CHECKING:
    from evenhand.analysis.prove.asking import Asked
    from evenhand.analysis.prove.places import Row, Rows


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """Gaps and overlaps of scorecard tables, of those sorts that ``sorts`` names.

    ``gap``: somebody in scope has a value that no row names, and nothing is said for the rest.
    ``overlap``: two rows of a decision table hold for one customer and give other points, and
    neither is a special case of the other. Bins that overlap are read off without a proof.
    """
    from evenhand.analysis.prove.places import tables_of

    for one in tables_of(subject.policy):
        if "gap" in parameters.texts("sorts"):
            yield from _gap(subject, one)
        assert one.characteristic is not None
        if "overlap" in parameters.texts("sorts") and isinstance(one.characteristic.form, Cases):
            yield from _overlaps(subject, one)


def _gap(subject: Subject, one: Rows) -> Iterator[Hit | NotKnown]:
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.places import gap_proof
    from evenhand.analysis.prove.result import Verdict

    proof = gap_proof(one, asker_of(subject), EVERYBODY)
    if proof.verdict is Verdict.UNKNOWN:
        yield reason_unknown(one.element, proof.because)
    elif proof.verdict is Verdict.FAILS and proof.instance is not None:
        yield Hit(
            one.element,
            one.location,
            (),
            {"place": one.title},
            "gap",
            witness=witness_data(proof.instance),
            confidence=Confidence.PROVED,
        )


def _overlaps(subject: Subject, one: Rows) -> Iterator[Hit | NotKnown]:
    """One hit a table, for the first two such rows, with how many pairs there are."""
    from evenhand.analysis.prove.witnesses import instance
    from evenhand.engines.exact.question import MET

    assert one.characteristic is not None and isinstance(one.characteristic.form, Cases)
    points = [row.points for row in one.characteristic.form.rows]
    found: list[tuple[Row, Row, Asked]] = []
    for (first, some), (second, others) in combinations(zip(one.rows, points, strict=True), 2):
        if some == others:
            continue
        asked = _met(subject, All((first.when, second.when), one.location))
        if not asked.known:
            yield not_known(one.element, asked)
        if (MET,) in asked.reached() and not _is_special(subject, first, second):
            found.append((first, second, asked))
    if found:
        first, second, asked = found[0]
        yield Hit(
            one.element,
            second.location,
            (),
            {
                "place": one.title,
                "first": first.words,
                "second": second.words,
                "count": str(len(found)),
            },
            "overlap",
            (Related(first.location, message("audit.row-before")),),
            witness_data(instance(asked, (MET,))),
            Confidence.PROVED,
        )


def _is_special(subject: Subject, first: Row, second: Row) -> bool:
    """Whether whoever one of two rows holds for, the other one holds for too."""
    from evenhand.engines.exact.question import MET

    alone = (
        All((first.when, Not(second.when, second.location)), first.location),
        All((second.when, Not(first.when, first.location)), second.location),
    )
    return not all((MET,) in _met(subject, part).reached() for part in alone)


def _met(subject: Subject, condition: Condition) -> Asked:
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.places import in_scope

    return asker_of(subject).truths(in_scope(subject.policy, condition), EVERYBODY)


CHECK: Final = Check(
    "table-rows",
    find,
    {"gap": frozenset({"place"}), "overlap": frozenset({"place", "first", "second", "count"})},
    frozenset({"sorts"}),
    chosen_by="sorts",
)
