"""Laws about policies, answered for all customers by the exact engine."""
