if __name__ == "__main__":
    print("tools/work.py")
