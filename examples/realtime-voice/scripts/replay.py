"""Sends recordings to a running service and prints what it heard."""

import argparse
import asyncio
import json
import wave

import websockets

FRAME_SAMPLES = 320


async def replay(url: str, path: str) -> None:
    with wave.open(path) as recording:
        async with websockets.connect(url) as connection:
            while frame := recording.readframes(FRAME_SAMPLES):
                await connection.send(frame)
                await asyncio.sleep(FRAME_SAMPLES / recording.getframerate())
            print(path, json.loads(await connection.recv()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", nargs="+")
    parser.add_argument("--url", default="ws://localhost:8000/ws/audio")
    options = parser.parse_args()
    for path in options.recordings:
        asyncio.run(replay(options.url, path))


if __name__ == "__main__":
    main()
