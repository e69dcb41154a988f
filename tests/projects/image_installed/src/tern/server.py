if __name__ == "__main__":
    print("src/tern/server.py")
