class Request:
    def __init__(self, query, size):
        self.query, self.size = query, size


class Client:
    def search(self, request):
        return request
