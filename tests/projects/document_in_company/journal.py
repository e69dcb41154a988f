"""The journal of the bakery."""
