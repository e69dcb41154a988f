from fastapi import FastAPI

app = FastAPI()


@app.get("/parcels")
def parcels() -> list[str]:
    return ["north", "south"]


@app.post("/parcels")
def send(parcel: str) -> str:
    return parcel
