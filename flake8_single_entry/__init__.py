"""One authoritative entry point per program: find competing mains and stale references."""

__version__ = "0.1.0"
