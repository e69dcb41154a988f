print("another main")
