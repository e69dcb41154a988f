"""One authoritative entry point per program: find competing mains and the references that went stale."""

__version__ = "0.1.0"
