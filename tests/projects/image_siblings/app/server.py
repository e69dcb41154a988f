if __name__ == "__main__":
    print("app/server.py")
