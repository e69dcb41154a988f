if __name__ == "__main__":
    print("local_run")
