"""Hypothesis strategies for customers of a policy, and for whole policies.

For the tests of this project and for those of banks: a law of a policy is searched with customers
on its thresholds. Rates are never computed from them.

    from hypothesis import given
    from evenhand.strategies import boundary_customers

    @given(boundary_customers(policy))
    def test_no_minor_is_premium(customer): ...

``customers``, ``boundary_customers`` and ``attribute_values`` shrink towards the typical customer;
``policies`` shrinks towards a policy with one tier and hardly anything in it.
"""

from evenhand.strategies.customers import attribute_values, boundary_customers, customers
from evenhand.strategies.policies import PolicyText, policies, policy_texts

__all__ = [
    "PolicyText",
    "attribute_values",
    "boundary_customers",
    "customers",
    "policies",
    "policy_texts",
]
