"""The programs of the repositories."""

from __future__ import annotations

FASTAPI = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders():
    return []


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
"""
FLASK = """\
from flask import Flask

app = Flask(__name__)


@app.route("/orders")
def orders():
    return []
"""
WORKER = """\
from celery import Celery

app = Celery("orders")


@app.task
def send():
    return 1
"""
STREAMLIT = """\
import streamlit as st

st.set_page_config(page_title="Orders")
st.title("Orders")
st.write("None yet")
"""
CLI = """\
import argparse


def parser():
    found = argparse.ArgumentParser()
    found.add_argument("--port")
    return found


def main():
    print(parser().parse_args())


if __name__ == "__main__":
    main()
"""
COMMAND = """\
from store import ORDERS


def main():
    print(ORDERS)


if __name__ == "__main__":
    main()
"""


def dockerfile(command: str) -> str:
    """Return a Dockerfile that copies everything and starts a command."""
    return f"FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD {command}\n"
