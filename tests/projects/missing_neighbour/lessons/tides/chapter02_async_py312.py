"""The lesson chapter02_async_py312."""

if __name__ == "__main__":
    print("chapter02_async_py312")
