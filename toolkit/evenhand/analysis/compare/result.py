"""The whole comparison of several policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.analysis.compare.contradiction import Contradiction
from evenhand.analysis.compare.contradictions import contradictions_of
from evenhand.analysis.compare.customers import AtEvery, at_every
from evenhand.analysis.compare.matrix import Matrix, Row, matrix_of
from evenhand.analysis.compare.order import Order, hopeless_in, orders_of
from evenhand.analysis.compare.rates import Rates, rates_of
from evenhand.errors import UsageError
from evenhand.messages import Bilingual, message
from evenhand.model.customer import Customer
from evenhand.model.policy import Policy
from evenhand.result import Result, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Result):
    """Several policies side by side.

    ``contradictions`` stand in the order of their kinds; ``rates`` are by scorecard.
    """

    matrix: Matrix
    policies: tuple[Policy, ...] = ()
    orders: tuple[Order, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    rates: tuple[Rates, ...] = ()
    customers: AtEvery | None = None

    @property
    def titles(self) -> Mapping[str, Bilingual]:
        """The compared policies by id."""
        return self.matrix.titles

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the matrix."""
        return self.matrix.rows

    @property
    def only_one(self) -> tuple[Row, ...]:
        """The criteria that a single policy uses."""
        return self.matrix.only_one

    def data(self) -> Mapping[str, object]:
        found: dict[str, object] = {
            "matrix": self.matrix.data(),
            "order": {
                "complete" if order.complete else "all": order.data() for order in self.orders
            },
            "contradictions": [one.data() for one in self.contradictions],
            "rates": [one.data() for one in self.rates],
        }
        if self.customers is not None:
            found["customers"] = self.customers.data()
        return found


def compare(
    policies: Sequence[Policy],
    run: Run,
    *,
    only_different: bool = False,
    customer: Customer | None = None,
    profile: str | None = None,
) -> Comparison:
    """Set policies side by side, with what each decides about a customer if there is one.

    ``profile`` is the file that the customer comes from. Raises UsageError for fewer than two.
    """
    if len(policies) < 2:
        raise UsageError(message("usage.two-policies", count=len(policies)))
    orders = orders_of(policies)
    return Comparison(
        run=run,
        matrix=matrix_of(policies, only_different=only_different),
        policies=tuple(policies),
        orders=orders,
        contradictions=contradictions_of(policies, hopeless_in(orders[-1])),
        rates=tuple(rates for policy in policies for rates in rates_of(policy)),
        customers=None if customer is None else at_every(policies, customer, profile),
    )
