if __name__ == "__main__":
    print("the first kite")
