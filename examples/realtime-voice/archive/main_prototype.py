"""The first experiment: records a file and prints what the model hears."""

import sys
import time
from pathlib import Path


def transcribe(path: Path) -> str:
    from faster_whisper import WhisperModel

    segments, _ = WhisperModel("tiny.en").transcribe(str(path))
    return " ".join(segment.text for segment in segments)


def main() -> None:
    for name in sys.argv[1:]:
        started = time.perf_counter()
        text = transcribe(Path(name))
        print(f"{name}: {text} ({time.perf_counter() - started:.2f}s)")


if __name__ == "__main__":
    main()
