"""Watches the beacons and sounds the horn."""

import time


class Horn:
    def __init__(self, depth: int) -> None:
        self.depth = depth

    def sound(self) -> None:
        print("whoo", self.depth)


def watch(seconds: float) -> None:
    horn = Horn(3)
    while True:
        horn.sound()
        time.sleep(seconds)


if __name__ == "__main__":
    watch(2.0)
