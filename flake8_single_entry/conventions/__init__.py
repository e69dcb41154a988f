"""Naming conventions: what file names, directory names and headings tell about a file."""
