def main() -> None:
    print("tested")


if __name__ == "__main__":
    main()
