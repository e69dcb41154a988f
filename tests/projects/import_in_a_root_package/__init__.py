"""The checkout itself is the package: a plugin that its host imports by the directory's name."""
