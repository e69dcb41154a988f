"""Watches the beacons and sounds the horn, quietly."""

import time


class Horn:
    def __init__(self, depth: int) -> None:
        self.depth = depth

    def sound(self) -> None:
        print("hm", self.depth)


def watch(seconds: float) -> None:
    horn = Horn(1)
    while True:
        horn.sound()
        time.sleep(seconds)


if __name__ == "__main__":
    watch(4.0)
