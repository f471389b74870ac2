"""``prove``: the laws of some policies, answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evenhand.analysis.prove.asking import DEFAULT_BUDGET, EVERYBODY, Among, Asker
from evenhand.analysis.prove.claims import answered, equivalent
from evenhand.analysis.prove.defaults import default_laws
from evenhand.analysis.prove.result import Proof, Proofs, Verdict
from evenhand.engines.exact.question import Budget
from evenhand.model.law import Law, NoDead
from evenhand.model.outcome import Reading
from evenhand.model.policy import Policy
from evenhand.result import Run


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of one policy: laws, and policies that it should be equivalent to.

    ``origin`` tells where the laws came from: ``options``, ``file`` or ``default``.
    """

    policy: Policy
    laws: tuple[Law, ...]
    others: tuple[Policy, ...] = ()
    among: Among = EVERYBODY
    origin: str = "options"


def own_laws(policy: Policy) -> Wanted:
    """The policy's own laws; where it has none, those that are always worth asking about."""
    if policy.laws:
        return Wanted(policy, policy.laws, origin="file")
    return Wanted(policy, default_laws(policy), origin="default")


def prove(
    wanted: Sequence[Wanted],
    run: Run,
    *,
    reading: Reading = Reading.DECLARED,
    budget: Budget = DEFAULT_BUDGET,
) -> Proofs:
    """Answer what is asked, policy by policy, in the order in which it is asked."""
    proofs = tuple(proof for one in wanted for proof in _proofs(one, reading, budget))
    asked: Mapping[str, str] = {one.policy.id: one.origin for one in wanted}
    incomplete = any(one.verdict is Verdict.UNKNOWN for one in proofs)
    return Proofs(run=run, proofs=proofs, asked=asked, incomplete=incomplete)


def _comes_late(law: Law) -> bool:
    """Dead parts are looked for first: the sweep that finds them answers about twins as well."""
    return not isinstance(law.claim, NoDead)


def _proofs(wanted: Wanted, reading: Reading, budget: Budget) -> Iterator[Proof]:
    asker = Asker(wanted.policy, reading, budget)
    told: dict[int, tuple[Proof, ...]] = {}
    for at, law in sorted(enumerate(wanted.laws), key=lambda one: _comes_late(one[1])):
        told[at] = tuple(answered(law, asker))
    for at in range(len(wanted.laws)):
        yield from told[at]
    for other in wanted.others:
        yield equivalent(other, asker, wanted.among)
