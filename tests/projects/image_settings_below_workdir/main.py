"""Tides."""


def main() -> None:
    print("tides")


if __name__ == "__main__":
    main()
