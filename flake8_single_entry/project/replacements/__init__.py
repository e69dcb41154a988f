"""The replacement of each resolved reference, used by the messages of the rules."""
