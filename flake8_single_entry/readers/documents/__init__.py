"""Readers for Markdown, reStructuredText, plain text and notebooks."""
