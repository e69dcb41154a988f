"""Text with positions, and the data formats it is written in."""
