"""Elaboration: from schema-checked nodes to the typed model, with every name resolved."""
