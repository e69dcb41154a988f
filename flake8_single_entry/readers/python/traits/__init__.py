"""What makes a module an entry point."""
