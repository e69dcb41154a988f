"""References to their targets."""
