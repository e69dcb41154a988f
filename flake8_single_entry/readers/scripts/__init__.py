"""Readers for shell, batch and PowerShell scripts."""
