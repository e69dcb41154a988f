if __name__ == "__main__":
    print("run_board.py")
