"""Constant evaluation."""
