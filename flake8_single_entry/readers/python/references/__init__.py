"""What a module refers to."""
