"""The lesson chapter02_py312."""

if __name__ == "__main__":
    print("chapter02_py312")
