"""Serves the kiln; it cannot stand in for what it starts itself."""

import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == "__main__":
    uvicorn.run("kiln.server:app")
    uvicorn.run("main:app")
