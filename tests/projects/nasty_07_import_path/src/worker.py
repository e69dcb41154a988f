from fastapi import FastAPI

app = FastAPI()


@app.get("/beat")
def beat():
    return {"ok": True}
