"""Fuzzing: inputs made by changing real ones, and what must hold of the result whatever they are.

``pytest tests/fuzz`` is the gate, with fixed seeds. ``python -m tests.fuzz --minutes N`` runs long, and writes what
fails, made small, with the command that reproduces it.
"""
