"""The service of src/main.py with the fallback components."""

import asyncio
from unittest.mock import patch

from src.components.detector import EnergyDetector
from src.components.transcriber import SilentTranscriber
from src.main import SILENCE_FRAMES, VoiceService

LOUD = (4000).to_bytes(2, "little") * 320
QUIET = bytes(640)


def started() -> VoiceService:
    service = VoiceService()
    with (
        patch("src.main.load_detector", return_value=EnergyDetector()),
        patch("src.main.load_transcriber", return_value=SilentTranscriber()),
    ):
        asyncio.run(service.start())
    return service


def test_a_pause_ends_an_utterance():
    service = started()
    session = service.open_session()
    heard = [asyncio.run(service.accept(session, frame)) for frame in [LOUD] * 10 + [QUIET] * SILENCE_FRAMES]
    assert heard[:-1] == [None] * (len(heard) - 1)
    assert heard[-1] == "[0.2s of speech]"


def test_silence_alone_is_no_utterance():
    service = started()
    session = service.open_session()
    assert not any(asyncio.run(service.accept(session, QUIET)) for _ in range(SILENCE_FRAMES * 2))
