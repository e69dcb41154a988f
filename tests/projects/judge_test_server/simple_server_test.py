"""
Simple server test: is anything served at all?
"""
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def root() -> str:
    return "It works"


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8001)
