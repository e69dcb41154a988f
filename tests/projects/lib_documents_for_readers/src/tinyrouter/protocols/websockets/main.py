from websockets.main import serve

print(serve)
