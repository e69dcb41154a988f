"""Reads wheels with a library that shares its name with a part of ours."""

from wheels import Wheel


def fetch(url: str) -> Wheel:
    return Wheel(url)
