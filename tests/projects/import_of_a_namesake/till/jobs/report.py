"""Runs in the till, where `app` is the module beside this directory: from the root it would be another one."""

from app import application


def report():
    return application.name
