if __name__ == "__main__":
    print("worker/work.py")
