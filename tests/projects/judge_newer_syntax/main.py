from fastapi import FastAPI

app = FastAPI()


def load(path):
    try:
        return open(path)
    except OSError, ValueError:
        return None
