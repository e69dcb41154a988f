def fit():
    return 1


if __name__ == "__main__":
    fit()
