"""Rendering: results as text, data and pages, in English and Chinese."""
