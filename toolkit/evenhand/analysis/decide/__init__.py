"""``decide``: what policies decide about the customers of a table, and what is wrong with it."""
