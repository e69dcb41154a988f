RATE = "50"
