def serve(port):
    return port * 2


if __name__ == "__main__":
    serve(80)
