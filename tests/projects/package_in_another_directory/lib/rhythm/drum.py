"""A drum."""

if __name__ == "__main__":
    print("drum")
