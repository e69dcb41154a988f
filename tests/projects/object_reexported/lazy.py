import importlib


def __getattr__(name: str) -> object:
    return getattr(importlib.import_module("shop.web"), name)
