print("counting the stock")
