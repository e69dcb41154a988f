from fastapi import FastAPI

app = FastAPI()


@app.get("/tides")
def tides():
    return {"high": "06:12"}

if __name__ == "__main__":
    print(tides())
