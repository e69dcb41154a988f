"""The lesson chapter01_py312."""

if __name__ == "__main__":
    print("chapter01_py312")
