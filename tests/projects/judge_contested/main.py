"""The first version, which starts at boot."""


def main():
    print("hello")


if __name__ == "__main__":
    main()
