"""Realtime voice service: takes audio over a WebSocket, answers with a transcript and synthesised speech."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from src.components.detector import load_detector
from src.components.metrics import Metrics
from src.components.synthesizer import load_synthesizer
from src.components.transcriber import load_transcriber

logger = logging.getLogger("voice")

SAMPLE_RATE = int(os.getenv("VOICE_SAMPLE_RATE", "16000"))
SILENCE_FRAMES = int(os.getenv("VOICE_SILENCE_FRAMES", "12"))
MAX_SESSIONS = int(os.getenv("VOICE_MAX_SESSIONS", "64"))
VOICE_FILE = Path(os.getenv("VOICE_FILE", "voices/en_US-amy-low.onnx"))


class SpeakRequest(BaseModel):
    text: str


@dataclass
class Session:
    """One caller: the audio of the utterance that is under way, and what was said before."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    audio: bytearray = field(default_factory=bytearray)
    silence: int = 0
    transcripts: list[str] = field(default_factory=list)


class VoiceService:
    """Wires detection, transcription and synthesis together; holds the sessions."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.sessions: dict[str, Session] = {}
        self.ready = False

    async def start(self) -> None:
        self.detector = load_detector()
        self.transcriber = load_transcriber(os.getenv("VOICE_MODEL", "base.en"))
        self.synthesizer = load_synthesizer(VOICE_FILE)
        self.ready = True
        logger.info("ready: %s", self.components())

    async def stop(self) -> None:
        self.ready = False
        self.sessions.clear()

    def components(self) -> dict[str, str]:
        return {
            "detector": self.detector.name,
            "transcriber": self.transcriber.name,
            "synthesizer": self.synthesizer.name,
        }

    def open_session(self) -> Session:
        if len(self.sessions) >= MAX_SESSIONS:
            raise HTTPException(status_code=503, detail="too many sessions")
        session = Session()
        self.sessions[session.id] = session
        self.metrics.count("sessions")
        return session

    def close_session(self, session: Session) -> None:
        self.sessions.pop(session.id, None)

    async def accept(self, session: Session, frame: bytes) -> str | None:
        """Add a frame; the transcript of the utterance that it ends, if it ends one."""
        self.metrics.count("frames")
        if self.detector.is_speech(frame, SAMPLE_RATE):
            session.audio += frame
            session.silence = 0
            return None
        session.silence += 1
        if not session.audio or session.silence < SILENCE_FRAMES:
            return None
        with self.metrics.timed("transcription"):
            text = await self.transcriber.transcribe(bytes(session.audio), SAMPLE_RATE)
        session.audio.clear()
        session.transcripts.append(text)
        return text


service = VoiceService()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    await service.start()
    yield
    await service.stop()


app = FastAPI(title="realtime-voice", lifespan=lifespan)


@app.get("/health")
async def health() -> dict[str, Any]:
    if not service.ready:
        raise HTTPException(status_code=503, detail="starting")
    return {"status": "ok", "sessions": len(service.sessions), "components": service.components()}


@app.get("/metrics", response_class=PlainTextResponse)
async def metrics() -> str:
    return service.metrics.render()


@app.post("/speak")
async def speak(request: SpeakRequest) -> dict[str, int]:
    with service.metrics.timed("synthesis"):
        frames = list(service.synthesizer.frames(request.text, SAMPLE_RATE))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket) -> None:
    await websocket.accept()
    session = service.open_session()
    try:
        while True:
            text = await service.accept(session, await websocket.receive_bytes())
            if text is None:
                continue
            await websocket.send_json({"session": session.id, "transcript": text})
            for frame in service.synthesizer.frames(text, SAMPLE_RATE):
                await websocket.send_bytes(frame)
    except WebSocketDisconnect:
        logger.info("session %s closed", session.id)
    finally:
        service.close_session(session)
