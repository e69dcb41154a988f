"""The parts of the voice pipeline; each has a plain fallback for machines without the optional libraries."""
