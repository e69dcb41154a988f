from fastapi import FastAPI

app = FastAPI()


@app.get("/tides")
def tides() -> dict[str, str]:
    return {"state": "high"}
