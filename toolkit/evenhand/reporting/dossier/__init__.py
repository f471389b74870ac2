"""The dossier's content in plain words, shared by its HTML and its Markdown."""
