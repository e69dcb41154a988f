"""A module that is called py."""


def main() -> None:
    print("beats")
