print("bless")
