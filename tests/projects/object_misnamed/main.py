from fastapi import FastAPI

app = FastAPI()


def create_app() -> FastAPI:
    return app


def serve() -> None:
    print("serving")
