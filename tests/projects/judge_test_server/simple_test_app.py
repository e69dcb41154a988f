"""Tests that the router can be imported, behind a server of its own."""
from fastapi import FastAPI

app = FastAPI(title="Router test")


@app.get("/imports")
def imports() -> str:
    return "fine"


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8002)
