from fastapi import FastAPI
import uvicorn

app = FastAPI()

@app.get("/orders")
def read_orders(limit: int = 0):
    return {"orders": limit}


@app.get("/invoices")
def read_invoices(limit: int = 1):
    return {"invoices": limit}


if __name__ == "__main__":
    uvicorn.run(app)
