"""Readers for task runners and process files."""
