"""What names and wording mean: every list of words."""
