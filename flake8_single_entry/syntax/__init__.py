"""Parsers for data formats that keep the position of every value."""
