"""The report of the bakery."""
