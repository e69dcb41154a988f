"""Traits of an entry point."""
