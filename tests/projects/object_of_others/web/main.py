"""A script of the web site's."""

if __name__ == "__main__":
    print("built")
