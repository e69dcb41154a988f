"""`.single-entry.yaml`: its values, and how they are read and validated."""
