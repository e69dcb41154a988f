"""Self-contained HTML pages: no request leaves them, and they are complete without scripts."""
