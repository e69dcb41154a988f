from fastapi import FastAPI

app = FastAPI()


@app.get("/kites")
def kites() -> list[str]:
    return ["blue"]
