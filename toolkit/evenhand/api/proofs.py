"""``prove``: laws about policies, answered for all customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from evenhand.analysis.prove import run as analysis
from evenhand.analysis.prove.asking import DEFAULT_BUDGET, Among
from evenhand.analysis.prove.result import Proofs
from evenhand.analysis.prove.run import Wanted, own_laws
from evenhand.api.laws import Given, GivenEquivalent, GivenLaw, condition_text
from evenhand.api.policies import Policies, Policy, listed, reading_of, run_on
from evenhand.engines.exact.question import Budget
from evenhand.errors import UsageError
from evenhand.loading.given_laws import read_law
from evenhand.messages import message
from evenhand.model.law import Customers


def prove(
    policies: Policy | Policies,
    *laws: Given,
    as_of: date,
    customers: str | None = None,
    among: str | Mapping[str, Any] | None = None,
    reading: str = "declared",
    budget: Budget = DEFAULT_BUDGET,
) -> Proofs:
    """Whether laws hold for all customers: each answer is a proof, a witness, or ``unknown``.

    Without ``laws``, those that each policy states; where it states none, those that are always
    worth asking about. ``customers`` (``complete`` or ``all``) and ``among`` (a condition, as a
    mapping or text) tell whom given laws speak of. ``budget`` bounds the work for one question.
    Raises UsageError for what is no law of a policy, and for customers or a reading that do not
    exist.
    """
    asked, others, wanted = wanted_of(policies, laws, customers, among)
    run = run_on("prove", [*asked, *others], as_of, reading=reading)
    return analysis.prove(wanted, run, reading=reading_of(reading), budget=budget)


def wanted_of(
    policies: Policy | Policies,
    laws: Sequence[Given],
    customers: str | None,
    among: str | Mapping[str, Any] | None,
) -> tuple[tuple[Policy, ...], tuple[Policy, ...], list[Wanted]]:
    """The policies that are asked, those that they are compared with, and what is asked of each.

    Raises UsageError as ``prove`` does.
    """
    asked = (policies,) if isinstance(policies, Policy) else listed(policies)
    others = tuple(one.other for one in laws if isinstance(one, GivenEquivalent))
    given = tuple(one for one in laws if isinstance(one, GivenLaw))
    if not laws and (customers is not None or among is not None):
        raise UsageError(message("usage.among-whom"))
    wanted = [
        _wanted(policy, given, others, whom(customers), among) if laws else own_laws(policy.model)
        for policy in asked
    ]
    return asked, others, wanted


def whom(name: str | None) -> Customers:
    """The customers of a name, complete ones by default. Raises UsageError for another name."""
    try:
        return Customers.COMPLETE if name is None else Customers(name)
    except ValueError:
        known = ", ".join(one.value for one in Customers)
        raise UsageError(message("usage.customers", name=str(name), known=known)) from None


def _wanted(
    policy: Policy,
    given: tuple[GivenLaw, ...],
    others: tuple[Policy, ...],
    customers: Customers,
    among: str | Mapping[str, Any] | None,
) -> Wanted:
    more = f"customers: {customers.value}\n"
    condition = None
    if among is not None:
        restricted = f"among: {condition_text(among)}\n"
        condition = read_law(policy.model, "among", f"id: given\ntotal: true\n{restricted}").among
        more += restricted
    laws = tuple(
        read_law(policy.model, one.said, f"id: given\n{one.text.rstrip()}\n{more}") for one in given
    )
    models = tuple(other.model for other in others)
    return Wanted(policy.model, laws, models, Among(customers, condition))
