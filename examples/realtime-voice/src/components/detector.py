"""Decides whether a frame of 16-bit mono audio holds speech."""

from __future__ import annotations

import logging
from array import array
from typing import Protocol

logger = logging.getLogger(__name__)


class SpeechDetector(Protocol):
    name: str

    def is_speech(self, frame: bytes, sample_rate: int) -> bool: ...


class EnergyDetector:
    """Fallback: a frame is speech when its mean amplitude is above a threshold."""

    name = "energy"

    def __init__(self, threshold: int = 500) -> None:
        self.threshold = threshold

    def is_speech(self, frame: bytes, sample_rate: int) -> bool:
        samples = array("h", frame[: len(frame) // 2 * 2])
        return bool(samples) and sum(map(abs, samples)) / len(samples) > self.threshold


class WebRtcDetector:
    name = "webrtc"

    def __init__(self, aggressiveness: int = 2) -> None:
        import webrtcvad

        self._vad = webrtcvad.Vad(aggressiveness)

    def is_speech(self, frame: bytes, sample_rate: int) -> bool:
        return bool(self._vad.is_speech(frame, sample_rate))


def load_detector() -> SpeechDetector:
    try:
        return WebRtcDetector()
    except ImportError:
        logger.warning("webrtcvad is not installed, falling back to energy detection")
        return EnergyDetector()
