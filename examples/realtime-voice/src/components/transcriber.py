"""Turns an utterance of 16-bit mono audio into text."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

logger = logging.getLogger(__name__)


class Transcriber(Protocol):
    name: str

    async def transcribe(self, audio: bytes, sample_rate: int) -> str: ...


class SilentTranscriber:
    """Fallback: keeps the pipeline running without a model."""

    name = "silent"

    async def transcribe(self, audio: bytes, sample_rate: int) -> str:
        return f"[{len(audio) / 2 / sample_rate:.1f}s of speech]" if audio else ""


class WhisperTranscriber:
    name = "whisper"

    def __init__(self, model: str = "base.en") -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(model, compute_type="int8")

    async def transcribe(self, audio: bytes, sample_rate: int) -> str:
        return await asyncio.to_thread(self._transcribe, audio)

    def _transcribe(self, audio: bytes) -> str:
        import numpy

        samples = numpy.frombuffer(audio, dtype=numpy.int16).astype(numpy.float32) / 32768.0
        segments, _ = self._model.transcribe(samples, language="en")
        return " ".join(segment.text.strip() for segment in segments)


def load_transcriber(model: str = "base.en") -> Transcriber:
    try:
        return WhisperTranscriber(model)
    except ImportError:
        logger.warning("faster-whisper is not installed, transcripts will be placeholders")
        return SilentTranscriber()
