"""Wheels as the older resolver wants them."""


class Wheel:
    name = ""
