from fastapi import FastAPI
import uvicorn

app = FastAPI()

@app.get("/a")
def read_a(limit: int = 0):
    return {"a": limit}


@app.get("/b")
def read_b(limit: int = 1):
    return {"b": limit}


if __name__ == "__main__":
    uvicorn.run(app)
