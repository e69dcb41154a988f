"""CI services whose files have a grammar of their own."""
