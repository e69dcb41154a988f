from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health():
    return {"ok": True}


if __name__ == "__main__":
    import logging

    logging.getLogger("tides.main_old").info("coverage.py and main_old.py are names")
