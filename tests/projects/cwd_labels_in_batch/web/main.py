from fastapi import FastAPI

app = FastAPI()


@app.get("/pages")
def pages():
    return {"ok": True}
