"""Functions, none of which is the command."""


def count() -> int:
    return 3


def double() -> int:
    return 6
