def price():
    return 1


if __name__ == "__main__":
    print(price())
