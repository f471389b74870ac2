"""The parts of the text of ``compare``, one module a section."""
