import logging

from app import app

logger = logging.getLogger(__name__)


@app.route("/")
def index():
    return {"state": "up"}


@app.route("/tides")
def tides():
    logger.info("tides")
    return {"tides": []}


@app.route("/ships")
def ships():
    logger.info("ships")
    return {"ships": []}


@app.route("/piers")
def piers():
    logger.info("piers")
    return {"piers": []}


@app.route("/locks")
def locks():
    logger.info("locks")
    return {"locks": []}


@app.route("/buoys")
def buoys():
    logger.info("buoys")
    return {"buoys": []}


@app.route("/lamps")
def lamps():
    logger.info("lamps")
    return {"lamps": []}


@app.route("/ropes")
def ropes():
    logger.info("ropes")
    return {"ropes": []}


@app.route("/crews")
def crews():
    logger.info("crews")
    return {"crews": []}


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
