"""Task runners and process files."""
