"""The ledger of the bakery."""
