print("a build of our own")
