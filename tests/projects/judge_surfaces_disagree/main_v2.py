from fastapi import FastAPI
import uvicorn

app = FastAPI()

@app.get("/orders")
def read_orders(limit: int = 0):
    return {"orders": limit}


@app.get("/orders/late")
def read_orders_late(limit: int = 1):
    return {"orders_late": limit}


if __name__ == "__main__":
    uvicorn.run(app)
