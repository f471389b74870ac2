"""The language over boxes: what policies say of customers of whom only cells of values are known.

A box gives each variable a cell: MISSING, a yes or no, a code, a set, or a stretch of places. It
stands for all customers whose values lie there. ``linear`` does the arithmetic, ``cells`` cuts
domains, ``reading`` judges conditions and values, ``scoring`` points. Where customers of one box
differ, ``linear.Fork`` names two smaller boxes.
"""
