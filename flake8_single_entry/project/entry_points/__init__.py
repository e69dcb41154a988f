"""Candidates, evidence, versions and roles: which module is the entry point of a scope."""
