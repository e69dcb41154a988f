try:
    from fast import third
except ImportError:
    third = None


def setup() -> None:
    global fourth
    fourth = 4
