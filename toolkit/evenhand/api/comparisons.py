"""``compare``: policies side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from evenhand.analysis import compare as analysis
from evenhand.analysis.compare import Comparison
from evenhand.api.explanations import Profile
from evenhand.api.policies import Policies, listed, run_on
from evenhand.model.customer import Customer, Given, make_customer


def compare(
    policies: Policies,
    *,
    as_of: date,
    only_different: bool = False,
    customer: Customer | Profile | Mapping[str, Given] | None = None,
) -> Comparison:
    """Policies side by side: the criteria that each uses, and how each decides.

    With them come the proved order of strictness, the contradictions between them and inside each,
    what points cost, and, for a customer, what every policy decides. With ``only_different``, what
    all say alike is left out of the criteria. Raises UsageError for fewer than two, and where two
    define an attribute of the customer differently; ValueRefused as ``Policy.decide``.
    """
    asked = listed(policies)
    run = run_on("compare", asked, as_of)
    models = [policy.model for policy in asked]
    path: str | None = None
    given: Customer | None = None
    match customer:
        case None:
            pass
        case Profile(given, source):
            if source is not None:
                path = source.path
                run = replace(run, inputs=(*run.inputs, source))
        case Customer():
            given = customer
        case _:
            given = make_customer(analysis.together(models).dictionary, customer)
    return analysis.compare(
        models, run, only_different=only_different, customer=given, profile=path
    )
