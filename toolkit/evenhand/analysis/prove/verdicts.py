"""Verdicts: from what occurs to holds, fails or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evenhand.analysis.prove.asking import Asked
from evenhand.analysis.prove.result import Proof, Verdict
from evenhand.analysis.prove.witnesses import instance


def verdict_on(
    proof: Proof,
    asked: Asked,
    found: Sequence[tuple[str, ...]],
    *,
    shows: Verdict = Verdict.FAILS,
) -> Proof:
    """The proof with its verdict: ``shows``, with a witness of the first labels that were found.

    Where none was found it holds if the answer is whole, and is unknown if it is not or if nobody
    can be shown.
    """
    if found:
        asked = asked.showing()
    if found and asked.known:
        return replace(proof, verdict=shows, instance=instance(asked, found[0]))
    if not asked.known:
        return replace(proof, verdict=Verdict.UNKNOWN, because=asked.answer.reason)
    return proof
