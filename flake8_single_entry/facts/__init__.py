"""The facts of many files: discovery, cache, relevance."""
