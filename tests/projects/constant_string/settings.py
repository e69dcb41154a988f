"""What starts where."""

PACKAGE = "tides"
ENTRY = PACKAGE + ".web_old:app"
WORKER = "tides.web:app"
