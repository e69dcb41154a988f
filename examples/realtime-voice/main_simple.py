"""A stub that answers the health check, for hosts where the audio libraries do not build."""

import os

import uvicorn
from fastapi import FastAPI

app = FastAPI(title="realtime-voice (simple)")


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok", "mode": "simple"}


@app.post("/speak")
async def speak() -> dict[str, int]:
    return {"frames": 0, "bytes": 0}


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=int(os.getenv("PORT", "8000")))
