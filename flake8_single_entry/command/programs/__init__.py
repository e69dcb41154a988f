"""What programs do with their arguments."""
