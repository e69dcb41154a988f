"""Readers for CI services whose files have a syntax of their own."""
