NAME = "tides.gone:app"
