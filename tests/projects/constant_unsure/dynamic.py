"""A module that fills itself."""

LATER = "tides.gone:app"
globals().update(LATER="tides.web:app")
