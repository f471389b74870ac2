"""Parts of a policy without which nobody's outcome would be another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from evenhand.analysis.audit.check import Check, Hit, NotKnown, Parameters, Subject
from evenhand.analysis.audit.proving import asker_of, reason_unknown
from evenhand.finding import Confidence
from evenhand.model.parts import PLACES


def find(subject: Subject, parameters: Parameters) -> Iterator[Hit | NotKnown]:
    """Dead parts of the kinds of places in ``places``, for one of the reasons in ``why``."""
    from evenhand.analysis.prove.asking import EVERYBODY
    from evenhand.analysis.prove.dead import Dead, dead_parts
    from evenhand.analysis.prove.part_words import part_words

    asker = asker_of(subject)
    found = subject.memory.setdefault("dead", tuple(dead_parts(asker, EVERYBODY, ("all",))))
    assert isinstance(found, tuple)
    for one in found:
        assert isinstance(one, Dead)
        if PLACES[one.part.sort] not in parameters.texts("places"):
            continue
        if one.dead is None:
            yield reason_unknown(one.part.address, one.reason)
        elif one.why is not None and one.why.value in parameters.texts("why"):
            yield Hit(
                one.part.address,
                one.part.location,
                (one.why.value,),
                {"part": part_words(subject.policy, one.part)},
                one.why.value,
                confidence=Confidence.PROVED,
            )


_GIVEN = frozenset({"part"})

CHECK: Final = Check(
    "dead-parts",
    find,
    {"never-met": _GIVEN, "shadowed": _GIVEN, "not-decisive": _GIVEN, "not-read": _GIVEN},
    frozenset({"places", "why"}),
    chosen_by="why",
)
