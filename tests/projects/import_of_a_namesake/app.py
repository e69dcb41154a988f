"""The former shop's server."""

from flask import Flask

application = Flask(__name__)


@application.get("/orders")
def orders():
    return []


@application.get("/prices")
def prices():
    return []


if __name__ == "__app__":
    application.run()
