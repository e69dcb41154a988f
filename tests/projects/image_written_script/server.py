from flask import Flask

app = Flask(__name__)


@app.route("/tides")
def tides() -> str:
    return "high"


if __name__ == "__main__":
    app.run()
