"""Checks of the books. Another command than the server: that main.py has a `serve` is no way out."""


def check_books():
    return True
