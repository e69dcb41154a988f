from fastapi import FastAPI
import uvicorn

app = FastAPI()

@app.get("/orders/a")
def read_orders_a(limit: int = 0):
    return {"orders_a": limit}


@app.get("/orders/b")
def read_orders_b(limit: int = 1):
    return {"orders_b": limit}


@app.get("/orders/c")
def read_orders_c(limit: int = 2):
    return {"orders_c": limit}


@app.get("/orders/d")
def read_orders_d(limit: int = 3):
    return {"orders_d": limit}


@app.get("/orders/e")
def read_orders_e(limit: int = 4):
    return {"orders_e": limit}


@app.get("/orders/f")
def read_orders_f(limit: int = 5):
    return {"orders_f": limit}


@app.get("/orders/g")
def read_orders_g(limit: int = 6):
    return {"orders_g": limit}


@app.get("/orders/h")
def read_orders_h(limit: int = 7):
    return {"orders_h": limit}


if __name__ == "__main__":
    uvicorn.run(app)
