"""Resolution of references to targets."""
