import logging
import os

from flask import Flask, redirect, session

logger = logging.getLogger(__name__)
app = Flask(__name__)
app.secret_key = os.environ.get("SECRET", "dev")
app.config["SEAS"] = 7


@app.after_request
def note(response):
    logger.info("answered")
    return response


@app.route("/login")
def login():
    session["who"] = "captain"
    return redirect("/")


if __name__ == "__main__":
    app.run(port=5000)
