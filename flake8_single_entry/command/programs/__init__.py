"""Programs and their arguments."""
