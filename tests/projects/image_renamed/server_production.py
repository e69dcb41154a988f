if __name__ == "__main__":
    print("server_production")
