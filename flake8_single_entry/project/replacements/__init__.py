"""What each resolved reference should be replaced by. Rules word it, and fixes apply it."""
