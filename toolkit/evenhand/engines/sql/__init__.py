"""The SQL engine: a policy as one query over a table of customers, for millions of rows.

``columns`` says how customers stand in the table, ``compile`` makes the query. Whatever the
reference engine decides about a customer, the query gives for the row that holds her.
"""
