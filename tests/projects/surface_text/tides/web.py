"""The web application."""

from fastapi import FastAPI

app = FastAPI()
