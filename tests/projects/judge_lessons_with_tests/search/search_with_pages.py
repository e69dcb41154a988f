"""Search the catalogue of shells page by page."""

from catalogue import Client, Request


def request_for(query):
    request = Request(query=query, size=10)
    request.page = 2
    request.offset = 10
    print("---search request---")
    print(request)
    return request


def search(query="conch"):
    client = Client()
    response = client.search(request_for(query))
    print("---search response---")
    if not response.shells:
        print("The search found nothing.")
    for shell in response.shells:
        print(shell.name, shell.colour, shell.beach)
    return response



search()
