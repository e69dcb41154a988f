"""References of a Python module."""
