NAME = "tides.web:app"
