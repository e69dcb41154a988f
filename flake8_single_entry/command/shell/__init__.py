"""POSIX shell."""
