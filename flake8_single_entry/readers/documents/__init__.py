"""Markdown, reStructuredText, plain text and notebooks."""
