"""The seed of the bakery."""
