"""Parsing, positions, and the one walk over a module."""
