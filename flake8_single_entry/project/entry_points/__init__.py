"""Entry point detection: candidates, evidence, version clusters, and the role of each runnable module."""
