"""The package that hides app.py."""
