"""The file systems of containers."""
