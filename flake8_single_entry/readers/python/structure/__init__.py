"""Parsing, positions, and the single walk over a module."""
