"""Turns the text of an answer into 16-bit mono audio."""

from __future__ import annotations

import logging
import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

logger = logging.getLogger(__name__)

FRAME_BYTES = 3200


class Synthesizer(Protocol):
    name: str

    def frames(self, text: str, sample_rate: int) -> Iterator[bytes]: ...


class ToneSynthesizer:
    """Fallback: one short tone for each word."""

    name = "tone"

    def frames(self, text: str, sample_rate: int) -> Iterator[bytes]:
        length = sample_rate // 10
        for word in text.split():
            pitch = 220 + 20 * min(len(word), 12)
            wave = (int(8000 * math.sin(2 * math.pi * pitch * n / sample_rate)) for n in range(length))
            yield struct.pack(f"<{length}h", *wave)


class PiperSynthesizer:
    name = "piper"

    def __init__(self, voice: Path) -> None:
        from piper import PiperVoice

        self._voice = PiperVoice.load(str(voice))

    def frames(self, text: str, sample_rate: int) -> Iterator[bytes]:
        for chunk in self._voice.synthesize_stream_raw(text):
            for start in range(0, len(chunk), FRAME_BYTES):
                yield chunk[start : start + FRAME_BYTES]


def load_synthesizer(voice: Path) -> Synthesizer:
    try:
        return PiperSynthesizer(voice)
    except (ImportError, FileNotFoundError):
        logger.warning("no piper voice at %s, falling back to tones", voice)
        return ToneSynthesizer()
