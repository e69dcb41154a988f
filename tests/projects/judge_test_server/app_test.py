"""The parcels, with the new carrier."""
from fastapi import FastAPI

app = FastAPI()


@app.get("/parcels")
def parcels() -> list[str]:
    return ["north", "south", "carrier"]


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
