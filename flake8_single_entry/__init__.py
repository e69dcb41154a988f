"""One authoritative entry point per program: find competing modules and stale references."""

__version__ = "0.1.0"
