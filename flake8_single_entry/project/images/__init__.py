"""File systems of container images."""
