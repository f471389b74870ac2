"""Writing: the canonical layout of files, for what the tool makes and for what people wrote."""
