print("counting the tides")
