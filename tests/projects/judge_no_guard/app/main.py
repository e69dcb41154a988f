from fastapi import FastAPI
import uvicorn

app = FastAPI()

@app.get("/orders")
def read_orders(limit: int = 0):
    return {"orders": limit}


@app.get("/users")
def read_users(limit: int = 1):
    return {"users": limit}

