"""The main of the bakery."""

if __name__ == "__main__":
    print("open")
