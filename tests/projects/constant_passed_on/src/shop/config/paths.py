"""A module of the package that ``import config`` alone brings along."""

WORKER = "shop.worker:app"
