def main() -> None:
    print("moored")
