"""The till's own program, which runs from its directory."""

from flask import Flask

application = Flask(__name__)
