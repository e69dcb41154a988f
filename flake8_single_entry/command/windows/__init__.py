"""Batch files and PowerShell."""
