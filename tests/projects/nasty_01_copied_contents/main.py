print("a helper for the release")
